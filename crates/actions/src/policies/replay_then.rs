//! One person's year as everybody's year was judged at a moment: put together from what was known then, and judged. The
//! digest of the facts that was kept says whether they are the same. Must not count, nor compare results.

use std::sync::Arc;

use domain::{access::Actor, clock::Instant, ids::PersonId, refusal::Refusal};
use jiff::ToSpan;
use policy::{ItemFacts, ItemRow, Judge, Judged, Pack, PopulationProblem, YearFacts};
use store::year_rows::DecisionRow;

use crate::{
    Act, App,
    as_known::{AsKnown, Look},
    dossier, refusals,
};

/// What the year comes to by the facts with the digest that was kept; `None` when they cannot be put together.
pub(super) async fn judged(
    app: Arc<App>,
    (person, year): (PersonId, i16),
    pack: &Pack,
    judge: &mut Judge<'_>,
    kept: &DecisionRow,
) -> Result<Option<Judged>, Refusal> {
    let mut act = Act::read(app, Some(Actor::system()), kept.at).await?;
    let registration = store::registrations::by_person_year(&mut act.tx, person, year).await;
    let registration = registration.map_err(refusals::store)?;
    for was_handed_in in [true, false] {
        let (person, look) = (dossier::person(&mut act, person).await?, Look::AtJudging { was_handed_in });
        let moment = (after(kept.at)?, look);
        let known = AsKnown::before(&mut act, (person, year), (registration.as_ref(), pack), moment).await?;
        // Facts that nobody can judge are not those that were.
        if let Ok(judged) = judge_one(judge, known.facts)
            && judged.inputs_hash() == kept.inputs_hash
        {
            return Ok(Some(judged));
        }
    }
    Ok(None)
}

/// What was done in the moment itself was known to whoever judged.
fn after(moment: Instant) -> Result<Instant, Refusal> {
    moment.checked_add(1.millisecond()).map_err(refusals::internal)
}

fn judge_one(judge: &mut Judge<'_>, mut facts: YearFacts) -> Result<Judged, PopulationProblem> {
    let items = std::mem::take(&mut facts.items);
    // Nothing is judged by the day on which a post became known.
    facts.posts.iter_mut().for_each(|post| post.learned = None);
    let answers: Vec<String> = items.iter().map(|item| serde_json::json!(item.answers).to_string()).collect();
    let days: Vec<[String; 2]> = items.iter().map(|item| [item.starts, item.ends].map(|day| day.to_string())).collect();
    let mut rows: Vec<ItemRow<'_>> =
        items.iter().zip(&answers).zip(&days).map(|((item, answers), days)| row(item, answers, days)).collect();
    judge.judge(&facts, &mut rows)
}

fn row<'r>(item: &'r ItemFacts, answers: &'r str, [starts, ends]: &'r [String; 2]) -> ItemRow<'r> {
    ItemRow {
        id: &item.id,
        kind: &item.kind,
        starts,
        ends,
        answers,
        applied: item.applied.map(|hours| hours.hundredths()),
        verified: item.verified.map(|hours| hours.hundredths()),
        accepted: item.accepted,
    }
}
