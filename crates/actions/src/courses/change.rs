//! Mending courses: the personnel office renames a course or a lesson, moves a lesson, takes it out of use and brings it
//! back. What learners earned in it stays.

use domain::{
    access::Deed,
    attachment::Attachment,
    audit::{Event, EventKind},
    course::{Course, Lesson, moved, place},
    ids::{CourseId, LessonId},
    refusal::Refusal,
};

use super::add::{chapter, not_taken, titled};
use crate::{Act, learning, load, refusals};

/// A lesson as whoever makes courses edits it.
#[derive(Clone, Debug)]
pub struct EditedLesson {
    /// Its course.
    pub course: Course,
    /// The lesson.
    pub lesson: Lesson,
    /// Its place among the lessons in use, from 1; 0 when it is withdrawn.
    pub place: usize,
    /// How many lessons are in use.
    pub places: usize,
    /// The chapters of the course in their order.
    pub chapters: Vec<String>,
    /// The files that come with it.
    pub attachments: Vec<Attachment>,
    /// The name of the file of its captions.
    pub captions: Option<String>,
}

/// What can be changed about a lesson.
#[derive(Clone, Debug)]
pub struct ChangedLesson {
    /// The chapter; empty for none.
    pub chapter: String,
    /// Its name.
    pub title: String,
    /// Its place among the lessons in use, from 1.
    pub place: usize,
}

/// A lesson for whoever makes courses, withdrawn ones too.
///
/// # Errors
/// `NotFound` for whoever does not make courses, and for an unknown lesson.
pub async fn edited_lesson(act: &mut Act, id: LessonId) -> Result<EditedLesson, Refusal> {
    load::office(act, Deed::SettleTraining)?;
    let (course, lessons, index) = found(act, id).await?;
    let mut chapters: Vec<String> = Vec::new();
    for lesson in lessons.iter().filter(|lesson| !lesson.chapter.is_empty()) {
        if !chapters.contains(&lesson.chapter) {
            chapters.push(lesson.chapter.clone());
        }
    }
    let lesson = lessons[index].clone();
    let place = place(&lessons, index);
    let places = lessons.iter().filter(|lesson| lesson.is_in_use()).count();
    let attachments = store::attachments::of_lesson(&mut act.tx, id).await.map_err(refusals::store)?;
    let captions = store::captions::name(&mut act.tx, id).await.map_err(refusals::store)?;
    Ok(EditedLesson { course, lesson, place, places, chapters, attachments, captions })
}

/// Gives a course another name.
///
/// # Errors
/// Refuses whoever is not personnel; `NotFound` for an unknown course; `Invalid` without a name; `Conflict` for a name
/// that another course of the year bears.
pub async fn rename(act: &mut Act, id: CourseId, title: &str) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let found = store::courses::get(&mut act.tx, id).await.map_err(refusals::store)?;
    let course = found.ok_or_else(|| Refusal::not_found("课程"))?;
    let title = titled(title)?;
    if title == course.title {
        return Ok(());
    }
    not_taken(act, &Course { title: title.clone(), ..course.clone() }).await?;
    store::courses::rename(&mut act.tx, id, &title).await.map_err(refusals::store)?;
    let fields = format!("名称，原为《{}》", course.title);
    let values = [("title", title.as_str()), ("fields", &fields)];
    act.record(&Event::new(EventKind::CourseChanged, id.subject(), &values)).await
}

/// Changes name, chapter and place of a lesson. Brought before another chapter, it takes its own chapter along.
///
/// # Errors
/// Refuses whoever is not personnel; `NotFound` for an unknown lesson; `Conflict` for one that is withdrawn; `Invalid`
/// without a name.
pub async fn change_lesson(act: &mut Act, id: LessonId, change: &ChangedLesson) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let (course, mut lessons, index) = held(act, id).await?;
    if !lessons[index].is_in_use() {
        return Err(withdrawn());
    }
    let (chapter, title) = (chapter(&change.chapter)?, titled(&change.title)?);
    let old = lessons[index].clone();
    lessons[index].chapter.clone_from(&chapter);
    lessons[index].title.clone_from(&title);
    store::courses::change_lesson(&mut act.tx, id, &chapter, &title).await.map_err(refusals::store)?;
    let is_moved = put_in_order(act, course.id, &moved(lessons, index, change.place)).await?;
    let mut fields = Vec::new();
    if old.title != title {
        fields.push(format!("名称，原为《{}》", old.title));
    }
    if old.chapter != chapter {
        fields.push(format!("章，原为“{}”", old.chapter));
    }
    if is_moved {
        fields.push("次序".to_owned());
    }
    if fields.is_empty() {
        return Ok(());
    }
    let fields = fields.join("；");
    let values = [("course", course.title.as_str()), ("title", &title), ("fields", &fields)];
    act.record(&event(EventKind::LessonChanged, &course, id, &values)).await
}

/// Takes a lesson out of use: learners neither see it nor have to study it. Whoever lacked only this one has studied the
/// course by it.
///
/// # Errors
/// Refuses whoever is not personnel; `NotFound` for an unknown lesson; `Conflict` for the last lesson of a course that is
/// shown.
pub async fn withdraw_lesson(act: &mut Act, id: LessonId) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let (course, lessons, index) = held(act, id).await?;
    store::learning::hold_still(&mut act.tx).await.map_err(refusals::store)?;
    if !lessons[index].is_in_use() {
        return Err(Refusal::changed_meanwhile());
    }
    if course.is_published && lessons.iter().filter(|lesson| lesson.is_in_use()).count() == 1 {
        return Err(Refusal::conflict(
            "lesson.last",
            "这是已发布的课程里最后一个在用的课时，不能停用。",
            "请先添加另一个课时，或先停止发布这门课程。",
        ));
    }
    use_lesson(act, EventKind::LessonWithdrawn, &course, lessons, index).await?;
    learning::catch_up(act, &course).await
}

/// Brings a lesson back into use, where it stood. Whoever has studied the course already stays so.
///
/// # Errors
/// Refuses whoever is not personnel; `NotFound` for an unknown lesson; `Conflict` for one that is in use.
pub async fn restore_lesson(act: &mut Act, id: LessonId) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let (course, lessons, index) = held(act, id).await?;
    if lessons[index].is_in_use() {
        return Err(Refusal::changed_meanwhile());
    }
    use_lesson(act, EventKind::LessonRestored, &course, lessons, index).await
}

async fn use_lesson(
    act: &mut Act,
    kind: EventKind,
    course: &Course,
    mut lessons: Vec<Lesson>,
    index: usize,
) -> Result<(), Refusal> {
    let (id, title) = (lessons[index].id, lessons[index].title.clone());
    let at = lessons[index].is_in_use().then_some(act.now);
    store::courses::withdraw_lesson(&mut act.tx, id, at).await.map_err(refusals::store)?;
    lessons[index].withdrawn_at = at;
    put_in_order(act, course.id, &domain::course::arranged(lessons)).await?;
    act.record(&event(kind, course, id, &[("course", course.title.as_str()), ("title", &title)])).await
}

fn event(kind: EventKind, course: &Course, lesson: LessonId, values: &[(&str, &str)]) -> Event {
    Event::new(kind, course.id.subject(), values).with("lesson", lesson.to_string())
}

/// A lesson out of use stays as it is.
pub(super) fn withdrawn() -> Refusal {
    Refusal::conflict("lesson.withdrawn", "这一课时已经停用，不能修改。", "请先恢复这一课时，再修改。")
}

/// The course of a lesson as nobody else changes it until the act ends: whoever is slower judges what is there then. Whoever
/// holds a course does so before anything else, so that two never wait for each other.
pub(super) async fn held(act: &mut Act, id: LessonId) -> Result<(Course, Vec<Lesson>, usize), Refusal> {
    let lesson = store::courses::lesson(&mut act.tx, id).await.map_err(refusals::store)?;
    let lesson = lesson.ok_or_else(|| Refusal::not_found("课时"))?;
    store::courses::hold(&mut act.tx, lesson.course).await.map_err(refusals::store)?;
    found(act, id).await
}

/// The course of a lesson, all its lessons, and which of them it is.
async fn found(act: &mut Act, id: LessonId) -> Result<(Course, Vec<Lesson>, usize), Refusal> {
    let not_found = || Refusal::not_found("课时");
    let lesson = store::courses::lesson(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    let course = store::courses::get(&mut act.tx, lesson.course).await.map_err(refusals::store)?;
    let lessons = store::courses::lessons(&mut act.tx, lesson.course).await.map_err(refusals::store)?;
    let index = lessons.iter().position(|lesson| lesson.id == id).ok_or_else(not_found)?;
    Ok((course.ok_or_else(not_found)?, lessons, index))
}

/// Keeps this order; answers whether it is another one than before.
pub(super) async fn put_in_order(act: &mut Act, course: CourseId, lessons: &[Lesson]) -> Result<bool, Refusal> {
    if lessons.windows(2).all(|pair| pair[0].position < pair[1].position) {
        return Ok(false);
    }
    let order: Vec<LessonId> = lessons.iter().map(|lesson| lesson.id).collect();
    store::courses::reorder(&mut act.tx, course, &order).await.map_err(refusals::store)?;
    Ok(true)
}
