//! GET /lessons/{id}/settings…: the page on which whoever makes courses mends one lesson.

use actions::{
    Act, Purpose,
    courses::{ChangedLesson, Correction, EditedLesson},
};
use domain::{
    course::{Lesson, LessonKind},
    ids::LessonId,
    learning::duration,
    refusal::{Refusal, RefusalKind},
};

use crate::{
    errors::{Page, PageError, render, render_with, status},
    fields::{Fields, Path, id},
    pages::attachments,
    translate, uploads,
    views::{
        courses::{CorrectionForm, LessonSettingsPage},
        faults::Faults,
    },
    visitor::{SignedIn, Visitor},
};

/// Where a lesson is mended.
pub(super) fn settings_url(lesson: LessonId) -> String {
    format!("/lessons/{lesson}/settings")
}

/// What was typed into one of the forms.
enum Typed<'a> {
    Nothing,
    /// With the place as it was typed.
    Change(&'a ChangedLesson, &'a str),
    Correction(&'a Correction),
}

/// GET /lessons/{id}/settings
pub(crate) async fn show(visitor: SignedIn, Path(lesson): Path<String>) -> Page {
    render(&page(&visitor, id(&lesson, "课时")?, None).await?)
}

/// The page of a lesson, with what was refused as it was typed.
async fn page(
    visitor: &Visitor,
    lesson: LessonId,
    refused: Option<(Typed<'_>, &Refusal)>,
) -> Result<LessonSettingsPage, PageError> {
    let mut act = visitor.read().await?;
    let EditedLesson { course, lesson, place, places, chapters, attachments, captions } =
        actions::courses::edited_lesson(&mut act, lesson).await?;
    let refusal = refused.as_ref().map(|(_, refusal)| *refusal);
    let (change, corrected) = match refused.map(|(typed, _)| typed) {
        Some(Typed::Change(change, place)) => (Some((change, place)), None),
        Some(Typed::Correction(correction)) => (None, Some(correction)),
        Some(Typed::Nothing) | None => (None, None),
    };
    let (title, chapter, place) = match change {
        Some((typed, place)) if lesson.is_in_use() => (typed.title.clone(), typed.chapter.clone(), place.to_owned()),
        _ => (lesson.title.clone(), lesson.chapter.clone(), place.to_string()),
    };
    Ok(LessonSettingsPage {
        frame: visitor.frame("修改课时", false).in_section("/courses"),
        trouble: refusal.map(translate::trouble),
        faults: refusal.map(|refusal| Faults::at(field_of(refusal), &refusal.what)).unwrap_or_default(),
        correction: correction(&lesson, corrected),
        is_film: lesson.kind == LessonKind::Video,
        captions,
        captions_megabytes_max: Purpose::Captions.megabytes_max(),
        id: lesson.id.to_string(),
        is_in_use: lesson.is_in_use(),
        title,
        chapter,
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

/// The field that a refusal is about.
fn field_of(refusal: &Refusal) -> Option<&'static str> {
    match refusal.code {
        "lesson.chapter" => Some("chapter"),
        "course.title" => Some("title"),
        "lesson.length" => Some("minutes"),
        "lesson.content" => Some("text"),
        _ => None,
    }
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
    let done = actions::courses::correct_lesson(&mut act, lesson, &typed).await;
    ended(&visitor, act, lesson, Typed::Correction(&typed), (done, "change")).await
}

/// Ends what was done to a lesson. What was refused is told on the page, with what was typed; whoever may not see the page is
/// told elsewhere.
async fn ended(
    visitor: &Visitor,
    act: Act,
    lesson: LessonId,
    typed: Typed<'_>,
    (done, said): (Result<(), Refusal>, &str),
) -> Page {
    let refusal = match done {
        Ok(()) => return visitor.finish(act, &format!("{}?done={said}", settings_url(lesson))).await,
        Err(refusal) => refusal,
    };
    drop(act);
    if refusal.kind == RefusalKind::Forbidden {
        return Err(refusal.into());
    }
    render_with(status(refusal.kind), &page(visitor, lesson, Some((typed, &refusal))).await?)
}

/// POST /lessons/{id}/settings. What was typed stays in the form when it is refused.
pub(crate) async fn change(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let changed = ChangedLesson {
        chapter: form.text("chapter").to_owned(),
        title: form.text("title").to_owned(),
        // What is no place leaves it at the end, where it can be seen and moved again.
        place: form.parse("place").unwrap_or(usize::MAX),
    };
    let mut act = visitor.write(form.key()).await?;
    let done = actions::courses::change_lesson(&mut act, lesson, &changed).await;
    ended(&visitor, act, lesson, Typed::Change(&changed, form.text("place")), (done, "change")).await
}

/// POST /lessons/{id}/withdrawal
pub(crate) async fn withdraw(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::courses::withdraw_lesson(&mut act, lesson).await;
    ended(&visitor, act, lesson, Typed::Nothing, (done, "lesson-withdrawn")).await
}

/// POST /lessons/{id}/restoration
pub(crate) async fn restore(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::courses::restore_lesson(&mut act, lesson).await;
    ended(&visitor, act, lesson, Typed::Nothing, (done, "lesson-restored")).await
}
