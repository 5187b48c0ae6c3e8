//! The web from outside: requests in, responses out, over a small university in a temporary folder.

mod journey;
mod once;
mod permissions;
mod queue;
mod refused;
mod security;
mod words;
mod world;
mod years;
