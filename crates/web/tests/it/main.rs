//! The web from outside: requests in, responses out, over a small university in a temporary folder.

mod courses;
mod ended;
mod examination;
mod exams;
mod journey;
mod once;
mod packages;
mod permissions;
mod program;
mod provisions;
mod queue;
mod refused;
mod second_looks;
mod security;
mod sheets;
mod stages;
mod training;
mod words;
mod world;
mod years;
