//! The web from outside: requests in, responses out, over a small university in a temporary folder.

mod attachments;
mod courses;
mod ended;
mod examination;
mod exams;
mod industry;
mod journey;
mod newcomer;
mod once;
mod packages;
mod permissions;
mod pieces;
mod program;
mod provisions;
mod queue;
mod refused;
mod second_looks;
mod security;
mod settings;
mod sheets;
mod sockets;
mod stages;
mod training;
mod words;
mod world;
mod years;
