//! What another pack would do to the years of everybody in the database. Must not judge: the policy does, from the same
//! facts as the year account. Writes nothing but that it was asked.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    ids::PersonId,
    refusal::{NOTHING_CHANGED, Refusal},
    year::Year,
};
use jiff::civil::Date;
use policy::{Direction, Effect, ItemRow, Judge, Pack, Simulation, YearFacts};

use store::year_rows::YearRow;

use super::{
    show,
    tally::{Moved, Only, Simulated},
};
use crate::{
    Act, App,
    everybody::{Basket, Everybody, facts, items, registered_elsewhere},
    load, refusals,
};

/// Which change is tried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Name of the pack that would be used.
    pub new: String,
    /// Name of the pack to compare with; without it the one in force, or the one that `new` succeeds.
    pub against: Option<String>,
    /// The year.
    pub year: i16,
    /// Who is named.
    pub only: Only,
}

/// People who gain are named up to this many, and people who lose; the others are only counted.
const NAMED_MAX: usize = 500;
/// Names are read this many at once.
const NAMES_AT_ONCE: usize = 500;

/// Whether the actor may simulate at all; to everybody else there is no such page.
///
/// # Errors
/// `NotFound` for whoever may not.
pub fn may_simulate(act: &Act) -> Result<(), Refusal> {
    load::office(act, Deed::SimulatePolicy)
}

/// Judges everybody's year by both packs; `progress` hears how many of how many were judged. Drafts are left out: they are
/// nobody's business yet. One simulation runs at a time.
///
/// # Errors
/// `NotFound` for whoever may not simulate, for a pack that is not there and a year that nobody has an account of;
/// `Conflict` for a pack that has a mistake; `Invalid` when a pack is compared with itself; `Busy` while others wait already.
pub async fn simulate(
    act: &mut Act,
    question: &Question,
    progress: impl FnMut(u64, u64) + Send,
) -> Result<Simulated, Refusal> {
    simulate_naming(act, question, NAMED_MAX, progress).await
}

/// The same, with as many names as are wanted.
pub(super) async fn simulate_naming(
    act: &mut Act,
    question: &Question,
    named_max: usize,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<Simulated, Refusal> {
    may_simulate(act)?;
    let year = Year::new(question.year, act.today())?.get();
    let (old, new) = packs(act.app(), question)?;
    let place = act.app.judging.place().await?;
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let total = store::year_rows::count(&mut act.tx).await.map_err(refusals::store)?;
    let total = u64::try_from(total).unwrap_or(0);
    act.stop_reading().await?;
    let mut simulated =
        Simulated::new((Arc::clone(&old), Arc::clone(&new)), year, units, (question.only.clone(), named_max));
    let mut found = Everybody::walk(&act.app, year, move |everybody, basket| {
        portions(everybody, basket, &Packs { old: &old, new: &new, year })
    });
    while let Some(portion) = found.recv().await {
        for judged in portion? {
            simulated.add(judged);
        }
        progress(simulated.seen(), total);
    }
    drop(place);
    let names = names(Arc::clone(&act.app), &simulated).await?;
    let simulated = simulated.finish(&names);
    record(act, &simulated).await?;
    Ok(simulated)
}

/// Names of those who are named, read when it is known who they are.
async fn names(app: Arc<App>, simulated: &Simulated) -> Result<BTreeMap<PersonId, String>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let mut names = BTreeMap::new();
    for some in simulated.named().chunks(NAMES_AT_ONCE) {
        let people = store::people::get_many(&mut tx, some).await.map_err(refusals::store)?;
        names.extend(people.into_iter().map(|person| (person.id, person.name)));
    }
    tx.end().await.map_err(refusals::store)?;
    Ok(names)
}

/// What is compared.
struct Packs<'a> {
    old: &'a Pack,
    new: &'a Pack,
    year: i16,
}

/// One thread's work.
fn portions(everybody: &Everybody, basket: &Basket<Vec<Moved>>, compared: &Packs<'_>) -> Result<(), Refusal> {
    let packs = everybody.packs();
    let simulation = Simulation::new(compared.old, compared.new);
    // A pack that cannot judge many at once leaves them to be judged one by one.
    let mut judges = Judge::new(compared.old).ok().zip(Judge::new(compared.new).ok());
    loop {
        let mut people = everybody.portion()?;
        if people.is_empty() {
            return Ok(());
        }
        let mut moved = Vec::with_capacity(people.len());
        for row in &mut people {
            let own = packs.of(row).unwrap_or(compared.new);
            let elsewhere = registered_elsewhere(row, own)?;
            let facts = Both::of(row, compared, packs.closed_before);
            let effect = effect(&simulation, judges.as_mut(), &facts, items(row, &elsewhere, &facts.then.findings)?);
            moved.push(Moved { person: row.person, unit: row.unit, staff_number: row.staff_number.clone(), effect });
        }
        if !basket.put(moved) {
            return Ok(());
        }
    }
}

/// A year's facts as each pack knows them: the day on which the person's title series opens is the pack's own.
struct Both {
    then: YearFacts,
    /// Where it differs.
    now: Option<YearFacts>,
}

impl Both {
    fn of(row: &mut YearRow, Packs { old, new, year }: &Packs<'_>, closes: Date) -> Both {
        let then = facts(row, (*year, old), closes);
        let opens = row.title_series.as_deref().and_then(|series| new.title_series_opens(*year, series));
        let is_other = opens != then.title_series_opens;
        let now = is_other.then(|| YearFacts { title_series_opens: opens, ..then.clone() });
        Both { then, now }
    }

    fn now(&self) -> &YearFacts {
        self.now.as_ref().unwrap_or(&self.then)
    }
}

/// What the change does to a year. Most years stay as they are, which is seen without a sentence; only what is moved is
/// judged in full, to say by which rules.
fn effect(
    simulation: &Simulation<'_>,
    judges: Option<&mut (Judge<'_>, Judge<'_>)>,
    facts: &Both,
    mut items: Vec<ItemRow<'_>>,
) -> Option<Effect> {
    if let Some((old, new)) = judges
        && let (Ok(before), Ok(after)) = (old.stand(&facts.then, &mut items), new.stand(facts.now(), &mut items))
        && before.moved_to(&after) == Direction::Stays
    {
        return Some(Effect { direction: Direction::Stays, before, after, causes: Vec::new() });
    }
    let items: Vec<_> = items.iter().map(ItemRow::facts).collect::<Option<_>>()?;
    let [then, now] = [&facts.then, facts.now()].map(|facts| YearFacts { items: items.clone(), ..facts.clone() });
    Some(simulation.effect_between(&then, &now))
}

/// The pack before and the pack after.
fn packs(app: &App, question: &Question) -> Result<(Arc<Pack>, Arc<Pack>), Refusal> {
    let new = show(app, &question.new)?;
    let old = match &question.against {
        Some(name) => show(app, name)?,
        None => show(app, &default_against(app, &new)?)?,
    };
    if old.hash() == new.hash() {
        return Err(same_pack());
    }
    Ok((old, new))
}

/// The pack in force; for that one itself, the one that it succeeds, or any other.
fn default_against(app: &App, new: &Pack) -> Result<String, Refusal> {
    let in_force = app.pack().name();
    if in_force != new.name() {
        return Ok(in_force.to_owned());
    }
    let other = || app.library().names().into_iter().find(|name| *name != new.name());
    new.succeeds().or_else(other).map(str::to_owned).ok_or_else(same_pack)
}

fn same_pack() -> Refusal {
    Refusal::invalid(
        "policy.same-pack",
        "两份学时标准相同，没有可以试算的变化。",
        NOTHING_CHANGED,
        "请另选一份标准来比较。",
    )
}

async fn record(act: &mut Act, simulated: &Simulated) -> Result<(), Refusal> {
    let number = |count: u64| count.to_string();
    let (year, people) = (simulated.year.to_string(), number(simulated.all.people));
    let (gains, loses) = (number(simulated.all.gains), number(simulated.all.loses));
    let values = [
        ("year", year.as_str()),
        ("old", simulated.old.name()),
        ("new", simulated.new.name()),
        ("people", &people),
        ("gains", &gains),
        ("loses", &loses),
    ];
    let event = Event::new(EventKind::PolicySimulated, format!("policy:{}", simulated.new.name()), &values)
        .with("old_hash", simulated.old.hash())
        .with("new_hash", simulated.new.hash());
    act.record_access(&event).await
}
