//! The commands, one file each. Each file holds its options and `run`.

pub(crate) mod assess;
pub(crate) mod audit;
pub(crate) mod certificate;
pub(crate) mod completions;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod invite;
mod new_file;
pub(crate) mod policy;
pub(crate) mod serve;
pub(crate) mod years;
