//! The years whose public subjects are settled.

use domain::{refusal::Refusal, training_year::TrainingYear};

use crate::{Act, refusals};

/// Every settled year, newest first; everybody who is signed in may see them.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn list(act: &mut Act) -> Result<Vec<TrainingYear>, Refusal> {
    act.signed_in()?;
    store::training_years::all(&mut act.tx).await.map_err(refusals::store)
}
