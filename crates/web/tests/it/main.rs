//! The web from outside: requests in, responses out, over a small university in a temporary folder.

mod attachments;
mod courses;
mod ended;
mod examination;
mod exams;
mod journey;
mod once;
mod packages;
mod permissions;
mod queue;
mod refused;
mod second_looks;
mod security;
mod settings;
mod sheets;
mod stages;
mod training;
mod words;
mod world;
mod years;
