//! What an item would bring, while it is being typed (article 4).

use domain::refusal::Refusal;
use policy::ItemPreview;

use super::ItemForm;
use crate::Act;

/// The hours and the problems of what was typed so far, by the pack in force. Writes nothing.
///
/// # Errors
/// `Invalid` when a date, the kind or the hours cannot be read yet.
pub async fn preview_item(act: &mut Act, year: i16, form: &ItemForm) -> Result<ItemPreview, Refusal> {
    act.signed_in()?;
    let facts = form.facts(act.pack())?;
    Ok(policy::item_preview(act.pack(), &facts, year))
}
