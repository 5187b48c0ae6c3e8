//! Taking a registration back before the check has begun (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load};

/// Taking a registration back before the check has begun (article 6).
///
/// # Errors
/// Refuses anyone but the person, and any state but submitted.
pub async fn withdraw(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::Withdraw, |registration, _| registration.withdraw(&actor)).await?;
    Ok(())
}
