//! What more than one noun shows. Must not load anything.

use domain::{
    audit::AuditEntry,
    clock::{Instant, shanghai_date},
    registration::{hard_deadline, soft_deadline},
};
use jiff::civil::Date;

/// A file to hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBytes {
    /// The name to offer.
    pub name: String,
    /// Media type, such as `application/pdf`.
    pub media_type: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// One line of the log as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Place in the log, from 1.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Who; stands before the sentence.
    pub actor_name: String,
    /// Stable dotted name of the event.
    pub name: String,
    /// What it happened to, `noun:uuid`.
    pub subject: String,
    /// What happened.
    pub sentence: String,
}

impl From<AuditEntry> for AuditLine {
    fn from(entry: AuditEntry) -> AuditLine {
        AuditLine {
            seq: entry.seq,
            at: entry.at,
            actor_name: entry.actor_name,
            name: entry.name,
            subject: entry.subject,
            sentence: entry.sentence,
        }
    }
}

/// A date of article 8 with the days to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deadline {
    /// What has to be done by then.
    pub name: String,
    /// The last day, in Asia/Shanghai.
    pub date: Date,
    /// Days from today to the date; negative when it has passed.
    pub days_left: i64,
    /// Whether later is allowed and only marked.
    pub soft: bool,
    /// The article that sets it.
    pub article: String,
}

/// The dates of a year as they stand at `now`.
pub(crate) fn deadlines(year: i16, now: Instant) -> Vec<Deadline> {
    let today = shanghai_date(now);
    let line = |name: &str, date: Date, soft| Deadline {
        name: name.to_owned(),
        date,
        days_left: days_between(today, date),
        soft,
        article: "第八条".to_owned(),
    };
    vec![
        line("个人完成学习并提交学时登记", soft_deadline(year), true),
        line("单位完成审验和审批", hard_deadline(year), false),
    ]
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// How many pages `total` rows make; at least one.
pub(crate) fn pages(total: i64, page_rows: i64) -> u32 {
    u32::try_from((total + page_rows - 1) / page_rows).unwrap_or(u32::MAX).max(1)
}
