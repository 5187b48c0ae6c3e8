//! Changing an item of a registration (articles 4 and 6).

use domain::{
    access::Deed,
    audit::EventKind,
    duplicate::Typed,
    ids::{ItemId, RegistrationId},
    refusal::Refusal,
};

use super::{ItemForm, duplicates::Known, keep_revision};
use crate::{Act, load, refusals};

/// Changes an item; what was decided about it is open again.
///
/// # Errors
/// `Invalid` when the form cannot be taken, or the same is registered already (article 4); refuses anyone but the person, and once it was submitted.
pub async fn change_item(act: &mut Act, id: ItemId, form: &ItemForm) -> Result<RegistrationId, Refusal> {
    let actor = act.signed_in()?;
    let (mut registration, mut item) = load::item(act, id, Deed::Edit).await?;
    registration.edit(&actor)?;
    let pack = act.app.pack_named(&registration.pack_name)?;
    let facts = form.check(&pack, registration.year, act.today())?;
    let known = Known::load(act, registration.person_id).await?;
    known.refuse(&Typed::from(&facts), Some(id))?;
    keep_revision::before_rewording(act, &item).await?;
    item.kind = facts.kind;
    item.title = facts.title;
    item.organiser = facts.organiser;
    item.starts = facts.starts;
    item.ends = facts.ends;
    item.answers = facts.answers;
    item.applied = facts.applied;
    item.reword();
    store::items::save(&mut act.tx, &item).await.map_err(refusals::store)?;
    // It is no longer what a connected system registered, or it would have been refused.
    store::industry_hours::part_from(&mut act.tx, id).await.map_err(refusals::store)?;
    load::touch(act, &mut registration).await?;
    let event = registration.event(EventKind::ItemChanged, &[("title", &item.title)]).with("item", id.to_string());
    act.record(&event).await?;
    Ok(registration.id)
}
