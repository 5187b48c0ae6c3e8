//! What people can do, walked through on every database.

mod access;
mod attempts;
mod certificates;
mod crowds;
mod deciders;
mod facts;
mod files;
mod imports;
mod kept;
mod pack_texts;
mod refusals;
mod sessions;
mod simulation;
mod uploads;
mod walk;
mod world;
