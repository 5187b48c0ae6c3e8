//! Everybody of a unit, or of all units, in a year: who is done, who is not, and what is missing.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    access::{Actor, Deed, Thing, may},
    ids::UnitId,
    person::Unit,
    refusal::Refusal,
    year::Year,
};

use super::{
    overview::everybody,
    progress::{PersonProgress, Show, Tally},
};
use crate::{Act, people as all_people, refusals, views};

/// Rows on a page.
pub(super) const PAGE_ROWS: usize = 50;

/// Which people of a year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProgressFilter {
    /// Who, by where they stand.
    pub show: Show,
    /// Part of a name or staff number; empty for all.
    pub text: String,
}

/// One page of people with how they stand.
#[derive(Debug, Clone)]
pub struct YearPeople {
    /// The unit; `None` for all that the actor may see.
    pub unit: Option<Unit>,
    /// The sums over everybody of the unit or units, whatever the filter: the same as in the overview.
    pub tally: Tally,
    /// How many each choice would show.
    pub counts: Vec<(Show, i64)>,
    /// The people of this page: unit by unit, by staff number.
    pub rows: Vec<ProgressRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgressRow {
    /// How the person stands.
    pub progress: PersonProgress,
    /// Whether the actor may open the registration.
    pub may_open: bool,
    /// Whether the actor may open the person's page.
    pub may_see_person: bool,
}

/// A page of the people of a unit, or without one of all units that the actor may see; `page` counts from 1.
///
/// # Errors
/// `NotFound` for a unit outside the actor's and for a year that nobody can ask about; without a unit, refuses whoever
/// may see none.
pub async fn people(
    act: &mut Act,
    year: i16,
    unit: Option<UnitId>,
    filter: &ProgressFilter,
    page: u32,
) -> Result<YearPeople, Refusal> {
    let actor = act.signed_in()?;
    let scope = Scope::load(act, year, unit).await?;
    let shown = scope.shown(filter);
    let page = page.max(1);
    let offset = usize::try_from(page - 1).unwrap_or(usize::MAX).saturating_mul(PAGE_ROWS);
    let rows = shown.iter().skip(offset).take(PAGE_ROWS).map(|line| row(&actor, line)).collect();
    let total = count(shown.len());
    Ok(YearPeople {
        rows,
        total,
        page,
        pages: views::pages(total, count(PAGE_ROWS)),
        tally: scope.tally(),
        counts: scope.counts(),
        unit: scope.unit,
    })
}

fn row(actor: &Actor, line: &PersonProgress) -> ProgressRow {
    let person = Thing::Person { id: line.person.id, unit: line.person.unit_id };
    let registration = line.registration.as_ref();
    ProgressRow {
        may_open: registration.is_some_and(|held| may(actor, Deed::View, &Thing::Registration(held))),
        may_see_person: may(actor, Deed::ViewPeople, &person),
        progress: line.clone(),
    }
}

pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The units that were asked for, and how everybody stands.
pub(super) struct Scope {
    /// The one unit; `None` for several.
    pub(super) unit: Option<Unit>,
    units: BTreeSet<UnitId>,
    /// What the units together are called: all of them, or those that one may see.
    all_names: String,
    everybody: Arc<Vec<PersonProgress>>,
}

impl Scope {
    /// Authorises and loads. What one may not see does not exist.
    pub(super) async fn load(act: &mut Act, year: i16, unit: Option<UnitId>) -> Result<Scope, Refusal> {
        let actor = act.signed_in()?;
        Year::new(year, act.today())?;
        let all = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
        let mut all_names = "全部单位".to_owned();
        let (unit, units) = match unit {
            Some(id) => {
                let found = all.iter().find(|unit| unit.id == id).cloned();
                let found = found.filter(|unit| may(&actor, Deed::ViewOverview, &Thing::Unit(unit.id)));
                (Some(found.ok_or_else(|| Refusal::not_found("单位"))?), BTreeSet::from([id]))
            }
            None => {
                let units = all_people::visible_units(act, Deed::ViewOverview).await?;
                if units.len() < all.len() {
                    all_names = units.iter().map(|unit| unit.name.as_str()).collect::<Vec<_>>().join("、");
                }
                (None, units.iter().map(|unit| unit.id).collect())
            }
        };
        Ok(Scope { unit, units, all_names, everybody: everybody(act, year).await? })
    }

    /// Everybody in it, unit by unit.
    pub(super) fn lines(&self) -> impl Iterator<Item = &PersonProgress> {
        self.everybody.iter().filter(|line| self.units.contains(&line.person.unit_id))
    }

    /// Those whom the filter leaves.
    pub(super) fn shown(&self, filter: &ProgressFilter) -> Vec<&PersonProgress> {
        self.lines().filter(|line| filter.show.includes(line) && line.is_called(&filter.text)).collect()
    }

    /// What people call it.
    pub(super) fn name(&self) -> String {
        match &self.unit {
            Some(unit) => unit.name.clone(),
            None => self.all_names.clone(),
        }
    }

    fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.lines().for_each(|line| tally.add(line));
        tally
    }

    fn counts(&self) -> Vec<(Show, i64)> {
        let mut counts: Vec<(Show, i64)> = Show::ALL.iter().map(|show| (*show, 0)).collect();
        for line in self.lines() {
            counts.iter_mut().for_each(|(show, count)| *count += i64::from(show.includes(line)));
        }
        counts
    }
}
