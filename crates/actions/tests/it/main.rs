//! What people can do, walked through on every database.

mod access;
mod certificates;
mod crowds;
mod files;
mod imports;
mod pack_texts;
mod refusals;
mod sessions;
mod uploads;
mod walk;
mod world;
