//! Making courses: the personnel office adds a course, its lessons, and shows it to learners.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    course::{Course, Lesson, LessonKind, arranged},
    ids::{CourseId, LessonId},
    refusal::{NOTHING_CHANGED, Refusal},
    year::Year,
};
use policy::Provision;
use store::StoreError;

use super::change;
use crate::{Act, CheckedLessonFile, Purpose, learning, load, refusals, training_years};

/// The most characters of a title.
const TITLE_CHARS_MAX: usize = 100;
/// The longest lesson, in milliseconds: twelve hours.
const LENGTH_MAX: u32 = 12 * 60 * 60 * 1_000;

/// Adds a course to a year; learners do not see it yet.
///
/// # Errors
/// Refuses whoever is not personnel; `Invalid` without a title; `Conflict` for a second required course of a year, and for
/// a name that another course of it bears.
pub async fn add(act: &mut Act, year: i16, title: &str, is_required: bool) -> Result<CourseId, Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    Year::new(year, act.today()).map_err(|error| error.invalid())?;
    let course = Course {
        id: act.new_id(CourseId::from_uuid)?,
        year,
        title: titled(title)?,
        is_required,
        is_published: false,
        hours: None,
    };
    not_taken(act, &course).await?;
    store::courses::add(&mut act.tx, &course, act.now).await.map_err(|error| match error {
        StoreError::Unique(_) => Refusal::conflict(
            "course.required",
            "这个年度已经有一门必修课。",
            "请把这门课设为选修课。原来的必修课可以改名，也可以添加、修改和停用课时。",
        )
        .by(Provision::PublicSubjects),
        error => refusals::store(error),
    })?;
    act.record(&Event::new(EventKind::CourseAdded, course.id.subject(), &[("title", &course.title)])).await?;
    Ok(course.id)
}

/// Results are told apart by the names of their courses, so no two courses of a year share one.
pub(super) async fn not_taken(act: &mut Act, course: &Course) -> Result<(), Refusal> {
    let known = store::courses::of_year(&mut act.tx, course.year).await.map_err(refusals::store)?;
    let settled = store::training_years::get(&mut act.tx, course.year).await.map_err(refusals::store)?;
    let is_theme = !course.is_required && settled.is_some_and(|settled| settled.theme == course.title);
    if is_theme || known.iter().any(|other| other.id != course.id && other.title == course.title) {
        return Err(Refusal::conflict(
            "course.title-taken",
            format!("{} 年度已经有叫“{}”的课程或主题；学时按课程名称记入年度账，不能重名。", course.year, course.title),
            "请换一个名称再保存。",
        ));
    }
    Ok(())
}

pub(super) fn titled(title: &str) -> Result<String, Refusal> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX {
        return Err(Refusal::invalid(
            "course.title",
            "名称要有 1 至 100 个字。",
            NOTHING_CHANGED,
            "请改正名称后再保存。",
        ));
    }
    Ok(title.to_owned())
}

/// The name of a chapter, which may be none.
pub(super) fn chapter(chapter: &str) -> Result<String, Refusal> {
    let chapter = chapter.trim();
    if chapter.chars().count() > TITLE_CHARS_MAX {
        return Err(Refusal::invalid("lesson.chapter", "章的名称最多 100 个字。", NOTHING_CHANGED, "请改短后再保存。"));
    }
    Ok(chapter.to_owned())
}

/// Looks whether a lesson has a text and a length that it can have.
pub(super) fn is_whole(content: &str, length: u32) -> Result<(), Refusal> {
    let no = |code, what: &str, next: &str| Err(Refusal::invalid(code, what, NOTHING_CHANGED, next));
    if content.trim().is_empty() {
        return no("lesson.content", "还没有写图文正文。", "请写好正文，再保存。");
    }
    if !(1..=LENGTH_MAX).contains(&length) {
        let next = "请填写认真学完需要的分钟数，例如 15；更长的内容请拆成几个课时。";
        return no("lesson.length", "课时的时长应在 1 分钟至 12 小时之间。", next);
    }
    Ok(())
}

/// What a lesson is made of.
#[derive(Clone, Debug)]
pub struct LessonForm {
    /// The chapter; empty when the course has none.
    pub chapter: String,
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: LessonKind,
    /// Milliseconds that count when all of it is watched or read.
    pub length: u32,
    /// The text of a page in Markdown, or the path of what is stored.
    pub content: String,
}

/// Adds a page at the end of a course.
///
/// # Errors
/// Refuses whoever is not personnel; `Invalid` without title, content or a sensible length, and for a kind that needs a
/// file.
pub async fn add_lesson(act: &mut Act, course: CourseId, form: LessonForm) -> Result<LessonId, Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    if form.kind != LessonKind::Page {
        return Err(Purpose::Lesson.no_file());
    }
    insert(act, course, form, None).await
}

/// Adds a lesson with its file at the end of a course. What a film says of its length counts; where it says nothing, what
/// the form says.
///
/// # Errors
/// As [`add_lesson`]; `Invalid` when nobody says how long it is.
pub async fn add_lesson_with_file(
    act: &mut Act,
    course: CourseId,
    form: LessonForm,
    file: CheckedLessonFile,
) -> Result<LessonId, Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    let length = file.length.unwrap_or(form.length);
    if length == 0 {
        return Err(Refusal::invalid(
            "lesson.length",
            "从文件里读不出时长，表单里也没有填写。",
            NOTHING_CHANGED,
            "请填写这一课时需要多少分钟，再保存。",
        ));
    }
    let form = LessonForm { kind: file.kind, length, content: file.path.clone(), ..form };
    let id = insert(act, course, form, Some(&file)).await?;
    for (path, bytes) in file.files {
        act.keep_file(path, bytes);
    }
    Ok(id)
}

async fn insert(
    act: &mut Act,
    course: CourseId,
    form: LessonForm,
    file: Option<&CheckedLessonFile>,
) -> Result<LessonId, Refusal> {
    store::courses::hold(&mut act.tx, course).await.map_err(refusals::store)?;
    let found = store::courses::get(&mut act.tx, course).await.map_err(refusals::store)?;
    let course = found.ok_or_else(|| Refusal::not_found("课程"))?;
    let (chapter, title) = (chapter(&form.chapter)?, titled(&form.title)?);
    is_whole(&form.content, form.length)?;
    let lesson = Lesson {
        id: act.new_id(LessonId::from_uuid)?,
        course: course.id,
        position: 0,
        chapter,
        title,
        kind: form.kind,
        length: form.length,
        is_measured: file.is_some_and(|file| file.length.is_some()),
        content: form.content,
        launch: file.and_then(|file| file.launch.clone()),
        withdrawn_at: None,
    };
    store::courses::add_lesson(&mut act.tx, &lesson).await.map_err(refusals::store)?;
    // Added to an earlier chapter, it stands with that chapter.
    let lessons = store::courses::lessons(&mut act.tx, course.id).await.map_err(refusals::store)?;
    change::put_in_order(act, course.id, &arranged(lessons)).await?;
    let values = [("course", course.title.as_str()), ("title", &lesson.title)];
    let event = Event::new(EventKind::LessonAdded, course.id.subject(), &values).with("lesson", lesson.id.to_string());
    act.record(&event).await?;
    Ok(lesson.id)
}

/// Shows a course to learners, or hides it.
///
/// # Errors
/// Refuses whoever is not personnel; `Conflict` when it has no lesson, and for an elective without hours; `NotFound` for a
/// year that is not settled.
pub async fn publish(act: &mut Act, course: CourseId, is_published: bool) -> Result<(), Refusal> {
    load::institution(act, Deed::SettleTraining)?;
    store::courses::hold(&mut act.tx, course).await.map_err(refusals::store)?;
    store::learning::hold_still(&mut act.tx).await.map_err(refusals::store)?;
    let found = store::courses::get(&mut act.tx, course).await.map_err(refusals::store)?;
    let course = found.ok_or_else(|| Refusal::not_found("课程"))?;
    let lessons = store::courses::lessons(&mut act.tx, course.id).await.map_err(refusals::store)?;
    if is_published && !lessons.iter().any(Lesson::is_in_use) {
        return Err(Refusal::conflict("course.empty", "课程还没有在用的课时，不能发布。", "请先添加课时。"));
    }
    if is_published && !course.is_required && course.hours.is_none() {
        return Err(Refusal::conflict(
            "course.no-hours",
            "还没有设定这门选修课的学时，不能发布：学完的人不知道能得多少学时。",
            "请先在“课程管理”里按通知设定学时，再发布。",
        )
        .by(Provision::PublicSubjects));
    }
    if is_published {
        // Whoever completes it gets hours, and from when to when it is studied only the year's settings say.
        training_years::settled(&mut act.tx, course.year).await?;
    }
    if is_published == course.is_published {
        return Ok(());
    }
    store::courses::publish(&mut act.tx, course.id, is_published.then_some(act.now)).await.map_err(refusals::store)?;
    let fields = if is_published { "发布" } else { "停止发布" };
    let values = [("title", course.title.as_str()), ("fields", fields)];
    act.record(&Event::new(EventKind::CourseChanged, course.id.subject(), &values)).await?;
    if is_published { learning::catch_up(act, &course).await } else { Ok(()) }
}
