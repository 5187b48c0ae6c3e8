//! GET /courses/{id}/lessons/new: the form in which a lesson is added, a text or a file. Must not judge the file.

use actions::{
    Attempt, Purpose, check_lesson_file,
    courses::{CourseView, LessonForm},
};
use axum::extract::Request;
use domain::{
    course::LessonKind,
    ids::CourseId,
    refusal::{NOTHING_CHANGED, Refusal},
    size::FILE_MEGABYTES_MAX,
};

use crate::{
    errors::{Page, PageError, render, render_with, status},
    fields::{Fields, Path, id},
    translate,
    uploads::Upload,
    views::{
        courses::{NewLessonPage, TypedLesson},
        faults::Faults,
    },
    visitor::{SignedIn, Visitor},
};

/// GET /courses/{id}/lessons/new
pub(crate) async fn new_lesson(visitor: SignedIn, Path(course): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    actions::courses::may_add(&act)?;
    let view = actions::courses::show(&mut act, id(&course, "课程")?).await?;
    // The next lesson probably shares the chapter of the last one.
    let chapter = view.lessons.last().map(|last| last.lesson.chapter.clone()).unwrap_or_default();
    render(&page(&visitor, view, None, TypedLesson { chapter, ..TypedLesson::default() }))
}

fn page(visitor: &Visitor, view: CourseView, refused: Option<&Refusal>, typed: TypedLesson) -> NewLessonPage {
    NewLessonPage {
        frame: visitor.frame("添加课时", false).in_section("/courses"),
        id: view.course.id.to_string(),
        course: view.course.title,
        film_megabytes_max: Purpose::Lesson.megabytes_max(),
        document_megabytes_max: FILE_MEGABYTES_MAX,
        trouble: refused.map(translate::trouble),
        faults: refused.map(|refusal| Faults::at(field_of(refusal), &refusal.what)).unwrap_or_default(),
        typed,
    }
}

/// The field that a refusal is about.
fn field_of(refusal: &Refusal) -> Option<&'static str> {
    match refusal.code {
        "lesson.chapter" => Some("chapter"),
        "course.title" => Some("title"),
        "lesson.kind" => Some("kind"),
        "lesson.length" => Some("minutes"),
        "lesson.content" => Some("text"),
        code if ["file.", "package.", "upload."].iter().any(|noun| code.starts_with(noun)) => Some("file"),
        _ => None,
    }
}

/// POST /courses/{id}/lessons. Whether this person may add one is asked before a byte of the file is read.
pub(crate) async fn create_lesson(visitor: SignedIn, Path(course): Path<String>, request: Request) -> Page {
    let mut act = visitor.read().await?;
    actions::courses::may_add(&act)?;
    let view = actions::courses::show(&mut act, id(&course, "课程")?).await?;
    drop(act);
    let (typed, done) = match Upload::read(request, &visitor.web, Purpose::Lesson).await {
        Ok(mut upload) => (typed(&upload.fields), add_lesson(&visitor, view.course.id, &mut upload).await),
        Err(unread) => (typed(&unread.fields), Err(unread.refusal.into())),
    };
    match done {
        Err(PageError::Refused { refusal, .. }) => {
            // A page is typed, not uploaded.
            if typed.kind != LessonKind::Page.as_str() {
                visitor.refused(&Attempt::lesson(view.course.id), (*refusal).clone()).await;
            }
            render_with(status(refusal.kind), &page(&visitor, view, Some(&refusal), typed))
        }
        other => other,
    }
}

fn typed(fields: &Fields) -> TypedLesson {
    let text = |name| fields.text(name).to_owned();
    TypedLesson {
        chapter: text("chapter"),
        title: text("title"),
        kind: text("kind"),
        minutes: text("minutes"),
        text: text("text"),
    }
}

async fn add_lesson(visitor: &Visitor, course: CourseId, upload: &mut Upload) -> Page {
    let file = upload.take_file(Purpose::Lesson);
    let fields = &upload.fields;
    let minutes = fields.text("minutes");
    let minutes = if minutes.is_empty() { 0 } else { minutes.parse::<u32>().map_err(|_| no_minutes())? };
    let kind = fields.parse::<LessonKind>("kind").ok_or_else(no_kind)?;
    let form = LessonForm {
        chapter: fields.text("chapter").to_owned(),
        title: fields.text("title").to_owned(),
        kind,
        length: minutes.saturating_mul(60_000),
        content: fields.text("text").to_owned(),
    };
    let lesson = if kind == LessonKind::Page {
        let mut act = visitor.write(fields.key()).await?;
        actions::courses::add_lesson(&mut act, course, form).await?;
        act
    } else {
        // What the file is, is looked at while nothing is held.
        let file = check_lesson_file(&visitor.web.app, kind, file?).await?;
        file.put_ready(&visitor.web.app).await?;
        let mut act = visitor.write(fields.key()).await?;
        actions::courses::add_lesson_with_file(&mut act, course, form, file).await?;
        act
    };
    visitor.finish(lesson, &format!("/courses/{course}?done=lesson")).await
}

fn no_kind() -> Refusal {
    Refusal::invalid("lesson.kind", "还没有选择课时的类型。", NOTHING_CHANGED, "请选择视频、文档、课件包或图文。")
}

fn no_minutes() -> Refusal {
    Refusal::invalid("lesson.length", "时长不是整数。", NOTHING_CHANGED, "请填写分钟数，例如 15。")
}
