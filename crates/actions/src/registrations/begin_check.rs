//! Taking a registration up for the first check, and taking it over from the verifier who is at it (article 6).

use domain::{
    access::{Actor, Deed},
    audit::Event,
    ids::RegistrationId,
    item::Item,
    refusal::Refusal,
    registration::Registration,
};

use crate::{Act, load, refusals};

/// Takes a registration up for the first check (article 6). What another verifier decided before it was given back is open
/// again.
///
/// # Errors
/// Refuses one's own, a withdrawn one, what another verifier is checking, and any state but submitted and checking.
pub async fn begin_check(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    take_up(act, id, Registration::begin_check).await
}

/// Takes the check over from the verifier who is at it, whose decisions are open again.
///
/// # Errors
/// Refuses one's own, and any state but checking.
pub async fn take_over_check(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    take_up(act, id, Registration::take_over_check).await
}

async fn take_up(
    act: &mut Act,
    id: RegistrationId,
    transition: fn(&mut Registration, &Actor, &mut [Item]) -> Result<Event, Refusal>,
) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::BeginCheck).await?;
    let before = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    let mut items: Vec<Item> = before.clone();
    let event = transition(&mut registration, &actor, &mut items)?;
    // Before the registration: the database lets items carry the decisions of its checker alone.
    for (item, _) in items.iter().zip(&before).filter(|(item, before)| item != before) {
        store::items::save(&mut act.tx, item).await.map_err(refusals::store)?;
    }
    load::save(act, &mut registration).await?;
    act.record(&event).await
}
