//! What study and examination leave in the archive of their year (article 3), by themselves; and the paper for what
//! comes next. However many they are of whom it follows, it is read and written together.

use std::collections::{HashMap, HashSet};

use domain::{
    clock::{Instant, shanghai_datetime},
    exam::{Attempt, Standing},
    ids::PersonId,
    public_result::{EARNED_HERE, PublicResult},
    refusal::Refusal,
    training_year::{Aspect, TrainingYear},
};
use policy::Hours;
use store::{Tx, exam_papers};

use super::{
    deck::{Deck, NO_PAPER},
    known,
};
use crate::{public_results, refusals, training_years};

/// Somebody who has studied the required course of a year, or whose attempt has ended.
pub(super) struct Student {
    pub(super) person: PersonId,
    /// When the course was studied at the latest, which dates its hours until an examination is passed.
    pub(super) studied_at: Instant,
    /// Since when it is known.
    pub(super) now: Instant,
}

/// What follows when somebody has studied the required course, at a moment that can lie before now. Answers the theme of the
/// year.
pub(crate) async fn studied(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    studied_at: Instant,
    now: Instant,
) -> Result<String, Refusal> {
    Ok(follow(tx, year, now, &[Student { person, studied_at, now }]).await?.theme)
}

/// What follows for these people, each of whom comes once: what they have of the year's public subject is posted, and the
/// papers of their next attempts are drawn. They come within a moment of each other, so the window is that of `now`.
/// Answers what is settled for the year.
pub(super) async fn follow(
    tx: &mut Tx,
    year: i16,
    now: Instant,
    students: &[Student],
) -> Result<TrainingYear, Refusal> {
    let (settled, window) = training_years::with_moments(tx, year, now).await?;
    let people: Vec<PersonId> = students.iter().map(|student| student.person).collect();
    let known = known(tx, &people, &settled).await?;
    let mut archive: HashMap<PersonId, Vec<PublicResult>> = HashMap::new();
    for result in store::public_results::of_people_in(tx, &people, year).await.map_err(refusals::store)? {
        archive.entry(result.person_id).or_default().push(result);
    }
    let (mut posted, mut ready) = (Vec::new(), Vec::new());
    for student in students {
        let Some(known) = known.get(&student.person) else { continue };
        let has = archive.remove(&student.person).unwrap_or_default();
        posted.extend(result(&settled, student, &known.taken, &has));
        if let Standing::Ready(number) = known.allowance(&settled, window).standing(student.now) {
            ready.push((student.person, number));
        }
    }
    store::public_results::record_all(tx, &posted).await.map_err(refusals::store)?;
    draw(tx, year, ready, now).await?;
    Ok(settled)
}

/// What somebody has of a year's public subject, beside what the archive knows of them and the year: its study hours
/// once it is studied, those of the examination once it is passed. A result that is passed already, such as one brought
/// from the region's platform under whichever name, stays as it is, and so does what an elective has left under the name
/// of the theme, which is no result of the required course.
fn result(year: &TrainingYear, student: &Student, taken: &[Attempt], known: &[PublicResult]) -> Option<PublicResult> {
    let is_this = |known: &PublicResult| known.year == year.year && known.required;
    if known.iter().any(|known| known.exam_passed && is_this(known)) {
        return None;
    }
    let passed = taken.iter().find_map(|attempt| attempt.ending.filter(|ending| ending.passed));
    // Before it is passed the hours are those of studying, which keep their day; and their name, when the theme is another
    // one since: under two names they would count twice.
    let own = known.iter().find(|known| is_this(known) && known.source == EARNED_HERE);
    let posted = own.and_then(|own| own.sat_at);
    let free_name = || public_results::free_name(known, year.year, &year.theme, "必修课", is_this);
    let best = taken.iter().filter_map(|attempt| attempt.ending).max_by_key(|ending| ending.points);
    let hours = if passed.is_some() {
        Hours::from_hundredths(year.study_hours.hundredths() + year.exam_hours.hundredths())
    } else {
        year.study_hours
    };
    Some(PublicResult {
        person_id: student.person,
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
            None => posted.or_else(|| Some(shanghai_datetime(student.studied_at))),
        },
        recorded_at: student.now,
    })
}

/// Draws the papers of attempts that can begin now, where none lies ready. A bank that is too small holds nobody up here: the
/// beginning says so.
async fn draw(tx: &mut Tx, year: i16, mut ready: Vec<(PersonId, u8)>, now: Instant) -> Result<(), Refusal> {
    let people: Vec<PersonId> = ready.iter().map(|(person, _)| *person).collect();
    let drawn: HashSet<(PersonId, u8)> =
        exam_papers::drawn(tx, &people, year).await.map_err(refusals::store)?.into_iter().collect();
    ready.retain(|one| !drawn.contains(one));
    if ready.is_empty() {
        return Ok(());
    }
    let deck = Deck::open(tx, year).await?;
    match ready.iter().map(|(person, number)| deck.draw(*person, *number)).collect::<Result<Vec<_>, _>>() {
        Ok(papers) => exam_papers::keep(tx, year, &papers, now).await.map_err(refusals::store),
        Err(refusal) if refusal.code == NO_PAPER => Ok(()),
        Err(refusal) => Err(refusal),
    }
}
