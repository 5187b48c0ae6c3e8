//! All units, by name.

use domain::{person::Unit, refusal::Refusal};

use crate::{Act, refusals};

/// All units.
///
/// # Errors
/// Refuses strangers.
pub async fn list(act: &mut Act) -> Result<Vec<Unit>, Refusal> {
    act.signed_in()?;
    store::units::all(&mut act.tx).await.map_err(refusals::store)
}
