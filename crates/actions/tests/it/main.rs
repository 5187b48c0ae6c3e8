//! What people can do, walked through on every database.

mod access;
mod attempts;
mod deciders;
mod facts;
mod imports;
mod refusals;
mod sessions;
mod uploads;
mod walk;
mod world;
