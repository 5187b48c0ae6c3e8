//! The second decision on a registration (articles 6 and 8); the assessment that it rests on is kept.

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal, registration::Deadlines};

use crate::{Act, certificates, dossier::Dossier, load, refusals};

/// Approves a registration, and keeps the assessment of the year as it was then.
///
/// # Errors
/// Refuses one's own, what the approver verified or decided any item of, and after the deadline.
pub async fn approve(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let waiting = load::registration(act, id, Deed::Approve).await?;
    let pack = act.app.pack_named(&waiting.pack_name)?;
    let deadlines = Deadlines::of(&pack, waiting.year);
    let items = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    let approved = load::transition(act, id, Deed::Approve, |registration, now| {
        registration.approve(&actor, &items, &deadlines, now)
    })
    .await?;
    let dossier = Dossier::of(act, approved).await?;
    certificates::keep_decision(act, &dossier).await?;
    Ok(())
}
