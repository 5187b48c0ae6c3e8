//! View data of a year account that is looked back at: two dates, what was known, and what cannot be known any more.

use askama::Template;

use super::account::{PublicLine, RequirementLine, StepLine};
use super::frame::Frame;
use super::parts::Chip;

/// A year account as of a day and as known on a day.
#[derive(Template)]
#[template(path = "years/retrospect.html")]
pub(crate) struct RetrospectPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    pub(crate) person_name: String,
    pub(crate) person_line: String,
    pub(crate) account_url: String,
    /// As the form has them; empty for none.
    pub(crate) as_of: String,
    pub(crate) known_on: String,
    /// How far one looks, in words.
    pub(crate) span: String,
    pub(crate) outcome: Chip,
    pub(crate) obligation: String,
    pub(crate) total: String,
    pub(crate) professional: String,
    pub(crate) requirements: Vec<RequirementLine>,
    pub(crate) public: Vec<PublicLine>,
    /// What could not be reconstructed.
    pub(crate) unknown: Vec<String>,
    pub(crate) explanation: Vec<StepLine>,
}
