//! Pages: one module a noun. Each parses its form, asks one action, and answers with a page or a redirect.

pub(crate) mod attempts;
pub(crate) mod audit;
pub(crate) mod certificates;
pub(crate) mod courses;
pub(crate) mod demo;
pub(crate) mod design;
pub(crate) mod evidence;
pub(crate) mod exams;
pub(crate) mod files;
pub(crate) mod health;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod invitations;
pub(crate) mod lessons;
pub(crate) mod media;
pub(crate) mod my;
pub(crate) mod packages;
pub(crate) mod people;
pub(crate) mod policies;
pub(crate) mod queue;
pub(crate) mod registrations;
pub(crate) mod retrospect;
pub(crate) mod sessions;
pub(crate) mod training_years;
pub(crate) mod turns;
pub(crate) mod years;
