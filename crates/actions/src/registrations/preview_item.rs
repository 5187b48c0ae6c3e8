//! What an item would bring, while it is being typed (article 4).

use std::sync::Arc;

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};
use policy::{ItemPreview, Pack};

use super::ItemForm;
use crate::{Act, load};

/// The pack that a registration's items are judged by.
///
/// # Errors
/// Refuses anyone but the person.
pub async fn pack_of(act: &mut Act, id: RegistrationId) -> Result<Arc<Pack>, Refusal> {
    let registration = load::registration(act, id, Deed::Edit).await?;
    act.app.packs.of(&registration)
}

/// The hours and the problems of what was typed so far, by the registration's own pack: what is promised here is what
/// adding the item will bring. Writes nothing.
///
/// # Errors
/// `Invalid` when a date, the kind or the hours cannot be read yet, and for a day still to come; refuses anyone but the person.
pub async fn preview_item(act: &mut Act, id: RegistrationId, form: &ItemForm) -> Result<ItemPreview, Refusal> {
    let registration = load::registration(act, id, Deed::Edit).await?;
    let pack = act.app.pack_named(&registration.pack_name)?;
    let facts = form.facts_by(&pack, act.today())?;
    Ok(policy::item_preview(&pack, &facts, registration.year))
}
