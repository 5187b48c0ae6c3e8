//! Captions of a film: whoever makes courses adds and removes them, learners see them in the film.

use domain::{
    access::{Deed, Thing, may},
    audit::{Event, EventKind},
    captions::Captions,
    course::{Course, Lesson, LessonKind},
    ids::LessonId,
    refusal::Refusal,
};

use super::attachments::found;
use crate::{Act, SentFile, load, refusals};

/// Gives a film captions, instead of those that it has.
///
/// # Errors
/// `NotFound` for whoever does not make courses, and for an unknown lesson; `Conflict` for a lesson that is no film; what
/// [`Captions::read`] refuses.
pub async fn add_captions(act: &mut Act, id: LessonId, file: &SentFile) -> Result<(), Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let (course, lesson) = found(act, id).await?;
    if lesson.kind != LessonKind::Video {
        return Err(Refusal::conflict(
            "captions.no-film",
            "只有视频课时可以配字幕。",
            "请到视频课时的“修改课时”页上传。",
        ));
    }
    let captions = Captions::read(file.name(), file.bytes())?;
    store::captions::set(&mut act.tx, id, &captions, act.now).await.map_err(refusals::store)?;
    act.record(&event(&course, &lesson, &format!("字幕，换为 {}", captions.file_name))).await
}

/// Takes the captions of a film away.
///
/// # Errors
/// `NotFound` for whoever does not make courses, for an unknown lesson, and for one without captions.
pub async fn remove_captions(act: &mut Act, id: LessonId) -> Result<(), Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let (course, lesson) = found(act, id).await?;
    let name = store::captions::name(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    store::captions::remove(&mut act.tx, id).await.map_err(refusals::store)?;
    act.record(&event(&course, &lesson, &format!("字幕，移除 {name}"))).await
}

/// The captions of a film.
///
/// # Errors
/// `NotFound` where there are none, and where the lesson is not shown to the actor.
pub async fn captions(act: &mut Act, id: LessonId) -> Result<Captions, Refusal> {
    let actor = act.signed_in()?;
    let (course, lesson) = found(act, id).await.map_err(|_| not_found())?;
    let makes = may(&actor, Deed::SettleTraining, &Thing::Institution);
    if !((course.is_published && lesson.is_in_use()) || makes) {
        return Err(not_found());
    }
    store::captions::get(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)
}

fn not_found() -> Refusal {
    Refusal::not_found("字幕")
}

fn event(course: &Course, lesson: &Lesson, fields: &str) -> Event {
    let values = [("course", course.title.as_str()), ("title", &lesson.title), ("fields", fields)];
    Event::new(EventKind::LessonChanged, course.id.subject(), &values).with("lesson", lesson.id.to_string())
}
