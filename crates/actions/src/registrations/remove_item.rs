//! Removing an item from a registration, with its evidence (article 6).

use domain::{
    access::Deed,
    audit::EventKind,
    ids::{ItemId, RegistrationId},
    refusal::Refusal,
};

use crate::{Act, load, refusals};

/// Removes an item and the evidence attached to it.
///
/// # Errors
/// Refuses anyone but the person, and once it was submitted.
pub async fn remove_item(act: &mut Act, id: ItemId) -> Result<RegistrationId, Refusal> {
    let actor = act.signed_in()?;
    let (mut registration, item) = load::item(act, id, Deed::Edit).await?;
    registration.edit(&actor)?;
    let files = store::evidence::of_registration(&mut act.tx, registration.id).await.map_err(refusals::store)?;
    for file in files.iter().filter(|file| file.item_id == id) {
        store::evidence::delete(&mut act.tx, file.id).await.map_err(refusals::store)?;
    }
    store::items::delete(&mut act.tx, id).await.map_err(refusals::store)?;
    load::save(act, &mut registration).await?;
    let event = registration.event(EventKind::ItemRemoved, &[("title", &item.title)]).with("item", id.to_string());
    act.record(&event).await?;
    Ok(registration.id)
}
