//! View data of the audit log.

use askama::Template;

use super::frame::Frame;
use super::parts::{Choice, Pages};

/// The log with its filter and the verdict on its chain.
#[derive(Template)]
#[template(path = "audit.html")]
pub(crate) struct AuditPage {
    pub(crate) frame: Frame,
    /// Every kind of event, one of them perhaps chosen.
    pub(crate) events: Vec<Choice>,
    /// Whether those are shown who only looked.
    pub(crate) looks: bool,
    pub(crate) subject: String,
    pub(crate) text: String,
    /// The first and the last day, as date fields hold them.
    pub(crate) from: String,
    pub(crate) until: String,
    pub(crate) lines: Vec<LogLine>,
    pub(crate) pages: Pages,
    pub(crate) verdict: Option<Verdict>,
}

/// One event.
pub(crate) struct LogLine {
    pub(crate) seq: i64,
    pub(crate) at: String,
    pub(crate) who: String,
    /// The event's stable name, by which one asks for others like it.
    pub(crate) name: String,
    pub(crate) label: String,
    /// What asks for all events of the same object.
    pub(crate) subject: String,
    pub(crate) object: String,
    pub(crate) sentence: String,
}

/// Whether the chain holds.
pub(crate) struct Verdict {
    pub(crate) rows: i64,
    /// Number and problem of the first bad row.
    pub(crate) bad: Option<(i64, String)>,
}
