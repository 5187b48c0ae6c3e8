//! GET /lessons/{id}/settings…: the page on which whoever makes courses mends one lesson.

use actions::courses::{ChangedLesson, EditedLesson};
use domain::ids::LessonId;

use crate::{
    errors::{Back, Page, render},
    fields::{Fields, Path, id},
    pages::attachments,
    uploads,
    views::courses::LessonSettingsPage,
    visitor::SignedIn,
};

/// Where a lesson is mended.
pub(super) fn settings_url(lesson: LessonId) -> String {
    format!("/lessons/{lesson}/settings")
}

/// GET /lessons/{id}/settings
pub(crate) async fn show(visitor: SignedIn, Path(lesson): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let EditedLesson { course, lesson, place, places, chapters, attachments } =
        actions::courses::edited_lesson(&mut act, id(&lesson, "课时")?).await?;
    render(&LessonSettingsPage {
        frame: visitor.frame("修改课时", false).in_section("/courses"),
        id: lesson.id.to_string(),
        is_in_use: lesson.is_in_use(),
        title: lesson.title,
        chapter: lesson.chapter,
        kind: lesson.kind.label(),
        course: course.title,
        course_id: course.id.to_string(),
        place,
        places,
        chapters,
        attachments: attachments.iter().map(attachments::line).collect(),
        attachment_hint: uploads::attachment_hint(),
    })
}

/// POST /lessons/{id}/settings
pub(crate) async fn change(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let changed = ChangedLesson {
        chapter: form.text("chapter").to_owned(),
        title: form.text("title").to_owned(),
        // What is no place leaves it at the end, where it can be seen and moved again.
        place: form.parse("place").unwrap_or(usize::MAX),
    };
    let mut act = visitor.write(form.key()).await?;
    actions::courses::change_lesson(&mut act, lesson, &changed).await.back(&settings_url(lesson))?;
    visitor.finish(act, &format!("{}?done=change", settings_url(lesson))).await
}

/// POST /lessons/{id}/withdrawal
pub(crate) async fn withdraw(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let mut act = visitor.write(form.key()).await?;
    actions::courses::withdraw_lesson(&mut act, lesson).await.back(&settings_url(lesson))?;
    visitor.finish(act, &format!("{}?done=lesson-withdrawn", settings_url(lesson))).await
}

/// POST /lessons/{id}/restoration
pub(crate) async fn restore(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let mut act = visitor.write(form.key()).await?;
    actions::courses::restore_lesson(&mut act, lesson).await.back(&settings_url(lesson))?;
    visitor.finish(act, &format!("{}?done=lesson-restored", settings_url(lesson))).await
}
