//! Taking a registration up for the first check (article 6).

use domain::{access::Deed, ids::RegistrationId, item::Item, refusal::Refusal};

use crate::{Act, load, refusals};

/// Takes a registration up for the first check (article 6). What another verifier decided is open again.
///
/// # Errors
/// Refuses one's own, a withdrawn one, and any state but submitted and checking.
pub async fn begin_check(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::BeginCheck).await?;
    let before = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    let mut items: Vec<Item> = before.clone();
    let event = registration.begin_check(&actor, &mut items)?;
    // Before the registration: the database lets items carry the decisions of its checker alone.
    for (item, _) in items.iter().zip(&before).filter(|(item, before)| item != before) {
        store::items::save(&mut act.tx, item).await.map_err(refusals::store)?;
    }
    load::save(act, &mut registration).await?;
    act.record(&event).await
}
