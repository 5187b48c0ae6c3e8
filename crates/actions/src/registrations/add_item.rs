//! Adding an item to a registration (articles 4 and 6).

use domain::{
    access::Deed,
    audit::EventKind,
    duplicate::Typed,
    ids::{ItemId, RegistrationId},
    item::{Decision, Item},
    refusal::{NOTHING_CHANGED, Refusal},
};

use super::{ItemForm, duplicates::Known};
use crate::{Act, load, refusals};

/// Most items in one registration.
const ITEMS_MAX: usize = 100;

/// Adds an item.
///
/// # Errors
/// `Invalid` when the form cannot be taken, or the same is registered already (article 4); refuses anyone but the person, and once it was submitted.
pub async fn add_item(act: &mut Act, id: RegistrationId, form: &ItemForm) -> Result<ItemId, Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::Edit).await?;
    registration.edit(&actor)?;
    let pack = act.app.pack_named(&registration.pack_name)?;
    let facts = form.check(&pack, registration.year, act.today())?;
    let items = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    if items.len() >= ITEMS_MAX {
        return Err(Refusal::too_large(
            "registration.items",
            format!("一份登记最多 {ITEMS_MAX} 项。"),
            NOTHING_CHANGED,
            "请把同类的零散学习合并成一项。",
        ));
    }
    Known::load(act, registration.person_id).await?.refuse(&Typed::from(&facts), None)?;
    let item = Item {
        id: act.new_id(ItemId::from_uuid)?,
        registration_id: id,
        position: items.iter().map(|item| item.position).max().unwrap_or(0) + 1,
        kind: facts.kind,
        title: facts.title,
        organiser: facts.organiser,
        starts: facts.starts,
        ends: facts.ends,
        answers: facts.answers,
        applied: facts.applied,
        decision: Decision::Open,
        decided_by: None,
        decided_at: None,
        told_at: None,
    };
    store::items::insert(&mut act.tx, &item).await.map_err(refusals::store)?;
    load::touch(act, &mut registration).await?;
    let event = registration.event(EventKind::ItemAdded, &[("title", &item.title)]).with("item", item.id.to_string());
    act.record(&event).await?;
    Ok(item.id)
}
