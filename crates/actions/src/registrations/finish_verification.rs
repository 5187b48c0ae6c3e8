//! Finishing the first check (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load, refusals};

/// Finishes the first check of a registration whose items are all decided.
///
/// # Errors
/// Refuses while an item is undecided or returned, another verifier's check, and one's own.
pub async fn finish_verification(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::registration(act, id, Deed::FinishVerification).await?;
    let items = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    load::transition(act, id, Deed::FinishVerification, |registration, now| {
        registration.finish_verification(&actor, &items, now)
    })
    .await?;
    Ok(())
}
