//! GET /people/{id}/years/{year}/retrospect: a year account as of a day and as known on a day.

use actions::years::Retrospect;
use jiff::civil::Date;
use policy::{Horizon, Step};

use crate::{
    errors::{Page, render},
    fields::{Asked, Path, id},
    pages::my,
    translate,
    views::{account::StepLine, parts::ReasonLine, retrospect::RetrospectPage},
    visitor::{SignedIn, Visitor},
};

/// The page, with its form of two dates.
pub(crate) async fn show(visitor: SignedIn, Path((person, year)): Path<(String, String)>, Asked(asked): Asked) -> Page {
    let year = visitor.year_in(&year)?;
    let person = id(&person, "人员")?;
    let horizon = Horizon { as_of: asked.day("as_of")?, known_on: asked.day("known_on")? };
    let mut act = visitor.read().await?;
    let seen = actions::years::retrospect(&mut act, year, person, horizon).await?;
    render(&page(&visitor, &seen))
}

fn page(visitor: &Visitor, seen: &Retrospect) -> RetrospectPage {
    let Retrospect { person, assessment, horizon, .. } = seen;
    let written = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    RetrospectPage {
        frame: visitor.frame(format!("回看 {} 年度账", seen.year), seen.pack.is_sample()).resting_on(&seen.pack),
        year: seen.year,
        person_name: person.name.clone(),
        person_line: format!("{}　{}", person.unit_name, person.category.label()),
        account_url: format!("/people/{}/years/{}", person.id, seen.year),
        as_of: written(horizon.as_of),
        known_on: written(horizon.known_on),
        span: seen.span(),
        outcome: translate::outcome(assessment.outcome),
        obligation: my::obligation(assessment.obligation).to_owned(),
        total: assessment.total.to_string(),
        professional: assessment.professional.to_string(),
        requirements: my::requirements(assessment),
        public: my::public(&seen.pack, seen.year, seen.settled, &seen.public, &seen.public_reasons),
        unknown: seen.unknown.clone(),
        explanation: seen.explanation.steps.iter().map(|step| line(seen, step)).collect(),
    }
}

/// A step, with items by their titles: people do not know them by their identifiers.
fn line(seen: &Retrospect, step: &Step) -> StepLine {
    let named = |text: String, (id, title): &(String, String)| {
        text.replace(&format!("登记项 {id}"), &format!("登记项《{title}》"))
    };
    let text = seen.titles.iter().fold(step.reason.text.clone(), named);
    StepLine { depth: step.depth, reason: ReasonLine { text, ..translate::reason(&step.reason) } }
}
