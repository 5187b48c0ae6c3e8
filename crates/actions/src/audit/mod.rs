//! The log of everything that was done.

mod list;
mod verify;

pub use list::{AuditFilter, AuditPage, list};
pub use verify::{BadRow, Verification, verify};
