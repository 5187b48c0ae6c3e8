//! Registrations: the file itself, its items, the two decisions about it, its sealed form.

pub(crate) mod approval;
pub(crate) mod cards;
pub(crate) mod file;
pub(crate) mod items;
pub(crate) mod sealed_form;
pub(crate) mod verification;
