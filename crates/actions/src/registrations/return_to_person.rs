//! Giving a registration back to the person during the first check (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load};

/// Giving a registration back to the person during the first check (article 6).
///
/// # Errors
/// Refuses without a reason, one's own, and once it was sent to approval.
pub async fn return_to_person(act: &mut Act, id: RegistrationId, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::ReturnToPerson, |registration, _| registration.return_to_person(&actor, reason))
        .await?;
    Ok(())
}
