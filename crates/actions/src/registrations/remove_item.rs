//! Removing an item from a registration, with its evidence (article 6).

use domain::{
    access::Deed,
    audit::EventKind,
    evidence::Evidence,
    ids::{ItemId, RegistrationId},
    refusal::Refusal,
};

use super::{keep_revision, relied_on};
use crate::{Act, load, refusals};

/// Removes an item and the evidence attached to it.
///
/// # Errors
/// Refuses anyone but the person, once it was submitted, and when an approval rested on its evidence that was taken back.
pub async fn remove_item(act: &mut Act, id: ItemId) -> Result<RegistrationId, Refusal> {
    let actor = act.signed_in()?;
    let (mut registration, item) = load::item(act, id, Deed::Edit).await?;
    registration.edit(&actor)?;
    let files = store::evidence::of_registration(&mut act.tx, registration.id).await.map_err(refusals::store)?;
    let files: Vec<&Evidence> = files.iter().filter(|file| file.item_id == id).collect();
    relied_on::may_go(act, &registration, &files).await?;
    keep_revision::before_rewording(act, &item).await?;
    for file in &files {
        store::evidence::delete(&mut act.tx, file.id).await.map_err(refusals::store)?;
    }
    store::industry_hours::part_from(&mut act.tx, id).await.map_err(refusals::store)?;
    store::items::delete(&mut act.tx, &item).await.map_err(refusals::store)?;
    load::touch(act, &mut registration).await?;
    let event = registration
        .event(EventKind::ItemRemoved, &[("title", &item.title)])
        .with("item", id.to_string())
        .with("sha256", files.iter().map(|file| file.sha256.as_str()).collect::<Vec<_>>());
    act.record(&event).await?;
    Ok(registration.id)
}
