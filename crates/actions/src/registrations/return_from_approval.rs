//! Giving a registration back instead of approving it (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load};

/// Giving a registration back instead of approving it (article 6).
///
/// # Errors
/// Refuses without a reason, one's own, and what the approver verified.
pub async fn return_from_approval(act: &mut Act, id: RegistrationId, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::ReturnFromApproval, |registration, _| {
        registration.return_from_approval(&actor, reason)
    })
    .await?;
    Ok(())
}
