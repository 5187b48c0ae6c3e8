//! What a learner sees of courses: lessons, what counts of each, what did not and why, and where to go on.

use domain::{
    access::{Deed, Thing, may},
    attachment::Attachment,
    bookmark::Bookmark,
    clock::Instant,
    course::{Course, Lesson, LessonKind, has_enough},
    ids::{CourseId, LessonId, PersonId},
    learning::{DisputeAnswer, Granted, Uncounted, Watched},
    refusal::Refusal,
    training_year::TrainingYear,
};

use crate::{Act, learning, load, refusals};

/// A course with somebody's progress.
#[derive(Clone, Debug)]
pub struct CourseView {
    /// The course.
    pub course: Course,
    /// Its lessons in their order.
    pub lessons: Vec<LessonView>,
    /// Lessons that are neither shown to learners nor asked for any more.
    pub withdrawn: Vec<Lesson>,
    /// When the hours of an elective went into the archive, if they did.
    pub studied_at: Option<Instant>,
    /// Why it cannot be studied now: the training of its year has not begun, or is over.
    pub closed: Option<Refusal>,
}

/// A lesson with somebody's progress.
#[derive(Clone, Debug)]
pub struct LessonView {
    /// The lesson.
    pub lesson: Lesson,
    /// What counts of it.
    pub watched: Watched,
    /// Where the person was last, in milliseconds.
    pub place: u32,
    /// Whether as much of it counts as has to.
    pub has_enough: bool,
    /// Whether it is studied: a package has to say so besides.
    pub is_done: bool,
    /// What did not count, in milliseconds by reason.
    pub uncounted: Vec<(Uncounted, i64)>,
    /// What support let count of it in this round, the oldest first.
    pub granted: Vec<Granted>,
}

impl CourseView {
    /// Milliseconds that count in all.
    #[must_use]
    pub fn credited(&self) -> u64 {
        self.lessons.iter().map(|lesson| u64::from(lesson.credited())).sum()
    }

    /// Milliseconds of the whole course.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.lessons.iter().map(|lesson| u64::from(lesson.lesson.length)).sum()
    }

    /// The lesson to go on with; `None` when all are studied.
    #[must_use]
    pub fn next(&self) -> Option<&LessonView> {
        self.lessons.iter().find(|lesson| !lesson.is_done)
    }
}

impl LessonView {
    /// Milliseconds that count, of no more than the lesson has: it may have been longer when they were earned.
    #[must_use]
    pub fn credited(&self) -> u32 {
        self.watched.total().min(self.lesson.length)
    }
}

/// The courses of a year with the actor's progress; whoever makes courses sees those too that are not shown yet.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn list(act: &mut Act, year: i16) -> Result<Vec<CourseView>, Refusal> {
    let courses = store::courses::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
    shown(act, courses).await
}

/// The same of every year, the newest first, however long ago: whether a year can be made up for is for the settings of a
/// later one to say.
///
/// # Errors
/// `Forbidden` for strangers.
pub async fn list_all(act: &mut Act) -> Result<Vec<CourseView>, Refusal> {
    let courses = store::courses::all(&mut act.tx).await.map_err(refusals::store)?;
    shown(act, courses).await
}

async fn shown(act: &mut Act, courses: Vec<Course>) -> Result<Vec<CourseView>, Refusal> {
    let actor = act.signed_in()?;
    let makes = may(&actor, Deed::SettleTraining, &Thing::Institution);
    views(act, courses.into_iter().filter(|course| course.is_published || makes), actor.person).await
}

/// The courses of a year with the progress of a person whom the actor may look after: the required one, and what else they
/// have begun.
///
/// # Errors
/// `NotFound` for whoever may not see it.
pub async fn of_person(act: &mut Act, person: PersonId, year: i16) -> Result<Vec<CourseView>, Refusal> {
    let person = load::person(act, person, Deed::ViewLearning).await?.id;
    let courses = store::courses::of_year(&mut act.tx, year).await.map_err(refusals::store)?;
    let mut views = views(act, courses.into_iter(), person).await?;
    views.retain(|view| view.credited() > 0 || (view.course.is_required && view.course.is_published));
    Ok(views)
}

/// One course with the actor's progress.
///
/// # Errors
/// `NotFound` for a course that is not shown yet.
pub async fn show(act: &mut Act, id: CourseId) -> Result<CourseView, Refusal> {
    let actor = act.signed_in()?;
    let makes = may(&actor, Deed::SettleTraining, &Thing::Institution);
    let found = store::courses::get(&mut act.tx, id).await.map_err(refusals::store)?;
    let course = found.filter(|course| course.is_published || makes).ok_or_else(|| Refusal::not_found("课程"))?;
    let settled = store::training_years::all(&mut act.tx).await.map_err(refusals::store)?;
    view(act, course, actor.person, &settled).await
}

/// One lesson in its course.
#[derive(Clone, Debug)]
pub struct ShownLesson {
    /// The course with all its lessons.
    pub course: CourseView,
    /// Which of them it is.
    pub index: usize,
    /// What the actor objected to in it, the newest first: why, when, and what was answered.
    pub disputes: Vec<(String, Instant, Option<DisputeAnswer>)>,
    /// What its package said last; only packages say something.
    pub bookmark: Option<Bookmark>,
    /// The files that come with it.
    pub attachments: Vec<Attachment>,
    /// Whether its film has captions.
    pub has_captions: bool,
}

impl ShownLesson {
    /// The lesson itself.
    #[must_use]
    pub fn lesson(&self) -> &LessonView {
        &self.course.lessons[self.index]
    }
}

/// One lesson with the actor's progress.
///
/// # Errors
/// `NotFound` for a lesson of a course that is not shown yet.
pub async fn show_lesson(act: &mut Act, id: LessonId) -> Result<ShownLesson, Refusal> {
    let not_found = || Refusal::not_found("课时");
    let person = act.signed_in()?.person;
    let found = store::courses::lesson(&mut act.tx, id).await.map_err(refusals::store)?;
    let course = show(act, found.ok_or_else(not_found)?.course).await.map_err(|_| not_found())?;
    let index = course.lessons.iter().position(|view| view.lesson.id == id).ok_or_else(not_found)?;
    let disputes = store::disputes::of_lesson(&mut act.tx, person, id).await.map_err(refusals::store)?;
    let disputes = disputes.into_iter().map(|one| (one.reason, one.raised_at, one.answer)).collect();
    let bookmark = match course.lessons[index].lesson.kind {
        LessonKind::Package => {
            let round = learning::round(&mut act.tx, person, &course.course).await?;
            let kept = store::bookmarks::get(&mut act.tx, person, id, round).await.map_err(refusals::store)?;
            Some(kept.unwrap_or_default())
        }
        LessonKind::Video | LessonKind::Document | LessonKind::Page => None,
    };
    let attachments = store::attachments::of_lesson(&mut act.tx, id).await.map_err(refusals::store)?;
    let has_captions = store::captions::name(&mut act.tx, id).await.map_err(refusals::store)?.is_some();
    Ok(ShownLesson { course, index, disputes, bookmark, attachments, has_captions })
}

/// Lets pass whoever makes courses; to everybody else the pages for it do not exist.
///
/// # Errors
/// `NotFound`.
pub fn may_add(act: &Act) -> Result<(), Refusal> {
    load::office(act, Deed::SettleTraining)
}

async fn views(
    act: &mut Act,
    courses: impl Iterator<Item = Course>,
    person: PersonId,
) -> Result<Vec<CourseView>, Refusal> {
    let settled = store::training_years::all(&mut act.tx).await.map_err(refusals::store)?;
    let mut views = Vec::new();
    for course in courses {
        views.push(view(act, course, person, &settled).await?);
    }
    Ok(views)
}

async fn view(
    act: &mut Act,
    course: Course,
    person: PersonId,
    settled: &[TrainingYear],
) -> Result<CourseView, Refusal> {
    let lessons = store::courses::lessons(&mut act.tx, course.id).await.map_err(refusals::store)?;
    let (lessons, withdrawn): (Vec<_>, Vec<_>) = lessons.into_iter().partition(Lesson::is_in_use);
    let ids: Vec<_> = lessons.iter().map(|lesson| lesson.id).collect();
    let round = learning::round(&mut act.tx, person, &course).await?;
    let progress = store::learning::progress_in(&mut act.tx, person, &ids, round).await.map_err(refusals::store)?;
    let uncounted = store::learning::uncounted(&mut act.tx, person, &ids).await.map_err(refusals::store)?;
    let completed = store::bookmarks::completed(&mut act.tx, person, &ids, round).await.map_err(refusals::store)?;
    let granted = store::disputes::granted(&mut act.tx, person, &ids).await.map_err(refusals::store)?;
    let lessons = lessons.into_iter().map(|lesson| {
        let known = progress.iter().find(|one| one.lesson == lesson.id);
        let watched = known.map(|one| one.watched.clone()).unwrap_or_default();
        let completed_at = completed.iter().find(|(id, _)| *id == lesson.id).map(|(_, at)| *at);
        let of_lesson = uncounted.iter().filter(|(id, _, _)| *id == lesson.id);
        LessonView {
            place: known.map_or(0, |one| one.place),
            has_enough: has_enough(lesson.length, watched.total()),
            is_done: lesson.is_done(watched.total(), completed_at),
            uncounted: of_lesson.map(|(_, why, total)| (*why, *total)).collect(),
            granted: granted_in(&granted, lesson.id, round),
            watched,
            lesson,
        }
    });
    let lessons = lessons.collect();
    let studied_at = store::courses::studied_at(&mut act.tx, person, course.id).await.map_err(refusals::store)?;
    let today = act.today();
    let year = settled.iter().find(|it| it.year == course.year);
    let closed = year.and_then(|it| it.window_on(settled, today).may_study(course.year, today).err());
    Ok(CourseView { course, lessons, withdrawn, studied_at, closed })
}

/// What was granted of a lesson in a round.
fn granted_in(all: &[(LessonId, Granted)], lesson: LessonId, round: u8) -> Vec<Granted> {
    all.iter().filter(|(id, granted)| *id == lesson && granted.round == round).map(|(_, granted)| *granted).collect()
}
