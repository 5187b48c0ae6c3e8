//! The command line as a person types it: the real program, its output, its words and its exit code. What an assessment
//! should come to is the policy crate's affair.

#[path = "commands/assess.rs"]
mod assess;
#[path = "../src/clock.rs"]
mod clock;
#[path = "../benches/crowd/connection.rs"]
mod connection;
#[path = "commands/damaged_facts.rs"]
mod damaged_facts;
#[path = "commands/doctor.rs"]
mod doctor;
#[path = "commands/export.rs"]
mod export;
#[path = "commands/import.rs"]
mod import;
#[path = "commands/installation.rs"]
mod installation;
#[path = "commands/invite.rs"]
mod invite;
#[path = "commands/killed.rs"]
mod killed;
#[path = "commands/killed_exam.rs"]
mod killed_exam;
#[path = "commands/killed_lesson.rs"]
mod killed_lesson;
#[path = "commands/malformed.rs"]
mod malformed;
#[path = "commands/own_packs.rs"]
mod own_packs;
#[path = "commands/policy.rs"]
mod policy;
#[path = "commands/program.rs"]
mod program;
#[path = "commands/roster.rs"]
mod roster;
#[path = "commands/schema.rs"]
mod schema;
#[path = "../benches/crowd/school.rs"]
mod school;
#[path = "../benches/crowd/server.rs"]
mod server;
#[path = "commands/sheets.rs"]
mod sheets;
#[path = "commands/simulate.rs"]
mod simulate;
