//! GET /queue: registrations waiting for somebody, filtered and counted.

use actions::registrations::{QueueFilter, QueueRow};
use domain::{clock::chinese_moment, registration::State};

use crate::{
    errors::{Page, render},
    fields::Asked,
    translate,
    views::{
        parts::Choice,
        queue::{QueueLine, QueuePage},
    },
    visitor::SignedIn,
};

/// The queue.
pub(crate) async fn show(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let filter = QueueFilter {
        year: asked.parse("year"),
        state: asked.parse("state"),
        unit: asked.parse("unit"),
        text: asked.text("text").to_owned(),
        page: asked.parse("page").unwrap_or(1),
    };
    let mut act = visitor.read().await?;
    let view = actions::registrations::queue(&mut act, &filter).await?;
    let kept = [
        ("text", filter.text.clone()),
        ("year", asked.text("year").to_owned()),
        ("state", asked.text("state").to_owned()),
        ("unit", asked.text("unit").to_owned()),
    ];
    let page = QueuePage {
        frame: visitor.pack_frame("审验与审批"),
        text: filter.text.clone(),
        year: asked.text("year").to_owned(),
        states: State::ALL
            .into_iter()
            .filter(|state| *state != State::Draft)
            .map(|state| Choice {
                value: state.as_str().to_owned(),
                label: state.label().to_owned(),
                chosen: filter.state == Some(state),
            })
            .collect(),
        units: view
            .units
            .iter()
            .map(|unit| Choice {
                value: unit.id.to_string(),
                label: unit.name.clone(),
                chosen: filter.unit == Some(unit.id),
            })
            .collect(),
        counts: view
            .counts
            .iter()
            .map(|(state, count)| {
                let url = format!("/queue?state={}", state.as_str());
                (state.label().to_owned(), *count, url, filter.state == Some(*state))
            })
            .collect(),
        rows: view.rows.iter().map(line).collect(),
        pages: translate::pages("/queue", &kept, view.total, view.page, view.pages),
    };
    render(&page)
}

fn line(row: &QueueRow) -> QueueLine {
    QueueLine {
        url: format!("/registrations/{}", row.id),
        number: row.number.clone(),
        person: format!("{}（{}）", row.person_name, row.staff_number),
        unit: row.unit_name.clone(),
        year: row.year,
        chip: translate::state(row.state),
        items: row.items,
        applied: row.applied.to_string(),
        submitted: row.submitted_at.map(chinese_moment).unwrap_or_default(),
        flags: row.flags.clone(),
    }
}
