//! A change of post inside a year, as a fact with its day (article 1). Must not say what a year asks: the policy does.

use domain::{
    audit::{Event, EventKind},
    clock::chinese_date,
    ids::PersonId,
    person::{Person, Post, Standing},
    refusal::Refusal,
};
use jiff::civil::Date;

use crate::{Act, refusals};

/// Whether it is known that somebody stands so from that day on.
pub(super) async fn is_known(act: &mut Act, person: PersonId, from: Date, standing: Standing) -> Result<bool, Refusal> {
    let known = store::posts::of_person(&mut act.tx, person, from.year()).await.map_err(refusals::store)?;
    Ok(known.iter().any(|post| post.from == from && post.standing == standing))
}

/// Writes down from which day of this year a person stands as they do; `before` is how they stood as far as was known.
/// Without a day nothing is written, unless days were told before: then the change holds from today, because the days
/// before it go on to be as they were told.
pub(super) async fn tell(
    act: &mut Act,
    person: &Person,
    before: Option<Standing>,
    from: Option<Date>,
) -> Result<(), Refusal> {
    let (today, standing) = (act.today(), person.standing());
    let is_change = before.is_some_and(|before| before != standing);
    if from.is_none() && !is_change {
        return Ok(());
    }
    let known = store::posts::of_person(&mut act.tx, person.id, today.year()).await.map_err(refusals::store)?;
    let from = match from {
        Some(from) => from,
        None if !known.is_empty() => today,
        None => return Ok(()),
    };
    if known.iter().any(|post| post.from == from && post.standing == standing) {
        return Ok(());
    }
    let new_year = Date::constant(today.year(), 1, 1);
    match (before, known.last()) {
        // Until that day they stood as they did at the beginning of the year.
        (Some(before), None) if before != standing && from > new_year => {
            record(act, person.id, new_year, before).await?;
        }
        // The same post with another day: the day is corrected.
        (_, Some(last)) if last.standing == standing && last.from != from => {
            let (last, now) = (last.from, act.now());
            store::posts::supersede(&mut act.tx, person.id, last, now).await.map_err(refusals::store)?;
        }
        _ => {}
    }
    record(act, person.id, from, standing).await?;
    let (day, post) = (chinese_date(from), standing.label());
    act.record(&Event::new(EventKind::PostDated, person.id.subject(), &[("from", &day), ("post", &post)])).await
}

async fn record(act: &mut Act, person: PersonId, from: Date, standing: Standing) -> Result<(), Refusal> {
    let post = Post { from, standing, learned_at: act.now() };
    store::posts::record(&mut act.tx, person, &post).await.map_err(refusals::store)
}
