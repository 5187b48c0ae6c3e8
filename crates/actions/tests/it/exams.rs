//! Learning, examination and what they leave in the archive (article 3), on every database.

use std::collections::BTreeMap;

use actions::{Mode, courses::LessonForm, exams, learning};
use domain::{
    access::{Actor, Role},
    certificate::CertificateKind,
    clock::Instant,
    course::LessonKind,
    exam::{Answer, Kept, Mix, NotKept, Part, Standing},
    ids::{AttemptId, LessonId},
    learning::{Beat, BeatRefused, Uncounted},
    question::{Choice, Form},
    table::Table,
    training_year::{ExamRules, Notices, TrainingYear},
};
use jiff::civil::date;
use policy::Hours;

use crate::{
    act,
    world::{World, YEAR, id_number, issue, worlds},
};

pub(crate) const MINUTE: u32 = 60_000;

pub(crate) fn settings() -> TrainingYear {
    TrainingYear {
        year: YEAR,
        theme: "人工智能与专业发展".to_owned(),
        notice: "示例〔2026〕1号".to_owned(),
        notices: Notices::default(),
        past_years: None,
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        opens: date(2026, 4, 1),
        closes: date(2026, 11, 30),
        exam: ExamRules {
            pass_mark: 60,
            attempts: 3,
            minutes: 60,
            mix: Mix {
                parts: vec![
                    Part::of(Form::Single, 3, 20),
                    Part::of(Form::Multiple, 1, 20),
                    Part::of(Form::TrueFalse, 2, 10),
                ],
            },
            shows_answers: true,
        },
    }
}

/// A bank in which A is always right, with B for several.
pub(crate) fn bank() -> Table {
    let mut rows = vec![["题型", "题干", "选项A", "选项B", "选项C", "答案"].map(str::to_owned)];
    for number in 1..=6 {
        let row = |form: &str, answer: &str| {
            [form, &format!("{form}第{number}题"), "对的甲", "对的乙", "错的丙", answer].map(str::to_owned)
        };
        rows.push(row("单选题", "A"));
        rows.push(row("多选题", "AB"));
        rows.push(["判断题", &format!("判断题第{number}题"), "", "", "", "正确"].map(str::to_owned));
    }
    Table::from_texts("题库", rows)
}

/// This year, settled, with one course of two lessons of two minutes, published.
pub(crate) async fn school(world: &World) -> Vec<LessonId> {
    school_of(world, &settings()).await
}

/// The same for a year that is settled so.
pub(crate) async fn school_of(world: &World, settings: &TrainingYear) -> Vec<LessonId> {
    let year = settings.year;
    act!(world, world.personnel, actions::training_years::settle, settings).expect("settings");
    let report =
        act!(world, world.personnel, exams::import_questions, year, &bank(), Mode::AllOrNothing).expect("a bank");
    assert_eq!((report.good, report.problems), (18, vec![]));
    let course = act!(world, world.personnel, actions::courses::add, year, &settings.theme, true).expect("a course");
    let mut lessons = Vec::new();
    for title in ["第一讲", "第二讲"] {
        let form = lesson(title);
        lessons.push(act!(world, world.personnel, actions::courses::add_lesson, course, form).expect("a lesson"));
    }
    act!(world, world.personnel, actions::courses::publish, course, true).expect("published");
    lessons
}

/// A lesson of two minutes.
pub(crate) fn lesson(title: &str) -> LessonForm {
    LessonForm {
        chapter: String::new(),
        title: title.to_owned(),
        kind: LessonKind::Page,
        length: 2 * MINUTE,
        content: "# 讲义".to_owned(),
    }
}

/// So many seconds after the world's moment.
pub(crate) fn after(world: &World, seconds: i64) -> Instant {
    Instant::from_second(world.now.as_second() + seconds).expect("a moment")
}

/// Watches a lesson from end to end, beginning so many seconds after the world's moment.
pub(crate) async fn watch(world: &World, actor: &Actor, lesson: LessonId, from: i64) {
    let opened = act!(world, actor, learning::open, lesson).expect("opened");
    // The ticket is given at the world's moment: time runs from there.
    for number in 1..=4 {
        let beat = Beat { number, from: (number - 1) * MINUTE / 2, to: number * MINUTE / 2, ended: None };
        let now = after(world, from + i64::from(number) * 30);
        let reply = learning::beat(&world.app, actor.person, opened.ticket, beat, now).await.expect("a reply");
        assert_eq!(reply.outcome.expect("taken").credited, MINUTE / 2);
        assert_eq!(reply.is_done, number == 4);
    }
}

pub(crate) async fn begin(world: &World, actor: &Actor) -> AttemptId {
    exams::begin(&world.app, actor.clone(), YEAR, None, after(world, 400)).await.expect("begun").id
}

pub(crate) async fn give(
    world: &World,
    actor: &Actor,
    id: AttemptId,
    answer: Answer,
    now: Instant,
) -> Result<Kept, NotKept> {
    exams::answer(&world.app, actor.person, id, answer, now).await.expect("a reply").outcome
}

/// Answers every question rightly or wrongly.
pub(crate) async fn fill_in(world: &World, actor: &Actor, id: AttemptId, rightly: bool) {
    let paper = exams::paper(&world.app, actor.person, id, world.now).await.expect("a paper");
    for (number, asked) in (1..).zip(&paper.asked) {
        let right = |option: &String| match rightly {
            true => option.starts_with('对') || option == "正确",
            false => option.starts_with('错'),
        };
        let chosen = (0..asked.options.len()).filter(|place| right(&asked.options[*place]));
        let mut chosen: Vec<usize> = chosen.collect();
        if asked.form == Form::Single {
            // Of the two that look right only one is; the bank says the first.
            chosen.retain(|place| !rightly || asked.options[*place] == "对的甲");
        }
        let place = u16::try_from(asked.place).expect("few questions");
        let answer = Answer { window: 1, number, place, chosen: Choice::of(chosen) };
        assert_eq!(give(world, actor, id, answer, after(world, 410)).await, Ok(Kept::New));
    }
}

/// The same, and hands in.
pub(crate) async fn sit(world: &World, actor: &Actor, id: AttemptId, rightly: bool) -> u16 {
    fill_in(world, actor, id, rightly).await;
    exams::hand_in(&world.app, actor.clone(), id, world.now).await.expect("handed in").ending.expect("ended").points
}

#[tokio::test]
async fn from_the_first_lesson_to_the_hours_in_the_account() {
    for world in worlds().await {
        let lessons = school(&world).await;
        let refused = exams::begin(&world.app, world.teacher.clone(), YEAR, None, after(&world, 1)).await;
        assert_eq!(refused.expect_err("not studied").code, "exam.unstudied");
        watch(&world, &world.teacher, lessons[0], 0).await;
        watch(&world, &world.teacher, lessons[1], 0).await;
        let account = act!(world, world.teacher, actions::years::account, YEAR, None).expect("an account");
        assert_eq!(account.public.len(), 1, "the study hours arrive by themselves");
        let id = begin(&world, &world.teacher).await;
        assert_eq!(begin(&world, &world.teacher).await, id, "beginning twice is one attempt");
        assert_eq!(sit(&world, &world.teacher, id, true).await, 100);
        let view = act!(world, world.teacher, exams::overview, YEAR).expect("an overview");
        assert_eq!((view.standing, view.left), (Standing::Passed, 2));
        let account = act!(world, world.teacher, actions::years::account, YEAR, None).expect("an account");
        let result = &account.public[0];
        assert!(result.exam_passed && result.hours == Hours::from_whole(15), "{result:?}");
        let issued = act!(world, world.teacher, issue, CertificateKind::PublicExam, YEAR);
        issued.expect("the examination of the required course gives its certificate at once");
        let shown = act!(world, world.teacher, exams::result, id).expect("a result");
        assert_eq!((shown.corrections.len(), shown.lost.places), (6, 0));
        assert!(act!(world, world.colleague, exams::result, id).is_err(), "nobody else's");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_mix_is_asked_of_whoever_has_not_begun_and_the_day_of_studying_is_kept() {
    for world in worlds().await {
        let lessons = school(&world).await;
        for (actor, from) in [(&world.teacher, 0), (&world.colleague, 200)] {
            watch(&world, actor, lessons[0], from).await;
            watch(&world, actor, lessons[1], from).await;
        }
        let account = act!(world, world.colleague, actions::years::account, YEAR, None).expect("an account");
        assert!(account.public[0].happened.is_some(), "studied, on its day: {:?}", account.public);
        let asked = async |actor: &Actor, id| {
            exams::paper(&world.app, actor.person, id, after(&world, 801)).await.expect("a paper").asked.len()
        };
        let running = begin(&world, &world.teacher).await;
        let mut changed = settings();
        changed.exam.mix = Mix { parts: vec![Part::of(Form::Single, 4, 25)] };
        act!(world, world.personnel, actions::training_years::settle, &changed).expect("settled");
        assert_eq!(asked(&world.teacher, running).await, 6, "a running paper never changes");
        let begun = begin(&world, &world.colleague).await;
        assert_eq!(asked(&world.colleague, begun).await, 4);
    }
}

#[tokio::test]
async fn a_passed_result_from_elsewhere_stays_as_it_is_whatever_the_course_is_called() {
    let theme = settings().theme;
    for course in [theme.as_str(), &format!("《{theme}》"), "公需科目必修课"] {
        for world in worlds().await {
            let number = id_number(0);
            let row = ["2026", &number, "林晓", course, "10", "1", "88", "2026-06-01 10:00", "合格", "15"];
            world.import_public_exam(&[row]).await;
            for lesson in school(&world).await {
                watch(&world, &world.teacher, lesson, 0).await;
            }
            let account = act!(world, world.teacher, actions::years::account, YEAR, None).expect("an account");
            let [result] = &account.public[..] else { panic!("one result: {:?}", account.public) };
            assert!(result.exam_passed && result.hours == Hours::from_whole(15), "{result:?}");
            assert_eq!((result.score, result.source.as_str()), (Some(88), "平台导出"));
            assert!(account.assessment.exam_passed, "{course} is the required course");
            let view = act!(world, world.teacher, exams::overview, YEAR).expect("an overview");
            assert_eq!(view.standing, Standing::Passed, "nobody sits again what is passed");
        }
    }
}

#[tokio::test]
async fn three_failures_then_support_and_only_then_a_fourth() {
    for world in worlds().await {
        let lessons = school(&world).await;
        for lesson in &lessons {
            watch(&world, &world.teacher, *lesson, 0).await;
        }
        let refused = act!(world, world.personnel, exams::grant_make_up, world.teacher.person, YEAR, "来电");
        assert_eq!(refused.expect_err("three are left").code, "make-up.left");
        for _ in 0..3 {
            let id = begin(&world, &world.teacher).await;
            assert_eq!(sit(&world, &world.teacher, id, false).await, 0);
        }
        let refused = exams::begin(&world.app, world.teacher.clone(), YEAR, None, after(&world, 500)).await;
        assert_eq!(refused.expect_err("used up").code, "exam.used-up");
        assert!(act!(world, world.verifier, exams::grant_make_up, world.teacher.person, YEAR, "来电").is_err());
        let refused = act!(world, world.personnel, exams::grant_make_up, world.teacher.person, YEAR, " ");
        assert_eq!(refused.expect_err("no reason").code, "reason.missing");
        act!(world, world.personnel, exams::grant_make_up, world.teacher.person, YEAR, "11月20日来电")
            .expect("granted");
        let refused = exams::begin(&world.app, world.teacher.clone(), YEAR, None, after(&world, 500)).await;
        assert_eq!(refused.expect_err("study first").code, "exam.unstudied");
        for lesson in &lessons {
            watch(&world, &world.teacher, *lesson, 0).await;
        }
        let id = begin(&world, &world.teacher).await;
        assert_eq!(sit(&world, &world.teacher, id, true).await, 100);
    }
}

#[tokio::test]
async fn no_answer_that_was_called_saved_is_lost_and_none_counts_after_the_end() {
    for world in worlds().await {
        for lesson in school(&world).await {
            watch(&world, &world.teacher, lesson, 0).await;
        }
        let id = begin(&world, &world.teacher).await;
        let answer = |window, number, place, option| Answer { window, number, place, chosen: Choice::of([option]) };
        let (at, teacher) = (|seconds: i64| after(&world, 400 + seconds), &world.teacher);
        assert_eq!(give(&world, teacher, id, answer(1, 1, 0, 0), at(1)).await, Ok(Kept::New));
        assert_eq!(give(&world, teacher, id, answer(1, 1, 0, 0), at(2)).await, Ok(Kept::Before), "the same again");
        assert_eq!(give(&world, teacher, id, answer(1, 1, 0, 1), at(3)).await, Err(NotKept::NumberTaken));
        assert_eq!(give(&world, teacher, id, answer(1, 3, 1, 1), at(4)).await, Ok(Kept::New));
        assert_eq!(give(&world, teacher, id, answer(1, 2, 1, 0), at(5)).await, Ok(Kept::New), "came late, counts less");
        assert_eq!(give(&world, teacher, id, answer(1, 9, 6, 0), at(6)).await, Err(NotKept::NoSuchQuestion));
        let stranger = exams::answer(&world.app, world.colleague.person, id, answer(1, 9, 2, 0), at(6)).await;
        assert_eq!(stranger.expect_err("not theirs").code, "not-found");
        let mut act = world.app.write(Some(teacher.clone()), at(7), None).await.expect("a transaction");
        assert_eq!(exams::open_window(&mut act, id, None).await.map(|window| window.number), Ok(2));
        act.commit("/").await.expect("a commit");
        assert_eq!(give(&world, teacher, id, answer(1, 4, 2, 0), at(8)).await, Err(NotKept::OtherWindow));
        assert_eq!(give(&world, teacher, id, answer(2, 1, 2, 2), at(9)).await, Ok(Kept::New));
        let late = 60 * 60 + 11;
        assert_eq!(give(&world, teacher, id, answer(2, 2, 3, 0), at(late)).await, Err(NotKept::Over));
        assert_eq!(give(&world, teacher, id, answer(2, 1, 2, 2), at(late)).await, Ok(Kept::Before));
        assert_eq!(exams::end_due(&world.app, at(late)).await, Ok(1));
        assert_eq!(exams::end_due(&world.app, at(late)).await, Ok(0));
        let shown = act!(world, teacher, exams::result, id).expect("a result");
        let chosen: BTreeMap<usize, String> = shown
            .corrections
            .iter()
            .filter_map(|(asked, _, _)| Some((asked.place, asked.chosen?.to_string())))
            .collect();
        let expected = [(0, "A"), (1, "B"), (2, "C")].map(|(place, chosen)| (place, chosen.to_owned()));
        assert_eq!(chosen, BTreeMap::from(expected));
        assert_eq!(shown.lost.places, 4);
        assert!(!shown.attempt.ending.expect("ended").by_person);
    }
}

#[tokio::test]
async fn two_windows_earn_no_more_than_one_and_a_restart_goes_on() {
    for mut world in worlds().await {
        let lessons = school(&world).await;
        let first = act!(world, world.teacher, learning::open, lessons[0]).expect("opened");
        let beat = |number, from: u32, to: u32| Beat { number, from: from * 1_000, to: to * 1_000, ended: None };
        let person = world.teacher.person;
        let reply = learning::beat(&world.app, person, first.ticket, beat(1, 0, 30), after(&world, 30)).await;
        assert_eq!(reply.expect("a reply").credited, 30_000);
        let mut act =
            world.app.write(Some(world.teacher.clone()), after(&world, 40), None).await.expect("a transaction");
        let second = learning::open(&mut act, lessons[0]).await.expect("opened again");
        act.commit("/").await.expect("a commit");
        assert_eq!(second.watched.total(), 30_000, "what the first window earned is kept");
        let reply = learning::beat(&world.app, person, first.ticket, beat(2, 30, 60), after(&world, 60)).await;
        assert_eq!(reply.expect("a reply").outcome, Err(BeatRefused::TakenOver));
        let reply = learning::beat(&world.app, person, second.ticket, beat(1, 30, 60), after(&world, 60)).await;
        let earned = reply.expect("a reply").outcome.expect("taken");
        assert_eq!(earned.credited, 20_000, "only since it was opened");
        let other =
            learning::beat(&world.app, world.colleague.person, second.ticket, beat(2, 60, 90), after(&world, 90));
        assert_eq!(other.await.expect("a reply").outcome, Err(BeatRefused::Foreign), "somebody else's ticket");
        learning::write_down(&world.app, after(&world, 61)).await.expect("written");
        world.reopened(|_| {}).await;
        let reply = learning::beat(&world.app, person, second.ticket, beat(2, 60, 90), after(&world, 90)).await;
        let reply = reply.expect("a reply");
        assert_eq!((reply.outcome.expect("taken").credited, reply.credited), (30_000, 80_000));
    }
}

#[tokio::test]
async fn who_may_settle_and_grant() {
    for world in worlds().await {
        for actor in [&world.teacher, &world.verifier, &world.auditor, &world.administrator] {
            assert!(act!(world, actor, actions::training_years::settle, &settings()).is_err());
        }
        act!(world, world.administrator, actions::people::grant_role, world.colleague.person, Role::Support, None)
            .expect("a role");
        act!(world, world.personnel, actions::training_years::settle, &settings()).expect("settings");
        let mut wrong = settings();
        wrong.closes = date(2026, 1, 1);
        let refused = act!(world, world.personnel, actions::training_years::settle, &wrong).expect_err("backwards");
        assert!(refused.what.contains("早于"), "{refused}");
    }
}

#[tokio::test]
async fn what_did_not_count_is_written_down_once() {
    for world in worlds().await {
        let lessons = school(&world).await;
        let opened = act!(world, world.teacher, learning::open, lessons[0]).expect("opened");
        // Twice as fast, and then the rest: the beat that completes the lesson is written down at once.
        let pieces = [(0, MINUTE, 30), (MINUTE / 2, MINUTE, 60), (MINUTE, 2 * MINUTE, 120)];
        for (number, (from, to, seconds)) in (1..).zip(pieces) {
            let (beat, now) = (Beat { number, from, to, ended: None }, after(&world, seconds));
            let reply = learning::beat(&world.app, world.teacher.person, opened.ticket, beat, now).await;
            assert_eq!(reply.expect("a reply").is_done, number == 3);
        }
        for seconds in [121, 122] {
            learning::write_down(&world.app, after(&world, seconds)).await.expect("written");
        }
        let courses = act!(world, world.teacher, actions::courses::list, YEAR).expect("the courses");
        let lesson = &courses[0].lessons[0];
        assert_eq!(lesson.watched.total(), 2 * MINUTE);
        assert_eq!(lesson.uncounted, [(Uncounted::TooFast, i64::from(MINUTE / 2))]);
    }
}
