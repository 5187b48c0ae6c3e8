//! View data of the queue of verifiers and approvers.

use askama::Template;

use super::frame::Frame;
use super::parts::{Chip, Choice, ChoiceLink, Pages};

/// The queue with its filters.
#[derive(Template)]
#[template(path = "queue.html")]
pub(crate) struct QueuePage {
    pub(crate) frame: Frame,
    pub(crate) text: String,
    pub(crate) year: String,
    pub(crate) states: Vec<Choice>,
    pub(crate) units: Vec<Choice>,
    /// What waits, each state, and all, with the other filters kept.
    pub(crate) choices: Vec<ChoiceLink>,
    /// Whether the list is what waits for the visitor.
    pub(crate) is_waiting: bool,
    /// The address of all registrations, whatever their state.
    pub(crate) all_url: String,
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
    /// Why it was handed in late; `None` when it was in time.
    pub(crate) late_reason: Option<String>,
}
