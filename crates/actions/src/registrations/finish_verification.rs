//! Finishing the first check (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, elsewhere::is_anything_left, load, refusals};

/// Finishes the first check of a registration whose items are all decided.
///
/// # Errors
/// Refuses while an item is undecided or returned, another verifier's check, one's own, and where nothing is left to be verified.
pub async fn finish_verification(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let checked = load::registration(act, id, Deed::FinishVerification).await?;
    let items = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    is_anything_left(act, &checked, items.len()).await?;
    load::transition(act, id, Deed::FinishVerification, |registration, now| {
        registration.finish_verification(&actor, &items, now)
    })
    .await?;
    Ok(())
}
