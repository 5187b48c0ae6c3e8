//! Holds what leaves or enters on paper and in office files: certificates and the summary form as PDF, spreadsheets
//! as tables. Must not hold SQL, HTTP or decisions; nobody else depends on the typesetter.

pub mod certificate;
mod error;
pub mod fonts;
mod qr;
pub mod spreadsheet;
pub mod summary_form;
mod typesetting;

pub use error::{DocumentError, listed};
