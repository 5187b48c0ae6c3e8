//! Giving a registration back instead of approving it (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load, refusals};

/// Giving a registration back instead of approving it (article 6).
///
/// # Errors
/// Refuses without a reason, one's own, and what the approver verified or decided any item of.
pub async fn return_from_approval(act: &mut Act, id: RegistrationId, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::registration(act, id, Deed::ReturnFromApproval).await?;
    let items = store::items::of_registration(&mut act.tx, id).await.map_err(refusals::store)?;
    load::transition(act, id, Deed::ReturnFromApproval, |registration, _| {
        registration.return_from_approval(&actor, &items, reason)
    })
    .await?;
    Ok(())
}
