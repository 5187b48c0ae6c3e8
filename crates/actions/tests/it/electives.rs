//! An elective counts hours of its own, once, for its year and for nothing else (article 3), on every database.

use actions::{courses, exams, learning, training_years, years};
use domain::{
    access::Actor,
    certificate::CertificateKind,
    ids::{CourseId, LessonId},
    training_year::TrainingYear,
};
use jiff::civil::date;
use policy::Hours;

use crate::{
    act,
    exams::{after, begin, lesson, school, school_of, settings, sit, watch},
    world::{World, YEAR, issue, worlds},
};

const TITLE: &str = "研修资料选读";
const NOTICE: &str = "校人〔2026〕8号";

/// An elective of two lessons, published, of three hours.
pub(crate) async fn elective(world: &World) -> (CourseId, Vec<LessonId>) {
    let course = act!(world, world.personnel, courses::add, YEAR, TITLE, false).expect("a course");
    let mut lessons = Vec::new();
    for title in ["第一讲", "第二讲"] {
        lessons.push(act!(world, world.personnel, courses::add_lesson, course, lesson(title)).expect("a lesson"));
    }
    let refused = act!(world, world.personnel, courses::publish, course, true).expect_err("no hours");
    assert_eq!(refused.code, "course.no-hours");
    act!(world, world.personnel, courses::set_hours, course, Hours::from_whole(3), NOTICE).expect("hours");
    act!(world, world.personnel, courses::publish, course, true).expect("published");
    (course, lessons)
}

async fn posted(world: &World, actor: &Actor) -> Vec<policy::PublicFacts> {
    act!(world, actor, years::account, YEAR, None).expect("an account").public
}

#[tokio::test]
async fn whoever_finishes_all_lessons_has_the_hours_in_the_account_once() {
    for world in worlds().await {
        act!(world, world.personnel, training_years::settle, &settings()).expect("settled");
        let (course, lessons) = elective(&world).await;
        let teacher = &world.teacher;
        watch(&world, teacher, lessons[0], 0).await;
        assert!(posted(&world, teacher).await.is_empty(), "one of two is not all");
        watch(&world, teacher, lessons[1], 0).await;
        let account = act!(world, teacher, years::account, YEAR, None).expect("an account");
        let [result] = &account.public[..] else { panic!("one result: {:?}", account.public) };
        assert!(result.without_exam && !result.required && !result.exam_passed, "{result:?}");
        let told = (result.course.as_str(), result.hours, result.notice.as_str(), result.attempts);
        assert_eq!(told, (TITLE, Hours::from_whole(3), NOTICE, 0));
        let today = date(2026, 11, 20);
        assert_eq!((result.happened, result.learned), (Some(today), Some(today)), "both dates are kept");
        assert_eq!(account.assessment.public, Hours::from_whole(3), "the pack lets it wait for no examination");
        assert!(!account.assessment.exam_passed, "it is not the required course");
        let said = account.explanation.to_chinese();
        assert!(said.contains("计 3 学时（学时依据：校人〔2026〕8号）"), "{said}");
        let refused = act!(world, teacher, issue, CertificateKind::PublicExam, YEAR);
        assert!(refused.is_err(), "an elective gives no certificate of the examination");
        let shown = act!(world, teacher, courses::show, course).expect("a course");
        assert!(shown.studied_at.is_some() && shown.next().is_none());

        // Whatever becomes of the course, nothing is posted twice or changed.
        act!(world, world.personnel, courses::set_hours, course, Hours::from_whole(5), NOTICE).expect("other hours");
        let more = act!(world, world.personnel, courses::add_lesson, course, lesson("第三讲")).expect("a lesson");
        watch(&world, teacher, more, 0).await;
        let again = posted(&world, teacher).await;
        assert_eq!((again.len(), again[0].hours), (1, Hours::from_whole(3)));
        let account = act!(world, world.personnel, years::account, YEAR, Some(teacher.person)).expect("an account");
        assert_eq!(account.public.len(), 1);
    }
}

#[tokio::test]
async fn whoever_lacks_only_what_is_withdrawn_has_the_hours_by_that() {
    for world in worlds().await {
        act!(world, world.personnel, training_years::settle, &settings()).expect("settled");
        let (_, lessons) = elective(&world).await;
        watch(&world, &world.teacher, lessons[0], 0).await;
        watch(&world, &world.colleague, lessons[1], 0).await;
        act!(world, world.personnel, courses::withdraw_lesson, lessons[1]).expect("withdrawn");
        assert_eq!(posted(&world, &world.teacher).await.len(), 1);
        assert!(posted(&world, &world.colleague).await.is_empty());
        act!(world, world.personnel, courses::restore_lesson, lessons[1]).expect("restored");
        act!(world, world.personnel, courses::withdraw_lesson, lessons[1]).expect("withdrawn again");
        assert_eq!(posted(&world, &world.teacher).await.len(), 1, "once only");
    }
}

#[tokio::test]
async fn a_make_up_repeats_the_required_course_and_no_elective() {
    for world in worlds().await {
        let required = school(&world).await;
        let (_, lessons) = elective(&world).await;
        let teacher = &world.teacher;
        watch(&world, teacher, lessons[0], 0).await;
        for one in &required {
            watch(&world, teacher, *one, 0).await;
        }
        for _ in 0..3 {
            let id = exams::begin(&world.app, teacher.clone(), YEAR, None, after(&world, 400)).await.expect("begun").id;
            sit(&world, teacher, id, false).await;
        }
        act!(world, world.personnel, exams::grant_make_up, teacher.person, YEAR, "来电").expect("granted");
        let opened = act!(world, teacher, learning::open, required[0]).expect("opened");
        assert_eq!(opened.watched.total(), 0, "the required course begins anew");
        let opened = act!(world, teacher, learning::open, lessons[0]).expect("opened");
        assert_eq!(opened.watched.total(), 120_000, "minutes of the elective stay");
        watch(&world, teacher, lessons[1], 0).await;
        assert!(posted(&world, teacher).await.iter().any(|one| one.course == TITLE));
    }
}

#[tokio::test]
async fn hours_need_an_elective_a_notice_and_somebody_who_may() {
    for world in worlds().await {
        school(&world).await;
        let required = act!(world, world.personnel, courses::list, YEAR).expect("courses")[0].course.id;
        let (course, _) = elective(&world).await;
        let three = Hours::from_whole(3);
        let code = async |actor: Actor, id: CourseId, hours: Hours, notice: &'static str| {
            act!(world, actor, courses::set_hours, id, hours, notice).expect_err("refused").code
        };
        assert_eq!(code(world.personnel.clone(), required, three, NOTICE).await, "course.required-hours");
        assert_eq!(code(world.personnel.clone(), course, three, " ").await, "course.notice");
        assert_eq!(code(world.personnel.clone(), course, Hours::ZERO, NOTICE).await, "course.hours");
        assert_eq!(code(world.teacher.clone(), course, three, NOTICE).await, "forbidden");
        for taken in [TITLE, settings().theme.as_str()] {
            let refused = act!(world, world.personnel, courses::add, YEAR, taken, false).expect_err("taken");
            assert_eq!(refused.code, "course.title-taken");
        }
        let refused = act!(world, world.personnel, courses::rename, required, TITLE).expect_err("taken");
        assert_eq!(refused.code, "course.title-taken");
        let theme = TrainingYear { theme: TITLE.to_owned(), ..settings() };
        let refused = act!(world, world.personnel, training_years::settle, &theme).expect_err("taken");
        assert_eq!(refused.code, "training-year.theme-taken");
        assert!(refused.what.contains(TITLE), "{refused}");
    }
}

/// Names and hours of what is posted, in the order of the names.
async fn names(world: &World, actor: &Actor) -> Vec<(String, Hours)> {
    let mut all: Vec<_> = posted(world, actor).await.into_iter().map(|one| (one.course, one.hours)).collect();
    all.sort();
    all
}

#[tokio::test]
async fn what_the_required_course_brings_stands_beside_an_elective_that_once_bore_its_name() {
    for world in worlds().await {
        act!(world, world.personnel, training_years::settle, &settings()).expect("settled");
        let (course, lessons) = elective(&world).await;
        let teacher = &world.teacher;
        for one in &lessons {
            watch(&world, teacher, *one, 0).await;
        }
        act!(world, world.personnel, courses::rename, course, "选读").expect("renamed");
        let required = school_of(&world, &TrainingYear { theme: TITLE.to_owned(), ..settings() }).await;
        for one in &required {
            watch(&world, teacher, *one, 0).await;
        }
        let elective = (TITLE.to_owned(), Hours::from_whole(3));
        let theme = |hours| (format!("{TITLE}（必修课）"), Hours::from_whole(hours));
        assert_eq!(names(&world, teacher).await, [elective.clone(), theme(10)]);
        let id = begin(&world, teacher).await;
        sit(&world, teacher, id, true).await;
        assert_eq!(names(&world, teacher).await, [elective, theme(15)], "it is replaced by nothing but itself");
    }
}

#[tokio::test]
async fn what_an_elective_brings_stands_beside_every_course_that_once_bore_its_name() {
    for world in worlds().await {
        let teacher = &world.teacher;
        for one in school_of(&world, &TrainingYear { theme: TITLE.to_owned(), ..settings() }).await {
            watch(&world, teacher, one, 0).await;
        }
        let required = act!(world, world.personnel, courses::list, YEAR).expect("courses")[0].course.id;
        act!(world, world.personnel, courses::rename, required, &settings().theme).expect("renamed");
        act!(world, world.personnel, training_years::settle, &settings()).expect("another theme");
        for renamed in ["选读一", "选读二"] {
            let (course, lessons) = elective(&world).await;
            for one in &lessons {
                watch(&world, teacher, *one, 0).await;
            }
            act!(world, world.personnel, courses::rename, course, renamed).expect("renamed");
        }
        let id = begin(&world, teacher).await;
        sit(&world, teacher, id, true).await;
        let three = Hours::from_whole(3);
        let expected = [
            (TITLE.to_owned(), Hours::from_whole(15)),
            (format!("{TITLE}（选修课 2）"), three),
            (format!("{TITLE}（选修课）"), three),
        ];
        assert_eq!(names(&world, teacher).await, expected);
    }
}
