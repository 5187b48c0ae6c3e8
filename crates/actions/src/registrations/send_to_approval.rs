//! Asking for the second decision (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load};

/// Asking for the second decision (article 6).
///
/// # Errors
/// Refuses without the sealed form, and anyone but the person.
pub async fn send_to_approval(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::SendToApproval, |registration, _| registration.send_to_approval(&actor)).await?;
    Ok(())
}
