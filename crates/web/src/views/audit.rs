//! View data of the audit log.

use askama::Template;

use super::frame::Frame;
use super::parts::Pages;

/// The log with its filter and the verdict on its chain.
#[derive(Template)]
#[template(path = "audit.html")]
pub(crate) struct AuditPage {
    pub(crate) frame: Frame,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) lines: Vec<LogLine>,
    pub(crate) pages: Pages,
    pub(crate) verdict: Option<Verdict>,
}

/// One event.
pub(crate) struct LogLine {
    pub(crate) seq: i64,
    pub(crate) at: String,
    pub(crate) who: String,
    pub(crate) name: String,
    pub(crate) subject: String,
    pub(crate) sentence: String,
}

/// Whether the chain holds.
pub(crate) struct Verdict {
    pub(crate) rows: i64,
    /// Number and problem of the first bad row.
    pub(crate) bad: Option<(i64, String)>,
}
