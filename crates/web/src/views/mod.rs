//! What templates may say: plain view data (text, numbers, yes or no), one file a noun, with its template beside it in
//! `templates/`. Must not hold requests, actions or decisions, so that every page renders from sample data alone.

pub(crate) mod account;
pub(crate) mod audit;
pub(crate) mod certificates;
pub(crate) mod courses;
pub(crate) mod design;
pub(crate) mod exams;
pub(crate) mod faults;
pub(crate) mod findings;
pub(crate) mod frame;
pub(crate) mod home;
pub(crate) mod imports;
pub(crate) mod item;
pub(crate) mod parts;
pub(crate) mod people;
pub(crate) mod picture;
pub(crate) mod policies;
pub(crate) mod queue;
pub(crate) mod registration;
pub(crate) mod retrospect;
pub(crate) mod sample;
pub(crate) mod sessions;
#[cfg(test)]
mod tests;
pub(crate) mod training;
pub(crate) mod training_years;
pub(crate) mod turn;
pub(crate) mod years;
