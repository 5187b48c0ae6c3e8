//! The web from outside: requests in, responses out, over a small university in a temporary folder.

mod ended;
mod journey;
mod once;
mod permissions;
mod queue;
mod refused;
mod second_looks;
mod security;
mod sheets;
mod stages;
mod words;
mod world;
mod years;
