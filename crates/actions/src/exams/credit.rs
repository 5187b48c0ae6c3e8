//! What study and examination leave in the archive of their year (article 3), by themselves; and the paper for what
//! comes next.

use domain::{
    clock::{Instant, shanghai_datetime},
    exam::{Attempt, Standing},
    ids::PersonId,
    public_result::{EARNED_HERE, PublicResult},
    refusal::Refusal,
    training_year::{Aspect, TrainingYear},
};
use policy::Hours;
use store::Tx;

use super::{
    Known,
    deck::{Deck, NO_PAPER},
    known,
};
use crate::{public_results, refusals, training_years};

/// Posts what a person has of a year's public subject: its study hours once it is studied, those of the examination
/// once it is passed. It was studied at `studied_at` at the latest, which dates the hours until an examination is passed;
/// they are known since `now`. A result that is passed already, such as one brought from the region's platform under
/// whichever name, stays as it is, and so does what an elective has left under the name of the theme.
pub(crate) async fn post(
    tx: &mut Tx,
    year: &TrainingYear,
    person: PersonId,
    taken: &[Attempt],
    studied_at: Instant,
    now: Instant,
) -> Result<(), Refusal> {
    let known = store::public_results::of_person(tx, person).await.map_err(refusals::store)?;
    let is_theme = |known: &PublicResult| known.course == year.theme && !known.without_exam;
    let is_this = |known: &PublicResult| known.year == year.year && (known.required || is_theme(known));
    if known.iter().any(|known| known.exam_passed && is_this(known)) {
        return Ok(());
    }
    let passed = taken.iter().find_map(|attempt| attempt.ending.filter(|ending| ending.passed));
    // Before it is passed the hours are those of studying, which keep their day; and their name, when the theme is another
    // one since: under two names they would count twice.
    let own = known.iter().find(|known| is_this(known) && known.source == EARNED_HERE);
    let posted = own.and_then(|own| own.sat_at);
    let free_name = || public_results::free_name(&known, year.year, &year.theme, "必修课", is_this);
    let best = taken.iter().filter_map(|attempt| attempt.ending).max_by_key(|ending| ending.points);
    let hours = if passed.is_some() {
        Hours::from_hundredths(year.study_hours.hundredths() + year.exam_hours.hundredths())
    } else {
        year.study_hours
    };
    let result = PublicResult {
        person_id: person,
        year: year.year,
        course: own.map_or_else(free_name, |own| own.course.clone()),
        required: true,
        study: year.study_hours,
        exam_passed: passed.is_some(),
        score: passed.or(best).map(|ending| ending.points),
        attempts: taken.iter().filter(|attempt| attempt.ending.is_some()).count().try_into().unwrap_or(u8::MAX),
        hours,
        without_exam: false,
        notice: year.notice_of(Aspect::Hours).to_owned(),
        source: EARNED_HERE.to_owned(),
        sat_at: match passed {
            Some(ending) => Some(shanghai_datetime(ending.at)),
            None => posted.or_else(|| Some(shanghai_datetime(studied_at))),
        },
        recorded_at: now,
    };
    store::public_results::record(tx, &result).await.map_err(refusals::store)
}

/// What follows when somebody has studied the required course, at a moment that can lie before now: its hours, and the paper
/// of the next attempt. Answers the theme of the year.
pub(crate) async fn studied(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    studied_at: Instant,
    now: Instant,
) -> Result<String, Refusal> {
    let (settled, window) = training_years::with_moments(tx, year, now).await?;
    let mut all = known(tx, &[person], &settled, true).await?;
    let known = all.remove(&person).unwrap_or_default();
    let allowance = known.allowance(&settled, window);
    if allowance.standing(now) != Standing::Passed {
        post(tx, &settled, person, &known.taken, studied_at, now).await?;
        prepare(tx, year, &known, person, allowance.standing(now), now).await?;
    }
    Ok(settled.theme)
}

/// Draws the paper of the attempt that can begin now. A bank that is too small holds nobody up here: the beginning says
/// so.
pub(super) async fn prepare(
    tx: &mut Tx,
    year: i16,
    known: &Known,
    person: PersonId,
    standing: Standing,
    now: Instant,
) -> Result<(), Refusal> {
    let Standing::Ready(number) = standing else { return Ok(()) };
    if known.papers.contains_key(&number) {
        return Ok(());
    }
    match Deck::open(tx, year).await?.draw(person, number) {
        Ok(drawn) => store::exam_papers::keep(tx, year, &drawn, now).await.map_err(refusals::store),
        Err(refusal) if refusal.code == NO_PAPER => Ok(()),
        Err(refusal) => Err(refusal),
    }
}
