//! View data of the queue of verifiers and approvers.

use askama::Template;

use super::frame::Frame;
use super::parts::{Chip, Choice, Pages};

/// The queue with its filters.
#[derive(Template)]
#[template(path = "queue.html")]
pub(crate) struct QueuePage {
    pub(crate) frame: Frame,
    pub(crate) text: String,
    pub(crate) year: String,
    pub(crate) states: Vec<Choice>,
    pub(crate) units: Vec<Choice>,
    /// Label, number, address, whether it is the current filter.
    pub(crate) counts: Vec<(String, i64, String, bool)>,
    pub(crate) rows: Vec<QueueLine>,
    pub(crate) pages: Pages,
}

/// One registration in the queue.
pub(crate) struct QueueLine {
    pub(crate) url: String,
    pub(crate) number: String,
    pub(crate) person: String,
    pub(crate) unit: String,
    pub(crate) year: i16,
    pub(crate) chip: Chip,
    pub(crate) items: i64,
    pub(crate) applied: String,
    pub(crate) submitted: String,
    pub(crate) flags: Vec<String>,
}
