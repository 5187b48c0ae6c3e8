//! Ending tickets because something happened that their pages do not know: each is told so, and why, by its next beat.

use domain::{
    ids::{LessonId, PersonId},
    learning::Ended,
    refusal::Refusal,
};
use store::learning::CROWD_MAX;

use super::{Whose, open, write_down};
use crate::{Act, refusals};

/// Writes what was earned until now by those whose tickets end in this act. They leave the desk when that lasts; until then
/// their beats wait, and where it comes to nothing they go on, and nothing of theirs is lost.
pub(super) async fn write_earned(act: &mut Act, whose: Whose) -> Result<(), Refusal> {
    act.let_leave(whose);
    for copies in act.app.learners.copies_of(whose).chunks(CROWD_MAX) {
        write_down::write(&mut act.tx, copies, act.now).await?;
    }
    Ok(())
}

/// Ends the ticket that a person has in one of these lessons; what it has earned until now is written first.
pub(super) async fn of_person(act: &mut Act, person: PersonId, lessons: &[LessonId], by: Ended) -> Result<(), Refusal> {
    let Some(any) = lessons.first() else { return Ok(()) };
    write_earned(act, Whose::Person(person)).await?;
    let none = open::new_ticket(act, person, *any)?;
    store::learning::end(&mut act.tx, &none, lessons, by, act.now).await.map_err(refusals::store)
}

/// Ends the ticket that a person has in the required course of a year, which they study anew from now on: what their page
/// knows is the round before.
pub(crate) async fn end_round(act: &mut Act, person: PersonId, year: i16) -> Result<(), Refusal> {
    let courses = store::courses::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
    let Some(required) = courses.iter().find(|course| course.is_required) else { return Ok(()) };
    let lessons = store::courses::lessons(&mut act.tx, required.id).await.map_err(refusals::store)?;
    let lessons: Vec<LessonId> = lessons.iter().map(|lesson| lesson.id).collect();
    of_person(act, person, &lessons, Ended::MadeUp).await
}

/// Ends everybody's ticket in a lesson, in the same way.
pub(crate) async fn of_lesson(act: &mut Act, lesson: LessonId, by: Ended) -> Result<(), Refusal> {
    write_earned(act, Whose::Lesson(lesson)).await?;
    store::learning::end_all(&mut act.tx, lesson, by, act.now).await.map_err(refusals::store)
}
