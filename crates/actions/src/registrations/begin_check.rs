//! Taking a registration up for the first check (article 6).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, load};

/// Taking a registration up for the first check (article 6).
///
/// # Errors
/// Refuses one's own, a withdrawn one, and any state but submitted and checking.
pub async fn begin_check(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::BeginCheck, |registration, _| registration.begin_check(&actor)).await?;
    Ok(())
}
