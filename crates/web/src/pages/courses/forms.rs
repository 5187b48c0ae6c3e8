//! The forms of those who make courses: what is refused stays on its page as it was typed, with the sentence at its field.
//! Must not decide whether it is good.

use actions::Act;
use domain::{
    ids::CourseId,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
};
use policy::Hours;

use super::{course_page, new_course_page};
use crate::{
    errors::{Back, Page, PageError, render, render_with, status},
    fields::{Fields, Path, id},
    views::courses::TypedCourse,
    visitor::{SignedIn, Visitor},
};

/// A form of these pages that was refused.
pub(super) struct Refused<'a> {
    pub(super) refusal: &'a Refusal,
    /// The `id` of the field that it is about, where it is about one.
    pub(super) field: Option<&'static str>,
}

/// Whether a refusal is told on the page of its form: there it can be mended, or its page says what is missing.
fn stays(refusal: &Refusal) -> bool {
    matches!(refusal.kind, RefusalKind::Invalid | RefusalKind::Conflict) || refusal.code == "training-year.none"
}

/// GET /courses/new
pub(crate) async fn new(visitor: SignedIn) -> Page {
    actions::courses::may_add(&visitor.read().await?)?;
    let typed = TypedCourse { year: visitor.year().to_string(), ..TypedCourse::default() };
    render(&new_course_page(&visitor, typed, None))
}

/// POST /courses
pub(crate) async fn create(visitor: SignedIn, form: Fields) -> Page {
    let typed = typed(&form);
    let mut act = visitor.write(form.key()).await?;
    match add(&mut act, form.parse("year").unwrap_or_default(), &typed).await {
        Ok(course) => visitor.finish(act, &format!("/courses/{course}?done=course")).await,
        Err(refusal) if stays(&refusal) => {
            drop(act);
            let field = match refusal.code {
                "course.title" | "course.title-taken" => Some("title"),
                "course.required" => Some("required"),
                "course.hours" => Some("hours"),
                "course.notice" => Some("notice"),
                _ => None,
            };
            let refused = Refused { refusal: &refusal, field };
            render_with(status(refusal.kind), &new_course_page(&visitor, typed, Some(refused)))
        }
        Err(refusal) => Err(refusal).back("/courses/new"),
    }
}

fn typed(form: &Fields) -> TypedCourse {
    let text = |name| form.text(name).to_owned();
    TypedCourse {
        year: text("year"),
        title: text("title"),
        is_required: form.text("required") == "yes",
        hours: text("hours"),
        notice: text("notice"),
    }
}

/// Adds a course, an elective with its hours where they are typed.
async fn add(act: &mut Act, year: i16, typed: &TypedCourse) -> Result<CourseId, Refusal> {
    let course = actions::courses::add(act, year, &typed.title, typed.is_required).await?;
    if !typed.is_required && !typed.hours.is_empty() {
        actions::courses::set_hours(act, course, hours(&typed.hours)?, &typed.notice).await?;
    }
    Ok(course)
}

fn hours(text: &str) -> Result<Hours, Refusal> {
    text.parse().map_err(|_| {
        let what = if text.is_empty() {
            "还没有填写学时。".to_owned()
        } else {
            format!("学时不能是“{text}”。")
        };
        Refusal::invalid("course.hours", what, NOTHING_CHANGED, "请填写数字，例如 3 或 2.5。")
    })
}

/// POST /courses/{id}/title
pub(crate) async fn rename(visitor: SignedIn, Path(course): Path<String>, form: Fields) -> Page {
    let course = id(&course, "课程")?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::courses::rename(&mut act, course, form.text("title")).await;
    mended(&visitor, act, course, (done, "change"), &form).await
}

/// POST /courses/{id}/hours
pub(crate) async fn set_hours(visitor: SignedIn, Path(course): Path<String>, form: Fields) -> Page {
    let course = id(&course, "课程")?;
    let mut act = visitor.write(form.key()).await?;
    let done = match hours(form.text("hours")) {
        Ok(hours) => actions::courses::set_hours(&mut act, course, hours, form.text("notice")).await,
        // Who may not set any is told that first.
        Err(refusal) => actions::courses::may_add(&act).and(Err(refusal)),
    };
    mended(&visitor, act, course, (done, "course-hours"), &form).await
}

/// POST /courses/{id}/publication
pub(crate) async fn publish(visitor: SignedIn, Path(course): Path<String>, form: Fields) -> Page {
    let course = id(&course, "课程")?;
    let shown = form.text("published") == "yes";
    let mut act = visitor.write(form.key()).await?;
    let done = actions::courses::publish(&mut act, course, shown).await;
    mended(&visitor, act, course, (done, if shown { "published" } else { "unpublished" }), &form).await
}

/// Ends what was done to a course; what was refused is told on its page.
async fn mended(
    visitor: &Visitor,
    act: Act,
    course: CourseId,
    (done, said): (Result<(), Refusal>, &str),
    form: &Fields,
) -> Page {
    let url = format!("/courses/{course}");
    let refusal = match done {
        Ok(()) => return visitor.finish(act, &format!("{url}?done={said}")).await,
        Err(refusal) => refusal,
    };
    drop(act);
    if !stays(&refusal) {
        return Err(refusal).back(&url);
    }
    let field = match refusal.code {
        "course.title" | "course.title-taken" => Some("course-title"),
        "course.hours" | "course.no-hours" => Some("course-hours"),
        "course.notice" => Some("course-notice"),
        _ => None,
    };
    let mut act = visitor.read().await?;
    let view = actions::courses::show(&mut act, course).await.map_err(PageError::from)?;
    let page = course_page(visitor, &act, view, Some((Refused { refusal: &refusal, field }, typed(form))));
    render_with(status(refusal.kind), &page)
}
