//! Taking a registration up for the first check, and taking it over from the verifier who is at it (article 6).

use domain::{
    access::{Actor, Deed},
    audit::Event,
    ids::{PersonId, RegistrationId},
    item::Item,
    refusal::Refusal,
    registration::Registration,
};

use super::keep_revision;
use crate::{Act, load, refusals};

/// What came of taking a registration up for the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TakenUp {
    /// The check begins with this.
    Begins,
    /// Whoever asked was at it already; nothing changed.
    GoesOn,
}

/// Takes a registration up for the first check (article 6). What another verifier decided before it was given back is open
/// again.
///
/// # Errors
/// Refuses one's own, a withdrawn one, what another verifier is checking, and any state but submitted and checking.
pub async fn begin_check(act: &mut Act, id: RegistrationId) -> Result<TakenUp, Refusal> {
    take_up(act, id, Deed::BeginCheck, Registration::begin_check).await
}

/// Takes the check over from `seen`, the verifier who the actor was told is at it; their decisions are open again.
///
/// # Errors
/// Refuses one's own, any state but checking, and the check of anybody else than `seen`.
pub async fn take_over_check(act: &mut Act, id: RegistrationId, seen: Option<PersonId>) -> Result<TakenUp, Refusal> {
    let take_over = |registration: &mut Registration, actor: &Actor, items: &mut [Item]| {
        registration.take_over_check(actor, seen, items)
    };
    take_up(act, id, Deed::TakeOverCheck, take_over).await
}

async fn take_up(
    act: &mut Act,
    id: RegistrationId,
    deed: Deed,
    transition: impl FnOnce(&mut Registration, &Actor, &mut [Item]) -> Result<Option<Event>, Refusal>,
) -> Result<TakenUp, Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, deed).await?;
    let before = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    let mut items: Vec<Item> = before.clone();
    let done = transition(&mut registration, &actor, &mut items);
    let Some(event) = load::naming_checker(act, &registration, done).await? else { return Ok(TakenUp::GoesOn) };
    // Before the registration: the database lets items carry the decisions of its checker alone.
    for (item, before) in items.iter().zip(&before).filter(|(item, before)| item != before) {
        keep_revision::before_deciding(act, before).await?;
        store::items::save(&mut act.tx, item).await.map_err(refusals::store)?;
    }
    load::save(act, &mut registration).await?;
    act.record(&event).await?;
    Ok(TakenUp::Begins)
}
