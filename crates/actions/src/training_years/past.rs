//! The years before this one whose public subjects can still be studied and passed (article 3): each counts for its own year.

use domain::{refusal::Refusal, training_year::TrainingYear};
use jiff::civil::Date;

use crate::{Act, refusals};

/// A past year that is open now.
#[derive(Clone, Debug)]
pub struct PastYear {
    /// What is settled for it.
    pub year: TrainingYear,
    /// The last day.
    pub until: Date,
    /// Whether the actor has passed its required course, here or elsewhere.
    pub is_passed: bool,
}

/// The past years that this year's settings let be made up for today, and one whose own window has not closed yet; newest
/// first.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn past(act: &mut Act) -> Result<Vec<PastYear>, Refusal> {
    let person = act.signed_in()?.person;
    let today = act.today();
    let settled = store::training_years::all(&mut act.tx).await.map_err(refusals::store)?;
    let mut all = Vec::new();
    for year in settled.iter().filter(|it| it.year < today.year()) {
        let window = year.window_on(&settled, today);
        if window.holds(today) {
            let passed =
                store::public_results::passed(&mut act.tx, &[person], year.year).await.map_err(refusals::store)?;
            all.push(PastYear { is_passed: !passed.is_empty(), until: window.closes, year: year.clone() });
        }
    }
    Ok(all)
}
