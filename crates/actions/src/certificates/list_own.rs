//! The actor's own certificates.

use domain::{certificate::Certificate, refusal::Refusal};

use crate::{Act, refusals};

/// The actor's own certificates, of all years.
///
/// # Errors
/// Refuses strangers.
pub async fn list_own(act: &mut Act) -> Result<Vec<Certificate>, Refusal> {
    let actor = act.signed_in()?;
    store::certificates::of_person(&mut act.tx, actor.person).await.map_err(refusals::store)
}
