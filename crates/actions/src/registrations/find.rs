//! Finding the actor's own registration of a year.

use domain::{ids::RegistrationId, refusal::Refusal};

use crate::{Act, refusals};

/// The actor's own registration of a year; `None` when none was opened.
///
/// # Errors
/// Refuses strangers.
pub async fn find(act: &mut Act, year: i16) -> Result<Option<RegistrationId>, Refusal> {
    let actor = act.signed_in()?;
    let found = store::registrations::by_person_year(&mut act.tx, actor.person, year).await;
    Ok(found.map_err(refusals::store)?.map(|registration| registration.id))
}
