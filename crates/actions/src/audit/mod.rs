//! The log of everything that was done.

mod list;
mod objects;
mod verify;
mod words;

pub use list::{AuditFilter, AuditPage, LogLine, Looks, list};
pub use verify::{BadRow, Verification, verify};
pub use words::event_label;
