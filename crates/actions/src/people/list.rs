//! The people that the actor may see, page by page.

use domain::{
    access::{Deed, Thing, may},
    ids::UnitId,
    person::{Person, Unit},
    refusal::Refusal,
};

use crate::{Act, load, refusals, views};

/// Rows on a page.
const PAGE_ROWS: i64 = 50;

/// Which people.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PeopleFilter {
    /// The beginning of a name or staff number; empty for all.
    pub text: String,
    /// One unit.
    pub unit: Option<UnitId>,
}

/// One page of people.
#[derive(Debug, Clone)]
pub struct PeoplePage {
    /// The people, by staff number.
    pub rows: Vec<PersonRow>,
    /// How many there are on all pages.
    pub total: i64,
    /// This page, from 1.
    pub page: u32,
    /// How many pages.
    pub pages: u32,
    /// The units to choose from.
    pub units: Vec<Unit>,
}

/// One line of the list.
#[derive(Debug, Clone)]
pub struct PersonRow {
    /// The person.
    pub person: Person,
    /// Whether they have set a password.
    pub has_password: bool,
}

/// One page of people; `page` counts from 1.
///
/// # Errors
/// `NotFound` for whoever may see nobody, and for a unit outside the actor's.
pub async fn list(act: &mut Act, filter: &PeopleFilter, page: u32) -> Result<PeoplePage, Refusal> {
    let units = visible_units(act, Deed::ViewPeople).await?;
    let wanted = chosen(&units, filter.unit)?;
    let page = page.max(1);
    let offset = i64::from(page - 1) * PAGE_ROWS;
    let (people, total) = store::people::list(&mut act.tx, filter.text.trim(), &wanted, PAGE_ROWS, offset)
        .await
        .map_err(refusals::store)?;
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        let hash = store::people::password_hash(&mut act.tx, person.id).await.map_err(refusals::store)?;
        rows.push(PersonRow { person, has_password: hash.is_some() });
    }
    Ok(PeoplePage { rows, total, page, pages: views::pages(total, PAGE_ROWS), units })
}

/// The units in which the actor may do the deed.
pub(crate) async fn visible_units(act: &mut Act, deed: Deed) -> Result<Vec<Unit>, Refusal> {
    let actor = act.signed_in()?;
    let mut units = store::units::all(&mut act.tx).await.map_err(refusals::store)?;
    units.retain(|unit| may(&actor, deed, &Thing::Unit(unit.id)));
    if units.is_empty() && !may(&actor, deed, &Thing::Institution) {
        return Err(load::no_office(deed));
    }
    Ok(units)
}

/// The unit asked for, or all that are visible.
pub(crate) fn chosen(visible: &[Unit], unit: Option<UnitId>) -> Result<Vec<UnitId>, Refusal> {
    match unit {
        None => Ok(visible.iter().map(|unit| unit.id).collect()),
        Some(id) if visible.iter().any(|unit| unit.id == id) => Ok(vec![id]),
        Some(_) => Err(Refusal::not_found("单位")),
    }
}
