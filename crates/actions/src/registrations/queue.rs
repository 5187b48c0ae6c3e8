//! The queue of a unit: what waits for the verifier or the approver, with what deserves a closer look.

use std::collections::BTreeSet;

use domain::{
    access::{Deed, Thing, may},
    clock::Instant,
    ids::{PersonId, RegistrationId, UnitId},
    item::{Decision, Item},
    person::{Person, Unit},
    refusal::Refusal,
    registration::{Deadlines, Registration, State},
};
use policy::{Hours, Pack};
use store::{registrations::QueueQuery, waiting::Desk};

use crate::{Act, packs::was_approved_under_another, people, refusals, views};

/// Rows on a page.
const PAGE_ROWS: i64 = 50;

/// Which registrations.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct QueueFilter {
    /// One year.
    pub year: Option<i16>,
    /// One state; `None` for all. Drafts are in no queue.
    pub state: Option<State>,
    /// Only what the actor can decide now.
    pub waiting: bool,
    /// One unit.
    pub unit: Option<UnitId>,
    /// The beginning of a name, staff number or registration number.
    pub text: String,
    /// The page, from 1.
    pub page: u32,
}

/// One page of the queue.
#[derive(Debug, Clone)]
pub struct QueueView {
    /// The registrations, the longest waiting first.
    pub rows: Vec<QueueRow>,
    /// How many are in which state, whatever state was asked for.
    pub counts: Vec<(State, i64)>,
    /// How many wait for the actor's decision; `None` for whoever decides nothing.
    pub waiting: Option<i64>,
    /// How many there are on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// The units to choose from.
    pub units: Vec<Unit>,
}

/// One line of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueRow {
    /// The registration.
    pub id: RegistrationId,
    /// Its number.
    pub number: String,
    /// Whose.
    pub person_name: String,
    /// Their staff number.
    pub staff_number: String,
    /// The unit that decides.
    pub unit_name: String,
    /// The year.
    pub year: i16,
    /// Where it stands.
    pub state: State,
    /// How many items.
    pub items: i64,
    /// Hours applied for, where the person gave none those of the standard.
    pub applied: Hours,
    /// When it was last handed in.
    pub submitted_at: Option<Instant>,
    /// What deserves a closer look, in words.
    pub flags: Vec<String>,
    /// Why it was handed in after the person's date; `None` when it was in time.
    pub late_reason: Option<String>,
}

/// One page of the queue of the units that the actor may see.
///
/// # Errors
/// Refuses whoever has no queue, `NotFound` for a unit outside the actor's.
pub async fn queue(act: &mut Act, filter: &QueueFilter) -> Result<QueueView, Refusal> {
    let units = people::visible_units(act, Deed::ViewQueue).await?;
    let wanted = people::chosen(&units, filter.unit)?;
    let decides = Decides::load(act, &wanted)?;
    let page = filter.page.max(1);
    let query = QueueQuery {
        units: &wanted,
        year: filter.year,
        state: filter.state,
        desk: filter.waiting.then(|| decides.desk(None)),
        text: filter.text.trim(),
        limit: PAGE_ROWS,
        offset: i64::from(page - 1) * PAGE_ROWS,
    };
    let (registrations, total) = store::registrations::queue(&mut act.tx, &query).await.map_err(refusals::store)?;
    let counts = state_counts(act, &wanted, filter.year).await?;
    let waiting = if decides.anything() { Some(decides.waiting(act, filter.year, None, 0).await?.1) } else { None };
    let ids: Vec<RegistrationId> = registrations.iter().map(|registration| registration.id).collect();
    let owners: Vec<PersonId> = registrations.iter().map(|registration| registration.person_id).collect();
    let items = store::items::of_registrations(&mut act.tx, &ids).await.map_err(refusals::store)?;
    let people = store::people::get_many(&mut act.tx, &owners).await.map_err(refusals::store)?;
    let mut rows = Vec::with_capacity(registrations.len());
    for registration in registrations {
        let own: Vec<Item> = items.iter().filter(|item| item.registration_id == registration.id).cloned().collect();
        let Some(person) = people.iter().find(|person| person.id == registration.person_id) else { continue };
        let unit = units.iter().find(|unit| unit.id == registration.unit_id);
        rows.push(row(act, registration, person, unit, &own)?);
    }
    Ok(QueueView { rows, counts, waiting, total, page, pages: views::pages(total, PAGE_ROWS), units })
}

/// What a decider goes on with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upcoming {
    /// The registration that has waited longest, and whose it is; `None` when nothing waits.
    pub next: Option<(RegistrationId, String)>,
    /// How many wait, this one included, and not the open one.
    pub waiting: i64,
}

/// What waits for the actor besides the registration that they have open; `None` for whoever decides nothing.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn upcoming(act: &mut Act, open: RegistrationId) -> Result<Option<Upcoming>, Refusal> {
    let units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    let units: Vec<UnitId> = units.iter().map(|unit| unit.id).collect();
    let decides = Decides::load(act, &units)?;
    if !decides.anything() {
        return Ok(None);
    }
    let (found, waiting) = decides.waiting(act, None, Some(open), 1).await?;
    let Some(registration) = found.into_iter().next() else {
        return Ok(Some(Upcoming { next: None, waiting }));
    };
    let person = store::people::get(&mut act.tx, registration.person_id).await.map_err(refusals::store)?;
    let name = person.map(|person| person.name).unwrap_or_default();
    Ok(Some(Upcoming { next: Some((registration.id, name)), waiting }))
}

/// Where the actor decides.
struct Decides {
    person: PersonId,
    verifies: Vec<UnitId>,
    approves: Vec<UnitId>,
}

impl Decides {
    fn load(act: &Act, units: &[UnitId]) -> Result<Decides, Refusal> {
        let actor = act.signed_in()?;
        let may_in = |deed| -> Vec<UnitId> {
            units.iter().copied().filter(|unit| may(&actor, deed, &Thing::Unit(*unit))).collect()
        };
        Ok(Decides { person: actor.person, verifies: may_in(Deed::BeginCheck), approves: may_in(Deed::Approve) })
    }

    fn anything(&self) -> bool {
        !self.verifies.is_empty() || !self.approves.is_empty()
    }

    fn desk(&self, except: Option<RegistrationId>) -> Desk<'_> {
        Desk { person: self.person, verifies: &self.verifies, approves: &self.approves, except }
    }

    /// The first `limit` that wait, and how many do.
    async fn waiting(
        &self,
        act: &mut Act,
        year: Option<i16>,
        except: Option<RegistrationId>,
        limit: i64,
    ) -> Result<(Vec<Registration>, i64), Refusal> {
        let units: Vec<UnitId> = self.verifies.iter().chain(&self.approves).copied().collect();
        let desk = Some(self.desk(except));
        let query = QueueQuery { units: &units, year, state: None, desk, text: "", limit, offset: 0 };
        store::registrations::queue(&mut act.tx, &query).await.map_err(refusals::store)
    }
}

/// How many registrations of the units are in which state. Drafts are nobody's business yet.
pub(crate) async fn state_counts(
    act: &mut Act,
    units: &[UnitId],
    year: Option<i16>,
) -> Result<Vec<(State, i64)>, Refusal> {
    store::registrations::counts(&mut act.tx, units, year).await.map_err(refusals::store)
}

fn row(
    act: &Act,
    registration: Registration,
    person: &Person,
    unit: Option<&Unit>,
    items: &[Item],
) -> Result<QueueRow, Refusal> {
    let pack = act.app.packs.of(&registration)?;
    let deadlines = Deadlines::of(&pack, registration.year);
    // What was approved under another text is told as it was applied for; nothing is worked out again.
    let pack = (!was_approved_under_another(&registration, &pack)).then_some(pack);
    let pack = pack.as_deref();
    let applied = items.iter().filter_map(|item| item.applied.or_else(|| computed(pack, item, registration.year)));
    Ok(QueueRow {
        applied: applied.sum(),
        flags: flags(pack, &registration, items, &deadlines),
        items: i64::try_from(items.len()).unwrap_or(i64::MAX),
        late_reason: registration.late_reason,
        id: registration.id,
        number: registration.number,
        person_name: person.name.clone(),
        staff_number: person.staff_number.clone(),
        unit_name: unit.map(|unit| unit.name.clone()).unwrap_or_default(),
        year: registration.year,
        state: registration.state,
        submitted_at: registration.submitted_at,
    })
}

fn flags(pack: Option<&Pack>, registration: &Registration, items: &[Item], deadlines: &Deadlines) -> Vec<String> {
    let above = items.iter().any(|item| {
        computed(pack, item, registration.year).is_some_and(|hours| item.applied.is_some_and(|applied| applied > hours))
    });
    let titles: BTreeSet<&str> = items.iter().map(|item| item.title.as_str()).collect();
    let changed = items.iter().any(|item| matches!(item.decision, Decision::Changed { .. }));
    [
        (registration.is_late(deadlines), "逾期提交"),
        // Handed in without an item of their own, it rests on what connected systems registered; who mends one that was returned
        // may only have begun anew.
        (items.is_empty() && !registration.state.is_editable(), "只有行业系统学时"),
        (above, "申请高于标准"),
        (titles.len() < items.len(), "有同名登记项"),
        (changed, "学时有调整"),
    ]
    .into_iter()
    .filter(|(raised, _)| *raised)
    .map(|(_, words)| words.to_owned())
    .collect()
}

fn computed(pack: Option<&Pack>, item: &Item, year: i16) -> Option<Hours> {
    policy::item_preview(pack?, &item.facts(&[]), year).computed
}
