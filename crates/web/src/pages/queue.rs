//! GET /queue: registrations waiting for somebody, filtered and counted.

use actions::registrations::{QueueFilter, QueueRow, QueueView};
use domain::{access::Role, clock::chinese_moment, person::Unit, registration::State};

use crate::{
    errors::{Page, render},
    fields::{Asked, Fields},
    translate,
    views::{
        parts::{Choice, ChoiceLink},
        queue::{QueueLine, QueuePage},
    },
    visitor::{SignedIn, Visitor},
};

/// What the address calls the registrations that wait for the visitor, and all of them.
const WAITING: &str = "waiting";
const ALL: &str = "all";

/// The queue. It opens with what waits for whoever decides something, and with everything for whoever oversees.
pub(crate) async fn show(visitor: SignedIn, Asked(asked): Asked) -> Page {
    let decides = visitor.has(Role::Verifier) || visitor.has(Role::Approver);
    let state = match asked.text("state") {
        "" if decides => WAITING,
        "" => ALL,
        state => state,
    };
    let filter = QueueFilter {
        year: asked.parse("year"),
        state: state.parse().ok(),
        waiting: state == WAITING,
        unit: asked.parse("unit"),
        text: asked.text("text").to_owned(),
        page: asked.parse("page").unwrap_or(1),
    };
    let mut act = visitor.read().await?;
    let view = actions::registrations::queue(&mut act, &filter).await?;
    render(&queue_page(&visitor, &asked, state, &filter, &view))
}

fn queue_page(visitor: &Visitor, asked: &Fields, state: &str, filter: &QueueFilter, view: &QueueView) -> QueuePage {
    let unit = |unit: &Unit| Choice {
        value: unit.id.to_string(),
        label: unit.name.clone(),
        chosen: filter.unit == Some(unit.id),
    };
    let kept = ["state", "year", "unit", "text"].map(|name| (name, asked.text(name).to_owned()));
    QueuePage {
        frame: visitor.pack_frame("审验与审批"),
        text: filter.text.clone(),
        year: asked.text("year").to_owned(),
        states: states(view, state),
        units: if view.units.len() > 1 { view.units.iter().map(unit).collect() } else { Vec::new() },
        choices: choices(asked, state, view),
        is_waiting: filter.waiting,
        all_url: narrowed(asked, ALL),
        rows: view.rows.iter().map(line).collect(),
        pages: translate::pages("/queue", &kept, view.total, view.page, view.pages),
    }
}

/// The address of the queue in another state, every other filter kept.
fn narrowed(asked: &Fields, state: &str) -> String {
    let others = ["year", "unit", "text"].map(|name| (name, asked.text(name)));
    translate::address("/queue", [("state", state)].into_iter().chain(others))
}

fn choices(asked: &Fields, state: &str, view: &QueueView) -> Vec<ChoiceLink> {
    let link = |name: &str, label: &str, count: i64| ChoiceLink {
        label: label.to_owned(),
        count,
        url: narrowed(asked, name),
        current: state == name,
    };
    let waiting = view.waiting.map(|count| link(WAITING, "等我办理", count));
    let states = view.counts.iter().map(|(state, count)| link(state.as_str(), state.label(), *count));
    let all = link(ALL, "全部", view.counts.iter().map(|(_, count)| count).sum());
    waiting.into_iter().chain(states).chain([all]).collect()
}

fn states(view: &QueueView, state: &str) -> Vec<Choice> {
    let choice =
        |name: &str, label: &str| Choice { value: name.to_owned(), label: label.to_owned(), chosen: state == name };
    let waiting = view.waiting.map(|_| choice(WAITING, "等我办理"));
    let states = State::ALL.into_iter().filter(|state| *state != State::Draft);
    let states = states.map(|state| choice(state.as_str(), state.label()));
    waiting.into_iter().chain([choice(ALL, "全部（草稿除外）")]).chain(states).collect()
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
        late_reason: row.late_reason.clone(),
    }
}
