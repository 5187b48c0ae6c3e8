//! What people can do, walked through on every database.

mod access;
mod attempts;
mod certificates;
mod crowds;
mod deciders;
mod facts;
mod files;
mod imports;
mod pack_texts;
mod refusals;
mod sessions;
mod uploads;
mod waiting;
mod walk;
mod world;
mod year_people;
