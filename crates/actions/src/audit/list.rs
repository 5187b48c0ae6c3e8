//! The log, newest first, page by page.

use domain::{access::Deed, refusal::Refusal};

use crate::{Act, AuditLine, load, refusals, views};

/// Rows on a page.
const PAGE_ROWS: i64 = 50;

/// Which lines; an empty text is any.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Dotted name of the event.
    pub name: String,
    /// What it happened to, `noun:uuid`.
    pub subject: String,
    /// Part of the sentence or of the actor's name.
    pub text: String,
}

/// One page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditPage {
    /// The lines.
    pub lines: Vec<AuditLine>,
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
/// Refuses whoever is not an auditor.
pub async fn list(act: &mut Act, filter: &AuditFilter, page: u32) -> Result<AuditPage, Refusal> {
    load::institution(act, Deed::ViewAudit)?;
    let page = page.max(1);
    let offset = i64::from(page - 1) * PAGE_ROWS;
    let query =
        store::audit::Query { name: filter.name.trim(), subject: filter.subject.trim(), text: filter.text.trim() };
    let (entries, total) = store::audit::page(&mut act.tx, &query, PAGE_ROWS, offset).await.map_err(refusals::store)?;
    Ok(AuditPage {
        lines: entries.into_iter().map(AuditLine::from).collect(),
        total,
        page,
        pages: views::pages(total, PAGE_ROWS),
    })
}
