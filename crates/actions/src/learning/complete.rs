//! What follows when somebody has studied the last lesson of a course: of the required one its study hours and the paper of
//! the examination, of an elective its own hours in the archive of its year (article 3), once.

use domain::{
    access::Actor,
    audit::{Event, EventKind},
    clock::{Instant, shanghai_datetime},
    course::{Course, Lesson},
    ids::PersonId,
    public_result::PublicResult,
    refusal::Refusal,
};
use store::{Tx, learning::Progress};

use crate::{act, exams, public_results, refusals};

/// Where hours come from that were earned here, without an examination.
const SOURCE: &str = "本系统学习";

/// Looks whether the lesson was the last one of its course, and if so what follows. It was studied at a moment that can
/// lie before now, as when the last day ends between what a page says and the writing down.
pub(super) async fn complete(tx: &mut Tx, done: &Progress, studied_at: Instant, now: Instant) -> Result<(), Refusal> {
    let Some(lesson) = store::courses::lesson(tx, done.lesson).await.map_err(refusals::store)? else { return Ok(()) };
    let course = store::courses::get(tx, lesson.course).await.map_err(refusals::store)?;
    // Of one that is not shown nothing follows yet: when it is shown again, `catch_up` looks.
    let Some(course) = course.filter(|course| course.is_published) else { return Ok(()) };
    if !is_studied(tx, &course, done).await? {
        return Ok(());
    }
    if course.is_required {
        required(tx, &course, done, studied_at, now).await
    } else {
        elective(tx, &course, done.person, studied_at, now).await
    }
}

/// Whether all lessons in use of a course are studied in the round of this progress.
async fn is_studied(tx: &mut Tx, course: &Course, done: &Progress) -> Result<bool, Refusal> {
    let mut lessons = store::courses::lessons(tx, course.id).await.map_err(refusals::store)?;
    lessons.retain(Lesson::is_in_use);
    let ids: Vec<_> = lessons.iter().map(|lesson| lesson.id).collect();
    let all = store::learning::progress_in(tx, done.person, &ids, done.round).await.map_err(refusals::store)?;
    let completed = store::bookmarks::completed(tx, done.person, &ids, done.round).await.map_err(refusals::store)?;
    let is_done = |lesson: &Lesson| {
        let completed_at = completed.iter().find(|(id, _)| *id == lesson.id).map(|(_, at)| *at);
        all.iter().any(|one| one.lesson == lesson.id && lesson.is_done(one.watched.total(), completed_at))
    };
    Ok(lessons.iter().all(is_done))
}

async fn required(
    tx: &mut Tx,
    course: &Course,
    done: &Progress,
    studied_at: Instant,
    now: Instant,
) -> Result<(), Refusal> {
    let noted = store::exams::note_study(tx, done.person, course.year, done.round, studied_at).await;
    if !noted.map_err(refusals::store)? {
        return Ok(());
    }
    let theme = exams::studied(tx, done.person, course.year, studied_at, now).await?;
    let year = course.year.to_string();
    let values = [("year", year.as_str()), ("theme", &theme)];
    let event = Event::new(EventKind::StudyCompleted, done.person.subject(), &values).with("round", done.round);
    act::record(tx, Some(&Actor::system()), now, &event).await
}

/// Posts the hours of an elective to its year. A result that is passed already, such as one brought from the region's
/// platform under the same name, stays as it is, and so does what another course has left under that name.
async fn elective(
    tx: &mut Tx,
    course: &Course,
    person: PersonId,
    studied_at: Instant,
    now: Instant,
) -> Result<(), Refusal> {
    // Nobody earns time in a course that is not shown, and none is shown without its hours.
    let Some(set) = &course.hours else { return Ok(()) };
    if !store::courses::note_study(tx, person, course.id, studied_at).await.map_err(refusals::store)? {
        return Ok(());
    }
    let known = store::public_results::of_person(tx, person).await.map_err(refusals::store)?;
    // One without an examination is of another elective, which had this name before: each is posted once.
    let is_this = |known: &PublicResult| {
        known.year == course.year && known.course == course.title && !known.required && !known.without_exam
    };
    if known.iter().any(|known| known.exam_passed && is_this(known)) {
        return Ok(());
    }
    let result = PublicResult {
        person_id: person,
        year: course.year,
        course: public_results::free_name(&known, course.year, &course.title, "选修课", is_this),
        required: false,
        study: set.hours,
        exam_passed: false,
        score: None,
        attempts: 0,
        hours: set.hours,
        without_exam: true,
        notice: set.notice.clone(),
        source: SOURCE.to_owned(),
        sat_at: Some(shanghai_datetime(studied_at)),
        recorded_at: now,
    };
    store::public_results::record(tx, &result).await.map_err(refusals::store)?;
    let (year, hours) = (course.year.to_string(), set.hours.to_string());
    let values = [("year", year.as_str()), ("title", &course.title), ("hours", &hours), ("notice", &set.notice)];
    let event =
        Event::new(EventKind::ElectiveCompleted, person.subject(), &values).with("course", course.id.to_string());
    act::record(tx, Some(&Actor::system()), now, &event).await
}
