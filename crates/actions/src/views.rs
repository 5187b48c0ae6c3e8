//! What more than one noun shows. Must not load anything.

use domain::{audit::AuditEntry, clock::Instant};
use jiff::civil::Date;
use policy::{Firmness, Pack, Party};

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

/// A deadline of the pack with the days to it.
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
    /// The article that sets it, with its part where it has parts.
    pub article: String,
    /// Whom it binds.
    pub party: Party,
}

/// The pack's deadlines of a year as they stand today. The day before a title series opens is among them where that day
/// is given.
pub(crate) fn deadlines(pack: &Pack, year: i16, title_series_opens: Option<Date>, today: Date) -> Vec<Deadline> {
    let line = |deadline: policy::Deadline| Deadline {
        days_left: days_between(today, deadline.date),
        soft: deadline.firmness == Firmness::Soft,
        name: deadline.name,
        date: deadline.date,
        article: deadline.article,
        party: deadline.party,
    };
    pack.deadlines(year, title_series_opens).into_iter().map(line).collect()
}

fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// One page of what waits for an answer, the oldest first.
#[derive(Debug, Clone)]
pub struct Unanswered<T> {
    /// What waits, of this page.
    pub lines: Vec<T>,
    /// How many wait on all pages.
    pub total: i64,
    /// How many pages.
    pub pages: u32,
}

/// Lines on a page of [`Unanswered`].
const UNANSWERED_ROWS: i64 = 50;

impl<T> Unanswered<T> {
    /// One page of `total`.
    pub(crate) fn of(lines: Vec<T>, total: i64) -> Self {
        Self { lines, total, pages: pages(total, UNANSWERED_ROWS) }
    }
}

/// How many lines a page of [`Unanswered`] has, and how many stand before it; `page` counts from 1.
pub(crate) fn unanswered_rows(page: u32) -> (i64, i64) {
    (UNANSWERED_ROWS, i64::from(page.max(1) - 1) * UNANSWERED_ROWS)
}

/// How many pages `total` rows make; at least one.
pub(crate) fn pages(total: i64, page_rows: i64) -> u32 {
    u32::try_from((total + page_rows - 1) / page_rows).unwrap_or(u32::MAX).max(1)
}
