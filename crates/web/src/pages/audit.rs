//! GET /audit: the log, its filter, and the proof that it was not touched.

use actions::audit::AuditFilter;
use domain::clock::chinese_moment;

use crate::{
    errors::{Page, render},
    fields::Asked,
    translate,
    views::audit::{AuditPage, LogLine, Verdict},
    visitor::SignedIn,
};

/// The log.
pub(crate) async fn index(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let filter = AuditFilter {
        name: asked.text("name").to_owned(),
        subject: asked.text("subject").to_owned(),
        text: asked.text("text").to_owned(),
    };
    let mut act = visitor.read().await?;
    let view = actions::audit::list(&mut act, &filter, asked.parse("page").unwrap_or(1)).await?;
    let verdict = match asked.text("verify") {
        "" => None,
        _ => {
            let verdict = actions::audit::verify(&mut act).await?;
            Some(Verdict { rows: verdict.rows, bad: verdict.first_bad.map(|bad| (bad.seq, bad.problem)) })
        }
    };
    let kept = [("name", filter.name.clone()), ("subject", filter.subject.clone()), ("text", filter.text.clone())];
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
                subject: line.subject,
                sentence: line.sentence,
            })
            .collect(),
        pages: translate::pages("/audit", &kept, view.total, view.page, view.pages),
        verdict,
        name: filter.name,
        subject: filter.subject,
        text: filter.text,
    };
    render(&page)
}
