//! GET /courses…: what there is to learn, where to go on, and what the forms of those who make courses stand on.

mod forms;
mod new_lesson;

use std::collections::BTreeSet;

use actions::{
    Act,
    courses::{CourseView, LessonView},
    training_years::PastYear,
};
use domain::{
    clock::{chinese_date, shanghai_date},
    learning::{Granted, Uncounted, Watched, duration},
};

use crate::{
    errors::{Page, render},
    fields::{Path, id, years_of_training},
    pages::lesson_settings as lessons,
    translate,
    views::{
        courses::{
            Chapter, Counted, CourseCard, CoursePage, CourseYear, CoursesPage, ElectiveView, LessonLine, NewCoursePage,
            TypedCourse, UncountedLine,
        },
        faults::Faults,
        parts::Chip,
    },
    visitor::{SignedIn, Visitor},
};

use forms::Refused;
pub(crate) use forms::{create, new, publish, rename, set_hours};
pub(crate) use new_lesson::{create_lesson, new_lesson};

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

/// What support let count, in sentences.
pub(super) fn granted(all: &[Granted]) -> Vec<String> {
    all.iter().map(|granted| format!("技术支持{}", granted.sentence())).collect()
}

/// GET /courses/{id}
pub(crate) async fn show(visitor: SignedIn, Path(course): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let view = actions::courses::show(&mut act, id(&course, "课程")?).await?;
    render(&course_page(&visitor, &act, view, None))
}

/// The page of a course, with a form of it that was refused as it was typed.
fn course_page(
    visitor: &Visitor,
    act: &Act,
    view: CourseView,
    refused: Option<(Refused<'_>, TypedCourse)>,
) -> CoursePage {
    let may_add = actions::courses::may_add(act).is_ok();
    let withdrawn = view.withdrawn.iter().filter(|_| may_add);
    let is_open = view.course.is_published && !view.lessons.is_empty();
    let faults = faults(refused.as_ref().map(|(refused, _)| refused));
    let trouble = refused.as_ref().map(|(refused, _)| translate::trouble(refused.refusal));
    // Only the form that was refused holds what was typed; the others are as they were.
    let typed_title = refused.as_ref().filter(|_| faults.has("course-title")).map(|(_, typed)| typed.title.clone());
    CoursePage {
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
        elective: (!view.course.is_required).then(|| elective(visitor, &view)),
        after_exam: visitor.web.app.pack().counts_after_exam(),
        is_published: view.course.is_published,
        may_add,
        trouble,
        new_title: typed_title.unwrap_or_else(|| view.course.title.clone()),
        new_hours: new_hours(&view, refused.as_ref().map(|(refused, typed)| (refused, typed))),
        faults,
        title: view.course.title,
    }
}

/// Hours and notice of an elective as they are set, or as they were typed and refused.
fn new_hours(view: &CourseView, refused: Option<(&Refused<'_>, &TypedCourse)>) -> (String, String) {
    let is_typed = |refused: &Refused<'_>| matches!(refused.refusal.code, "course.hours" | "course.notice");
    match (refused.filter(|(refused, _)| is_typed(refused)), &view.course.hours) {
        (Some((_, typed)), _) => (typed.hours.clone(), typed.notice.clone()),
        (None, Some(set)) => (set.hours.to_string(), set.notice.clone()),
        (None, None) => Default::default(),
    }
}

fn faults(refused: Option<&Refused<'_>>) -> Faults {
    refused.map(|refused| Faults::at(refused.field, &refused.refusal.what)).unwrap_or_default()
}

/// The form for a course, with what was typed where it was refused.
fn new_course_page(visitor: &Visitor, typed: TypedCourse, refused: Option<Refused<'_>>) -> NewCoursePage {
    NewCoursePage {
        frame: visitor.frame("新建课程", false).in_section("/courses"),
        years: years_of_training(visitor.year()).into_iter().map(|year| year.to_string()).collect(),
        trouble: refused.as_ref().map(|refused| translate::trouble(refused.refusal)),
        faults: faults(refused.as_ref()),
        typed,
    }
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
            granted: granted(&lesson.granted),
        };
        match chapters.iter_mut().find(|chapter| chapter.title == lesson.lesson.chapter) {
            Some(chapter) => chapter.lessons.push(line),
            None => chapters.push(Chapter { title: lesson.lesson.chapter.clone(), lessons: vec![line] }),
        }
    }
    chapters
}
