//! The years before this one whose public subjects can still be made up for (article 3): each counts for its own year.

use domain::{refusal::Refusal, training_year::TrainingYear};

use crate::{Act, refusals};

/// A past year that is open now.
#[derive(Clone, Debug)]
pub struct PastYear {
    /// What is settled for it.
    pub year: TrainingYear,
    /// Whether the actor has passed its required course, here or elsewhere.
    pub is_passed: bool,
}

/// The past years in whose window today lies, newest first.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn past(act: &mut Act) -> Result<Vec<PastYear>, Refusal> {
    let person = act.signed_in()?.person;
    let today = act.today();
    let mut open = store::training_years::all(&mut act.tx).await.map_err(refusals::store)?;
    open.retain(|it| it.year < today.year() && (it.opens..=it.closes).contains(&today));
    let mut all = Vec::with_capacity(open.len());
    for year in open {
        let passed = store::public_results::passed(&mut act.tx, &[person], &year).await.map_err(refusals::store)?;
        all.push(PastYear { is_passed: !passed.is_empty(), year });
    }
    Ok(all)
}
