//! Certificates: the two of article 7, checked by anyone.

mod check;
mod document;
mod issue;
mod list_own;
mod print;
mod release;
mod revoke;
mod statement;
mod tally;

pub use check::{CertificateCheck, CheckStatus, check};
pub use document::document;
pub use issue::issue_printed;
pub(crate) use issue::keep_decision;
pub use list_own::list_own;
pub use print::{Printed, print};
pub use release::release;
pub(crate) use release::{release_by_approval, release_revoked_at};
pub use revoke::revoke;
pub(crate) use revoke::{resting_on, revoke_resting};
pub use statement::title;
pub(crate) use tally::CheckTally;
pub use tally::record_checks;
