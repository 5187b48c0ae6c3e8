//! The second decision on a registration (articles 6 and 8); the assessment that it rests on is kept.

use domain::{access::Deed, clock::chinese_moment, ids::RegistrationId, refusal::Refusal, registration::Deadlines};

use crate::{Act, certificates, dossier::Dossier, elsewhere::is_anything_left, load, refusals};

/// Approves a registration, and keeps the assessment of the year as it was then. After an approval that was taken back it
/// replaces the decision of that one, and the certificates that rested on it may be issued anew.
///
/// # Errors
/// Refuses one's own, what the approver verified or decided any item of, where nothing is left to be approved, and after the deadline.
pub async fn approve(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let waiting = load::registration(act, id, Deed::Approve).await?;
    let pack = act.app.pack_named(&waiting.pack_name)?;
    let deadlines = Deadlines::of(&pack, waiting.year);
    let items = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    is_anything_left(act, &waiting, items.len()).await?;
    let approved = load::transition(act, id, Deed::Approve, |registration, now| {
        // What it is decided by, which need not be the text that it was opened under.
        pack.hash().clone_into(&mut registration.pack_hash);
        registration.approve(&actor, &items, &deadlines, now)
    })
    .await?;
    certificates::release_by_approval(act, &approved).await?;
    let why = why(act, id).await?;
    let dossier = Dossier::of(act, approved).await?;
    certificates::keep_decision(act, &dossier, &why).await?;
    Ok(())
}

/// Why this decision replaces the one before, where there is one.
async fn why(act: &mut Act, id: RegistrationId) -> Result<String, Refusal> {
    let withdrawal = store::approval_withdrawals::latest(&mut act.tx, id).await.map_err(refusals::store)?;
    Ok(withdrawal.map_or_else(
        || "学时登记审批通过".to_owned(),
        |it| format!("原审批于{}撤回（{}），现重新审批通过", chinese_moment(it.withdrawn_at), it.reason),
    ))
}
