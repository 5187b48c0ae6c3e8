//! What people can do, walked through on every database.

mod access;
mod attempts;
mod certificates;
mod crowds;
mod deciders;
mod exams;
mod facts;
mod figures;
mod files;
mod half_done;
mod imports;
mod judged_years;
mod kept;
mod library;
mod pack_texts;
mod refusals;
mod sessions;
mod simulation;
mod uploads;
mod verbs;
mod waiting;
mod walk;
mod withdrawn_approvals;
mod world;
mod year_people;
