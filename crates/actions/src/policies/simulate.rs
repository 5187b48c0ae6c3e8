//! What another pack would do to the years of everybody in the database. Must not judge: the policy does, from the same
//! facts as the year account. Writes nothing but that it was asked.

use std::sync::Arc;

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    ids::UnitId,
    person::Person,
    refusal::{NOTHING_CHANGED, Refusal},
    registration::State,
    year::Year,
};
use policy::{Pack, Simulation};

use super::{show, tally::Simulated};
use crate::{Act, App, dossier::Dossier, load, refusals};

/// People read at once.
const PAGE: i64 = 200;

/// Which change is tried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Name of the pack that would be used.
    pub new: String,
    /// Name of the pack to compare with; without it the one in force, or the one that `new` succeeds.
    pub against: Option<String>,
    /// The year.
    pub year: i16,
}

/// Whether the actor may simulate at all; to everybody else there is no such page.
///
/// # Errors
/// `NotFound` for whoever may not.
pub fn may_simulate(act: &Act) -> Result<(), Refusal> {
    load::office(act, Deed::SimulatePolicy)
}

/// Judges everybody's year by both packs; `progress` hears how many of how many were judged. Drafts are left out: they are
/// nobody's business yet. One simulation runs at a time, and it gives way to other work after each person.
///
/// # Errors
/// `NotFound` for whoever may not simulate, for a pack that is not there and a year that nobody has an account of; `Invalid` when a pack is compared with itself; `Busy` while others wait already.
pub async fn simulate(
    act: &mut Act,
    question: &Question,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<Simulated, Refusal> {
    may_simulate(act)?;
    let year = Year::new(question.year, act.today())?.get();
    let (old, new) = packs(act.app(), question)?;
    let place = act.app.simulating.place().await?;
    let simulation = Simulation::new(&old, &new);
    let mut simulated = Simulated::new(Arc::clone(&old), Arc::clone(&new), year);
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let all: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
    let (_, total) = store::people::list(&mut act.tx, "", &all, 1, 0).await.map_err(refusals::store)?;
    let total = u64::try_from(total).unwrap_or(0);
    for unit in units {
        let id = unit.id;
        simulated.begin_unit(unit);
        let mut offset = 0;
        loop {
            let page = store::people::list(&mut act.tx, "", &[id], PAGE, offset).await;
            let (people, _) = page.map_err(refusals::store)?;
            let read = i64::try_from(people.len()).unwrap_or(PAGE);
            for person in people {
                judge(act, &simulation, &mut simulated, person).await?;
                progress(simulated.all.people, total);
                tokio::task::yield_now().await;
            }
            offset += read;
            if read < PAGE {
                break;
            }
        }
    }
    drop(place);
    let simulated = simulated.finish();
    record(act, &simulated).await?;
    Ok(simulated)
}

async fn judge(
    act: &mut Act,
    simulation: &Simulation<'_>,
    simulated: &mut Simulated,
    person: Person,
) -> Result<(), Refusal> {
    let mut dossier = Dossier::load(act, person, simulated.year).await?;
    if dossier.registration.as_ref().is_some_and(|registration| registration.state == State::Draft) {
        dossier = dossier.without_registration();
    }
    simulated.add(&dossier.person, simulation.effect(&dossier.facts()));
    Ok(())
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
