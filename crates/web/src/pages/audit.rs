//! The log, its filter, and the proof that it was not touched.

use actions::{
    Act,
    audit::{AuditFilter, Looks, event_label},
};
use domain::{audit::EventKind, clock::chinese_moment};
use jiff::civil::Date;

use crate::{
    errors::{Page, render},
    fields::{Asked, Fields},
    translate,
    views::{
        audit::{AuditPage, LogLine, Verdict},
        parts::Choice,
    },
    visitor::SignedIn,
};

/// The switch that shows who only looked.
const LOOKS: &str = "looks";

/// GET /audit
pub(crate) async fn index(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let mut act = visitor.read().await?;
    page(&visitor, &mut act, &asked, Verified::No).await
}

/// POST /audit/verification: the log with the verdict on it. The check itself is recorded, so no link may cause it.
pub(crate) async fn verify(visitor: SignedIn, form: Fields) -> Page {
    let mut act = visitor.read().await?;
    page(&visitor, &mut act, &form, Verified::Now).await
}

/// A day as a date field holds it; empty for any.
fn day(day: Option<Date>) -> String {
    day.map(|day| day.to_string()).unwrap_or_default()
}

/// Every event to choose from.
fn events(chosen: &str) -> Vec<Choice> {
    let choice = |kind: &EventKind| Choice {
        value: kind.name().to_owned(),
        label: event_label(*kind),
        chosen: EventKind::by_name(chosen) == Some(*kind),
    };
    EventKind::ALL.iter().map(choice).collect()
}

/// Whether the page says that the log was checked.
enum Verified {
    No,
    Now,
}

async fn page(visitor: &SignedIn, act: &mut Act, asked: &Fields, verified: Verified) -> Page {
    let filter = AuditFilter {
        name: asked.text("name").to_owned(),
        subject: asked.text("subject").to_owned(),
        text: asked.text("text").to_owned(),
        from: asked.day("from")?,
        until: asked.day("until")?,
        looks: if asked.text(LOOKS) == "yes" { Looks::Shown } else { Looks::LeftOut },
    };
    let view = actions::audit::list(act, &filter, asked.parse("page").unwrap_or(1)).await?;
    let verdict = match verified {
        Verified::No => None,
        Verified::Now => {
            let verdict = actions::audit::verify(act).await?;
            Some(Verdict { rows: verdict.rows, bad: verdict.first_bad.map(|bad| (bad.seq, bad.problem)) })
        }
    };
    let kept = [
        ("name", filter.name.clone()),
        ("subject", filter.subject.clone()),
        ("text", filter.text.clone()),
        ("from", day(filter.from)),
        ("until", day(filter.until)),
        (LOOKS, asked.text(LOOKS).to_owned()),
    ];
    let page = AuditPage {
        frame: visitor.frame("操作记录", false),
        lines: view
            .lines
            .into_iter()
            .map(|line| LogLine {
                seq: line.seq,
                at: chinese_moment(line.at),
                who: line.actor_name,
                name: line.name,
                label: line.label,
                subject: line.subject,
                object: line.object,
                sentence: line.sentence,
            })
            .collect(),
        pages: translate::pages("/audit", &kept, view.total, view.page, view.pages),
        verdict,
        events: events(&filter.name),
        looks: filter.looks == Looks::Shown,
        from: day(filter.from),
        until: day(filter.until),
        subject: filter.subject,
        text: filter.text,
    };
    render(&page)
}
