//! GET /lessons/{id}/settings…: the page on which whoever makes courses mends one lesson.

use actions::{
    Purpose,
    courses::{ChangedLesson, Correction, EditedLesson},
};
use domain::{
    course::{Lesson, LessonKind},
    ids::LessonId,
    learning::duration,
    refusal::{Refusal, RefusalKind},
};

use crate::{
    errors::{Back, Page, PageError, render, render_with, status},
    fields::{Fields, Path, id},
    pages::attachments,
    translate, uploads,
    views::courses::{CorrectionForm, LessonSettingsPage},
    visitor::{SignedIn, Visitor},
};

/// Where a lesson is mended.
pub(super) fn settings_url(lesson: LessonId) -> String {
    format!("/lessons/{lesson}/settings")
}

/// GET /lessons/{id}/settings
pub(crate) async fn show(visitor: SignedIn, Path(lesson): Path<String>) -> Page {
    render(&page(&visitor, id(&lesson, "课时")?, None).await?)
}

/// The page of a lesson, with a correction that was refused as it was typed.
async fn page(
    visitor: &Visitor,
    lesson: LessonId,
    refused: Option<(&Correction, &Refusal)>,
) -> Result<LessonSettingsPage, PageError> {
    let mut act = visitor.read().await?;
    let EditedLesson { course, lesson, place, places, chapters, attachments, captions } =
        actions::courses::edited_lesson(&mut act, lesson).await?;
    let typed = refused.map(|(typed, _)| typed);
    Ok(LessonSettingsPage {
        frame: visitor.frame("修改课时", false).in_section("/courses"),
        trouble: refused.map(|(_, refusal)| translate::trouble(refusal)),
        correction: correction(&lesson, typed),
        is_film: lesson.kind == LessonKind::Video,
        captions,
        captions_megabytes_max: Purpose::Captions.megabytes_max(),
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

/// The form in which what a lesson says is corrected; none for a film whose length is that of its file. What learners read
/// now stands beside what was typed over it.
fn correction(lesson: &Lesson, typed: Option<&Correction>) -> Option<CorrectionForm> {
    let is_page = lesson.kind == LessonKind::Page;
    let text = |text: &str| is_page.then(|| text.to_owned());
    (!lesson.is_measured).then(|| CorrectionForm {
        seen: lesson.mark(),
        minutes: typed.map_or_else(|| lesson.minutes(), |typed| typed.minutes).to_string(),
        text: text(typed.map_or(lesson.content.as_str(), |typed| typed.text.as_str())),
        now: typed.map(|_| (duration(u64::from(lesson.length)), text(&lesson.content))),
    })
}

/// POST /lessons/{id}/correction. What was typed stays in the form when it is refused.
pub(crate) async fn correct(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let typed = Correction {
        seen: form.text("seen").to_owned(),
        text: form.text("text").to_owned(),
        // What is no number is refused as no length.
        minutes: form.parse("minutes").unwrap_or_default(),
    };
    let mut act = visitor.write(form.key()).await?;
    match actions::courses::correct_lesson(&mut act, lesson, &typed).await {
        Ok(()) => visitor.finish(act, &format!("{}?done=change", settings_url(lesson))).await,
        Err(refusal) if refusal.kind == RefusalKind::Forbidden => Err(refusal.into()),
        Err(refusal) => {
            drop(act);
            render_with(status(refusal.kind), &page(&visitor, lesson, Some((&typed, &refusal))).await?)
        }
    }
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
