//! What is known of several people's examination of one year, read together.

use std::collections::HashMap;

use domain::{
    clock::Instant,
    exam::{Allowance, Attempt, MakeUp},
    ids::PersonId,
    refusal::Refusal,
    training_year::TrainingYear,
};
use store::{Tx, exams};

use crate::refusals;

/// What is known of one person's examination.
#[derive(Default)]
pub(crate) struct Known {
    /// Whether the year's required course is passed, wherever.
    is_passed: bool,
    /// Every attempt, in the order of their numbers.
    pub(crate) taken: Vec<Attempt>,
    /// What was granted, oldest first.
    pub(crate) make_ups: Vec<MakeUp>,
    /// The rounds in which the course is studied.
    studied: Vec<u8>,
}

impl Known {
    /// Which time the course is being studied: each make-up begins a new round.
    pub(crate) fn round(&self) -> u8 {
        u8::try_from(self.make_ups.len()).unwrap_or(u8::MAX)
    }

    /// What article 3 makes of it.
    pub(crate) fn allowance(&self, year: &TrainingYear, window: (Instant, Instant)) -> Allowance<'_> {
        Allowance {
            attempts: year.exam.attempts,
            window,
            is_passed: self.is_passed,
            taken: &self.taken,
            make_ups: &self.make_ups,
            is_studied: self.studied.contains(&self.round()),
        }
    }
}

/// What is known of these people; everybody has an entry.
pub(crate) async fn known(
    tx: &mut Tx,
    people: &[PersonId],
    settled: &TrainingYear,
) -> Result<HashMap<PersonId, Known>, Refusal> {
    let year = settled.year;
    let mut all: HashMap<PersonId, Known> = people.iter().map(|person| (*person, Known::default())).collect();
    for attempt in exams::attempts_of(tx, people, year).await.map_err(refusals::store)? {
        all.entry(attempt.person).or_default().taken.push(attempt);
    }
    for (person, make_up) in exams::make_ups(tx, people, year).await.map_err(refusals::store)? {
        all.entry(person).or_default().make_ups.push(make_up);
    }
    for (person, round) in exams::studied(tx, people, year).await.map_err(refusals::store)? {
        all.entry(person).or_default().studied.push(round);
    }
    for person in store::public_results::passed(tx, people, year).await.map_err(refusals::store)? {
        all.entry(person).or_default().is_passed = true;
    }
    Ok(all)
}
