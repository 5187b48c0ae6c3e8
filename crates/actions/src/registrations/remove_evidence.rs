//! Taking a piece of evidence away again (article 5).

use domain::{
    access::Deed,
    audit::EventKind,
    ids::{EvidenceId, ItemId, RegistrationId},
    refusal::Refusal,
};

use super::{keep_revision, relied_on};
use crate::{Act, load, refusals};

/// Removes a piece of evidence. Its bytes go with the next sweep, unless another piece has the same content.
///
/// # Errors
/// Refuses anyone but the person, once it was submitted, and for what an approval rested on that was taken back.
pub async fn remove_evidence(act: &mut Act, id: EvidenceId) -> Result<(RegistrationId, ItemId), Refusal> {
    let actor = act.signed_in()?;
    let (mut registration, evidence) = load::evidence(act, id, Deed::Edit).await?;
    registration.edit(&actor)?;
    relied_on::may_go(act, &registration, &[&evidence]).await?;
    let (_, mut item) = load::item(act, evidence.item_id, Deed::Edit).await?;
    keep_revision::before_rewording(act, &item).await?;
    store::evidence::delete(&mut act.tx, id).await.map_err(refusals::store)?;
    item.reword();
    store::items::save(&mut act.tx, &item).await.map_err(refusals::store)?;
    load::touch(act, &mut registration).await?;
    let event = registration
        .event(EventKind::EvidenceRemoved, &[("title", &item.title), ("file", &evidence.file_name)])
        .with("sha256", evidence.sha256);
    act.record(&event).await?;
    Ok((registration.id, item.id))
}
