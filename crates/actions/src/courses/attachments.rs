//! Files that come with a lesson: whoever makes courses adds and removes them, learners keep them.

use domain::{
    access::{Deed, Thing, may},
    attachment::{Attachment, admit},
    audit::{Event, EventKind},
    course::{Course, Lesson},
    ids::{AttachmentId, LessonId},
    refusal::Refusal,
};

use crate::{Act, CheckedFile, FileBytes, files, load, refusals};

/// Whether so many files could be added to a lesson now, before anybody looks into them; answers the lesson's course.
///
/// # Errors
/// `NotFound` for whoever does not make courses, and for an unknown lesson; `TooLarge` for more than a lesson can have.
pub async fn may_attach(act: &mut Act, lesson: LessonId, files: usize) -> Result<Course, Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let (course, _) = found(act, lesson).await?;
    let kept = store::attachments::of_lesson(&mut act.tx, lesson).await.map_err(refusals::store)?;
    admit(kept.len(), files)?;
    Ok(course)
}

/// Adds a file that was looked at to a lesson.
///
/// # Errors
/// As [`may_attach`].
pub async fn attach(act: &mut Act, lesson: LessonId, file: CheckedFile) -> Result<AttachmentId, Refusal> {
    let course = may_attach(act, lesson, 1).await?;
    let (_, lesson) = found(act, lesson).await?;
    let attachment = Attachment {
        id: act.new_id(AttachmentId::from_uuid)?,
        lesson: lesson.id,
        size_bytes: file.size_bytes(),
        file_name: file.name,
        media_type: file.media_type.to_owned(),
        sha256: file.sha256,
        added_at: act.now(),
    };
    store::attachments::insert(&mut act.tx, &attachment).await.map_err(refusals::store)?;
    act.keep_file(attachment.object_path(), file.bytes);
    act.record(&event(EventKind::AttachmentAdded, &course, &lesson, &attachment)).await?;
    Ok(attachment.id)
}

/// Takes a file away from its lesson; answers which that is. Its bytes go with the next sweep, unless another row names them.
///
/// # Errors
/// `NotFound` for whoever does not make courses, and for an unknown file.
pub async fn remove_attachment(act: &mut Act, id: AttachmentId) -> Result<LessonId, Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let attachment = get(act, id).await?;
    let (course, lesson) = found(act, attachment.lesson).await?;
    store::attachments::delete(&mut act.tx, id).await.map_err(refusals::store)?;
    act.record(&event(EventKind::AttachmentRemoved, &course, &lesson, &attachment)).await?;
    Ok(lesson.id)
}

/// The bytes of a file.
///
/// # Errors
/// `NotFound` where its lesson is not shown to the actor.
pub async fn read_attachment(act: &mut Act, id: AttachmentId) -> Result<FileBytes, Refusal> {
    let actor = act.signed_in()?;
    let attachment = get(act, id).await?;
    let (course, lesson) = found(act, attachment.lesson).await.map_err(|_| not_found())?;
    let makes = may(&actor, Deed::SettleTraining, &Thing::Institution);
    if !((course.is_published && lesson.is_in_use()) || makes) {
        return Err(not_found());
    }
    let bytes = files::fetch(&act.app, &attachment.object_path(), &attachment.sha256).await?;
    Ok(FileBytes { name: attachment.file_name, media_type: attachment.media_type, bytes })
}

async fn get(act: &mut Act, id: AttachmentId) -> Result<Attachment, Refusal> {
    store::attachments::get(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)
}

fn not_found() -> Refusal {
    Refusal::not_found("附件")
}

pub(super) async fn found(act: &mut Act, id: LessonId) -> Result<(Course, Lesson), Refusal> {
    let none = || Refusal::not_found("课时");
    let lesson = store::courses::lesson(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(none)?;
    let course = store::courses::get(&mut act.tx, lesson.course).await.map_err(refusals::store)?.ok_or_else(none)?;
    Ok((course, lesson))
}

fn event(kind: EventKind, course: &Course, lesson: &Lesson, attachment: &Attachment) -> Event {
    let values = [("course", course.title.as_str()), ("title", &lesson.title), ("file", &attachment.file_name)];
    let event = Event::new(kind, course.id.subject(), &values).with("lesson", lesson.id.to_string());
    event.with("sha256", attachment.sha256.clone())
}
