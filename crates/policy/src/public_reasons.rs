//! What became of each public course of a year, by itself. Must not judge anything that the assessment does not.

use crate::assess::public_hours;
use crate::{Explanation, Pack, Reason, YearFacts};

/// What became of each public course of the year, in the order of the facts (article 3).
#[must_use]
pub fn public_reasons(pack: &Pack, facts: &YearFacts) -> Vec<Reason> {
    let mut told = Explanation::default();
    public_hours(pack, facts, &mut told);
    // One step a course; the sum comes last.
    told.steps.into_iter().take(facts.public.len()).map(|step| step.reason).collect()
}
