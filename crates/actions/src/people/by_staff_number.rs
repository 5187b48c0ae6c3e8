//! Finding one person by staff number.

use domain::{
    access::{Deed, Thing, may},
    person::Person,
    refusal::Refusal,
};

use crate::{Act, refusals};

/// The person with this staff number, if the actor may see them.
///
/// # Errors
/// Refuses strangers.
pub async fn by_staff_number(act: &mut Act, staff_number: &str) -> Result<Option<Person>, Refusal> {
    let actor = act.signed_in()?;
    let found = store::people::by_staff_number(&mut act.tx, staff_number.trim()).await.map_err(refusals::store)?;
    Ok(found.filter(|person| may(&actor, Deed::ViewPeople, &Thing::Person { id: person.id, unit: person.unit_id })))
}
