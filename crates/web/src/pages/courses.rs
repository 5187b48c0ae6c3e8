//! GET /courses…: what there is to learn, where to go on, and the forms of those who make courses.

use std::collections::BTreeSet;

use actions::{
    Attempt, Purpose, check_lesson_file,
    courses::{CourseView, LessonForm, LessonView},
    training_years::PastYear,
};
use axum::extract::Request;
use domain::{
    clock::{chinese_date, shanghai_date},
    course::LessonKind,
    ids::CourseId,
    learning::{Uncounted, Watched, duration},
    refusal::{NOTHING_CHANGED, Refusal},
    size::FILE_MEGABYTES_MAX,
};

use policy::Hours;

use crate::{
    errors::{Back, Page, PageError, render, render_with, status},
    fields::{Fields, Path, id, years_of_training},
    pages::lesson_settings as lessons,
    translate,
    uploads::Upload,
    views::{
        courses::{
            Chapter, Counted, CourseCard, CoursePage, CourseYear, CoursesPage, ElectiveView, LessonLine, NewCoursePage,
            NewLessonPage, TypedLesson, UncountedLine,
        },
        parts::Chip,
    },
    visitor::{SignedIn, Visitor},
};

/// GET /courses
pub(crate) async fn index(visitor: SignedIn) -> Page {
    let mut act = visitor.read().await?;
    let may_add = actions::courses::may_add(&act).is_ok();
    let this_year = visitor.year();
    let settled = actions::training_years::list(&mut act).await?;
    let past = actions::training_years::past(&mut act).await?;
    let passed = actions::training_years::passed(&mut act).await?;
    let courses = actions::courses::list_all(&mut act).await?;
    let with_exam: BTreeSet<i16> = settled.iter().map(|it| it.year).filter(|year| *year <= this_year).collect();
    let years: BTreeSet<i16> = courses.iter().map(|view| view.course.year).chain(with_exam.clone()).collect();
    let year = |year: &i16| CourseYear {
        year: *year,
        has_exam: with_exam.contains(year),
        past: past.iter().find(|it| it.year.year == *year && !it.is_passed).map(make_up_for),
        passed: passed.get(year).map(|it| format!("必修课考试已合格，成绩来自“{}”，不用再学再考。", it.source)),
        courses: courses.iter().filter(|view| view.course.year == *year).map(card).collect(),
    };
    let years = years.iter().rev().map(year).collect();
    // Whoever has passed elsewhere is not told to begin.
    let is_due = |view: &CourseView| view.course.year == this_year && !passed.contains_key(&this_year);
    let open = courses.iter().filter(|view| view.course.is_published && view.closed.is_none());
    let next = open.filter(|view| is_due(view) || view.credited() > 0).find_map(go_on);
    let after_exam = visitor.web.app.pack().counts_after_exam();
    render(&CoursesPage { frame: visitor.pack_frame("公需课程"), next, years, after_exam, may_add })
}

fn make_up_for(it: &PastYear) -> String {
    let (year, until) = (it.year.year, chinese_date(it.until));
    format!("往年补修：{until}以前可以学习和考试，学时计入 {year} 年度账，不计入今年")
}

/// The lesson to go on with, of a course that was begun or is required, and whether it was begun.
fn go_on(view: &CourseView) -> Option<(String, String, String, bool)> {
    let next = view.next().filter(|_| view.course.is_required || view.credited() > 0)?;
    Some((lesson_url(next), next.lesson.title.clone(), view.course.title.clone(), view.credited() > 0))
}

pub(super) fn lesson_url(view: &LessonView) -> String {
    format!("/lessons/{}", view.lesson.id)
}

fn card(view: &CourseView) -> CourseCard {
    CourseCard {
        id: view.course.id.to_string(),
        title: view.course.title.clone(),
        chips: chips(view),
        worth: view.course.hours.as_ref().map(|set| format!("学完计 {} 学时（{}）", set.hours, set.notice)),
        counted: sum(view),
        done: view.lessons.iter().filter(|lesson| lesson.is_done).count(),
        lessons: view.lessons.len(),
    }
}

fn chips(view: &CourseView) -> Vec<Chip> {
    let kind = if view.course.is_required { Chip::new("必修课", "info") } else { Chip::new("选修课", "") };
    let mut chips = vec![kind];
    if !view.course.is_published {
        chips.push(Chip::new("未发布", "wait"));
    } else if !view.lessons.is_empty() && view.next().is_none() {
        chips.push(Chip::new("已学完", "good"));
    }
    chips
}

/// How much of a course counts, all lessons together.
fn sum(view: &CourseView) -> Counted {
    let percent = if view.length() == 0 { 0 } else { view.credited() * 100 / view.length() };
    Counted {
        percent,
        credited: duration(view.credited()),
        length: duration(view.length()),
        stretches: (view.credited() > 0).then(|| ("0".to_owned(), percent.to_string())).into_iter().collect(),
    }
}

/// How much of a lesson counts, and where in it.
pub(super) fn counted(watched: &Watched, length: u32) -> Counted {
    let end = length;
    let length = u64::from(length).max(1);
    let share = |part: u32| {
        let hundredths = u64::from(part) * 10_000 / length;
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    };
    // It may have been longer when time was earned in it.
    let total = u64::from(watched.total()).min(length);
    let stretches = watched.stretches().iter().filter(|(from, _)| *from < end);
    Counted {
        percent: total * 100 / length,
        credited: duration(total),
        length: duration(length),
        stretches: stretches.map(|&(from, to)| (share(from), share(to.min(end) - from))).collect(),
    }
}

/// Whether a lesson is studied, in a word.
pub(super) fn standing(view: &LessonView) -> Chip {
    match (view.is_done, view.watched.total()) {
        (true, _) => Chip::new("已学完", "good"),
        (false, 0) => Chip::new("未开始", ""),
        (false, _) => Chip::new("学习中", "info"),
    }
}

pub(super) fn uncounted(parts: &[(Uncounted, i64)]) -> Vec<UncountedLine> {
    let line = |(why, milliseconds): &(Uncounted, i64)| UncountedLine {
        why: why.as_str(),
        milliseconds: *milliseconds,
        words: duration(u64::try_from(*milliseconds).unwrap_or(0)),
        sentence: why.sentence(),
    };
    parts.iter().map(line).collect()
}

/// GET /courses/{id}
pub(crate) async fn show(visitor: SignedIn, Path(course): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let may_add = actions::courses::may_add(&act).is_ok();
    let view = actions::courses::show(&mut act, id(&course, "课程")?).await?;
    let withdrawn = view.withdrawn.iter().filter(|_| may_add);
    let is_open = view.course.is_published && !view.lessons.is_empty();
    render(&CoursePage {
        frame: visitor.pack_frame(view.course.title.clone()),
        id: view.course.id.to_string(),
        year: view.course.year,
        chips: chips(&view),
        counted: sum(&view),
        chapters: chapters(&view.lessons),
        withdrawn: withdrawn.map(|lesson| (lessons::settings_url(lesson.id), lesson.title.clone())).collect(),
        next: view.next().filter(|_| is_open).map(|next| (lesson_url(next), next.lesson.title.clone())),
        closed: view.closed.as_ref().map(translate::trouble),
        exam: (is_open && view.course.is_required).then(|| format!("/exams/{}", view.course.year)),
        elective: (!view.course.is_required).then(|| elective(&visitor, &view)),
        after_exam: visitor.web.app.pack().counts_after_exam(),
        is_published: view.course.is_published,
        may_add,
        title: view.course.title,
    })
}

fn elective(visitor: &Visitor, view: &CourseView) -> ElectiveView {
    let set = view.course.hours.as_ref();
    ElectiveView {
        hours: set.map(|set| set.hours.to_string()).unwrap_or_default(),
        notice: set.map(|set| set.notice.clone()).unwrap_or_default(),
        counts: visitor.web.app.pack().counts_without_exam(),
        studied_on: view.studied_at.map(|at| chinese_date(shanghai_date(at))),
    }
}

/// Lessons under the headings of their chapters; each heading once.
fn chapters(lessons: &[LessonView]) -> Vec<Chapter> {
    let mut chapters: Vec<Chapter> = Vec::new();
    for lesson in lessons {
        let line = LessonLine {
            url: lesson_url(lesson),
            settings_url: lessons::settings_url(lesson.lesson.id),
            title: lesson.lesson.title.clone(),
            kind: lesson.lesson.kind.label(),
            counted: counted(&lesson.watched, lesson.lesson.length),
            chip: standing(lesson),
            uncounted: uncounted(&lesson.uncounted),
        };
        match chapters.iter_mut().find(|chapter| chapter.title == lesson.lesson.chapter) {
            Some(chapter) => chapter.lessons.push(line),
            None => chapters.push(Chapter { title: lesson.lesson.chapter.clone(), lessons: vec![line] }),
        }
    }
    chapters
}

/// POST /courses/{id}/title
pub(crate) async fn rename(visitor: SignedIn, Path(course): Path<String>, form: Fields) -> Page {
    let url = format!("/courses/{course}");
    let mut act = visitor.write(form.key()).await?;
    actions::courses::rename(&mut act, id(&course, "课程")?, form.text("title")).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=change")).await
}

/// POST /courses/{id}/hours
pub(crate) async fn set_hours(visitor: SignedIn, Path(course): Path<String>, form: Fields) -> Page {
    let url = format!("/courses/{course}");
    let mut act = visitor.write(form.key()).await?;
    let set = match hours(form.text("hours")) {
        Ok(hours) => actions::courses::set_hours(&mut act, id(&course, "课程")?, hours, form.text("notice")).await,
        // Who may not set any is told that first.
        Err(refusal) => actions::courses::may_add(&act).and(Err(refusal)),
    };
    set.back(&url)?;
    visitor.finish(act, &format!("{url}?done=course-hours")).await
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

/// GET /courses/new
pub(crate) async fn new(visitor: SignedIn) -> Page {
    actions::courses::may_add(&visitor.read().await?)?;
    let frame = visitor.frame("新建课程", false).in_section("/courses");
    render(&NewCoursePage { frame, years: years_of_training(visitor.year()) })
}

/// POST /courses
pub(crate) async fn create(visitor: SignedIn, form: Fields) -> Page {
    let mut act = visitor.write(form.key()).await?;
    let year = visitor.year_in(form.text("year"))?;
    let is_required = form.text("required") == "yes";
    let course = actions::courses::add(&mut act, year, form.text("title"), is_required).await.back("/courses/new")?;
    if !is_required && !form.text("hours").is_empty() {
        let hours = hours(form.text("hours")).back("/courses/new")?;
        actions::courses::set_hours(&mut act, course, hours, form.text("notice")).await.back("/courses/new")?;
    }
    visitor.finish(act, &format!("/courses/{course}?done=course")).await
}

/// POST /courses/{id}/publication
pub(crate) async fn publish(visitor: SignedIn, Path(course): Path<String>, form: Fields) -> Page {
    let url = format!("/courses/{course}");
    let shown = form.text("published") == "yes";
    let mut act = visitor.write(form.key()).await?;
    actions::courses::publish(&mut act, id(&course, "课程")?, shown).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done={}", if shown { "published" } else { "unpublished" })).await
}

/// GET /courses/{id}/lessons/new
pub(crate) async fn new_lesson(visitor: SignedIn, Path(course): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    actions::courses::may_add(&act)?;
    let view = actions::courses::show(&mut act, id(&course, "课程")?).await?;
    render(&lesson_form(&visitor, view, None, TypedLesson::default()))
}

fn lesson_form(visitor: &Visitor, view: CourseView, trouble: Option<&Refusal>, typed: TypedLesson) -> NewLessonPage {
    NewLessonPage {
        frame: visitor.frame("添加课时", false).in_section("/courses"),
        id: view.course.id.to_string(),
        course: view.course.title,
        chapter: view.lessons.last().map(|last| last.lesson.chapter.clone()).unwrap_or_default(),
        film_megabytes_max: Purpose::Lesson.megabytes_max(),
        document_megabytes_max: FILE_MEGABYTES_MAX,
        trouble: trouble.map(translate::trouble),
        typed,
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
            render_with(status(refusal.kind), &lesson_form(&visitor, view, Some(&refusal), typed))
        }
        other => other,
    }
}

fn typed(fields: &Fields) -> TypedLesson {
    let text = |name| fields.text(name).to_owned();
    TypedLesson { title: text("title"), kind: text("kind"), minutes: text("minutes"), text: text("text") }
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
