//! The log, newest first, page by page.

use domain::{
    access::Deed,
    audit::{AuditEntry, EventKind},
    clock::{Instant, start_of_day},
    refusal::Refusal,
};
use jiff::civil::Date;

use super::{objects, words};
use crate::{Act, load, refusals, views};

/// Rows on a page.
const PAGE_ROWS: i64 = 50;

/// Which lines; an empty text is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Dotted name of the event.
    pub name: String,
    /// What it happened to: a registration's, certificate's or staff number, or `noun:uuid`.
    pub subject: String,
    /// Part of the sentence or of the actor's name; or the number of what it happened to, as in `subject`.
    pub text: String,
    /// The first day, in Asia/Shanghai.
    pub from: Option<Date>,
    /// The last day, in Asia/Shanghai.
    pub until: Option<Date>,
    /// Whether those are among them who only looked at something.
    pub looks: Looks,
}

/// Events of those who only looked at something.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Looks {
    /// Shown like all others.
    #[default]
    Shown,
    /// Left out, unless they are asked for by their name: there are many of them.
    LeftOut,
}

/// One event as its reader sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Place in the log, from 1.
    pub seq: i64,
    /// When.
    pub at: Instant,
    /// Who; stands before the sentence.
    pub actor_name: String,
    /// Stable dotted name of the event.
    pub name: String,
    /// What such events are called.
    pub label: String,
    /// What it happened to, as people call it.
    pub object: String,
    /// What asks for all events of the same object, see [`AuditFilter::subject`].
    pub subject: String,
    /// What happened; the reason of a refusal in words.
    pub sentence: String,
}

/// One page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The lines.
    pub lines: Vec<LogLine>,
    /// How many there are on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}

/// One page of the log; `page` counts from 1.
///
/// # Errors
/// `NotFound` for whoever is not an auditor.
pub async fn list(act: &mut Act, filter: &AuditFilter, page: u32) -> Result<AuditPage, Refusal> {
    load::office(act, Deed::ViewAudit)?;
    let page = page.max(1);
    let offset = i64::from(page - 1) * PAGE_ROWS;
    let subject = objects::find(act, filter.subject.trim()).await?;
    let called = objects::find(act, filter.text.trim()).await?;
    let without = if filter.looks == Looks::LeftOut && filter.name.trim().is_empty() { ".read" } else { "" };
    let query = store::audit::Query {
        name: filter.name.trim(),
        subject: &subject,
        text: filter.text.trim(),
        called: &called,
        without,
        since: filter.from.and_then(start_of_day),
        before: filter.until.and_then(|day| start_of_day(day.tomorrow().ok()?)),
    };
    let (entries, total) = store::audit::page(&mut act.tx, &query, PAGE_ROWS, offset).await.map_err(refusals::store)?;
    let names = objects::names(act, &entries).await?;
    let line = |entry: AuditEntry| {
        let (object, subject) =
            names.get(&entry.subject).cloned().unwrap_or_else(|| ("已不存在".to_owned(), entry.subject.clone()));
        LogLine {
            label: EventKind::by_name(&entry.name).map_or_else(|| entry.name.clone(), words::event_label),
            sentence: words::said(&entry),
            seq: entry.seq,
            at: entry.at,
            actor_name: entry.actor_name,
            name: entry.name,
            object,
            subject,
        }
    };
    Ok(AuditPage { lines: entries.into_iter().map(line).collect(), total, page, pages: views::pages(total, PAGE_ROWS) })
}
