//! Who has studied a course because less of it is asked for than before, or because it is shown again: nobody sends a beat
//! for that.

use std::collections::{BTreeMap, HashSet};

use domain::{
    course::{Course, ELECTIVE_ROUND, Lesson, has_enough},
    ids::PersonId,
    learning::Watched,
    refusal::Refusal,
};
use store::learning::Progress;

use super::complete;
use crate::{Act, refusals, training_years};

/// Lets everybody have studied the course of whom nothing more is asked. Whoever calls it has taken a lesson out of use or
/// shown the course, and before that let nobody earn anything, see [`store::learning::hold_still`]. However late that is, it
/// was studied by the last moment of the training.
///
/// # Errors
/// `Internal` when the database does not answer.
pub(crate) async fn catch_up(act: &mut Act, course: &Course) -> Result<(), Refusal> {
    let lessons = store::courses::lessons(&mut act.tx, course.id).await.map_err(refusals::store)?;
    let lessons: Vec<Lesson> = lessons.into_iter().filter(Lesson::is_in_use).collect();
    let ids: Vec<_> = lessons.iter().map(|lesson| lesson.id).collect();
    let Some(any) = ids.first() else { return Ok(()) };
    let studied = studied(act, course).await?;
    let mut enough: BTreeMap<(PersonId, u8), usize> = BTreeMap::new();
    for (person, round, id, credited) in
        store::learning::credited_in(&mut act.tx, &ids).await.map_err(refusals::store)?
    {
        let is_enough = lessons.iter().any(|lesson| lesson.id == id && has_enough(lesson.length, credited));
        if is_enough && !studied.contains(&(person, round)) {
            *enough.entry((person, round)).or_default() += 1;
        }
    }
    enough.retain(|_, count| *count == ids.len());
    if enough.is_empty() {
        return Ok(());
    }
    let now = act.now;
    let last = training_years::last_moment(&mut act.tx, course.year, now).await?;
    for (person, round) in enough.into_keys() {
        let done = Progress { person, lesson: *any, round, watched: Watched::default(), place: 0 };
        complete::complete(&mut act.tx, &done, now.min(last), now).await?;
    }
    Ok(())
}

/// Who has studied the course already, and in which round.
async fn studied(act: &mut Act, course: &Course) -> Result<HashSet<(PersonId, u8)>, Refusal> {
    if course.is_required {
        let studied = store::training_progress::studied(&mut act.tx, course.year).await.map_err(refusals::store)?;
        return Ok(studied.into_iter().collect());
    }
    let students = store::courses::students(&mut act.tx, course.id).await.map_err(refusals::store)?;
    Ok(students.into_iter().map(|person| (person, ELECTIVE_ROUND)).collect())
}
