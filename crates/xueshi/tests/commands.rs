//! The command line as a person types it: the real program, its output, its words and its exit code. What an assessment
//! should come to is the policy crate's affair.

#[path = "commands/assess.rs"]
mod assess;
#[path = "commands/doctor.rs"]
mod doctor;
#[path = "commands/export.rs"]
mod export;
#[path = "commands/import.rs"]
mod import;
#[path = "commands/invite.rs"]
mod invite;
#[path = "commands/killed.rs"]
mod killed;
#[path = "commands/malformed.rs"]
mod malformed;
#[path = "commands/policy.rs"]
mod policy;
#[path = "commands/program.rs"]
mod program;
#[path = "commands/schema.rs"]
mod schema;
#[path = "commands/sheets.rs"]
mod sheets;
