//! Certificates: the two of article 7, checked by anyone.

mod check;
mod document;
mod issue;
mod list_own;
mod revoke;
mod statement;

pub use check::{CertificateCheck, CheckStatus, check};
pub use document::document;
pub use issue::issue;
pub(crate) use issue::{cannot_print, keep_decision};
pub use list_own::list_own;
pub use revoke::revoke;
