//! The years whose public subjects are settled, and which revision of a year's settings is in force.

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

/// The number of the settings of a year that are in force, for a form that is filled in over them; 0 when there are none.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn revision(act: &mut Act, year: i16) -> Result<i64, Refusal> {
    act.signed_in()?;
    let known = store::training_years::revisions(&mut act.tx, year).await.map_err(refusals::store)?;
    Ok(known.first().map_or(0, |newest| newest.number))
}
