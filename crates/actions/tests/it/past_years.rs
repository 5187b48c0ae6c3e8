//! A required course of 2019 to 2021 that is taken now counts for its own year (article 3), with both dates.

use actions::{exams, learning, training_years, years};
use domain::{
    access::Actor,
    certificate::CertificateKind,
    clock::{Instant, start_of_day},
    exam::Standing,
    ids::LessonId,
    learning::{Beat, BeatRefused, SLACK},
    training_year::{PastYears, TrainingYear},
};
use jiff::civil::{Date, date};
use policy::Hours;

use crate::{
    act,
    exams::{after, school_of, settings, sit, watch},
    world::{World, YEAR, id_number, issue, worlds},
};

pub(crate) const PAST: i16 = 2021;

/// As its notice said, in its own year.
pub(crate) fn of_2021() -> TrainingYear {
    TrainingYear {
        year: PAST,
        opens: date(2021, 4, 1),
        closes: date(2021, 11, 30),
        theme: "《广西发展新机遇》".to_owned(),
        notice: "自治区 2021 年公需科目培训通知".to_owned(),
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        ..settings()
    }
}

/// This year, which lets 2021 be made up for until its end.
pub(crate) fn open_for(past: &[i16], until: Date) -> TrainingYear {
    TrainingYear { past_years: Some(PastYears { years: past.iter().copied().collect(), until }), ..settings() }
}

async fn study_and_pass(world: &World, lessons: &[LessonId], year: i16) {
    let teacher = &world.teacher;
    for lesson in lessons {
        watch(world, teacher, *lesson, 0).await;
    }
    let view = act!(world, teacher, exams::overview, year).expect("an overview");
    assert_eq!(view.standing, Standing::Ready(1));
    let id = exams::begin(&world.app, teacher.clone(), year, Some(1), after(world, 400)).await.expect("begun").id;
    assert_eq!(sit(world, teacher, id, true).await, 100);
}

#[tokio::test]
async fn the_year_2024_counts_fifteen_hours_under_the_theme_of_its_notice() {
    for mut world in worlds().await {
        world.now = start_of_day(date(2024, 5, 20)).expect("a day");
        let announced = world.app.pack().announced(2024).expect("a notice");
        assert_eq!(announced.theme, "《高质量共建“一带一路”谱写人类命运共同体新篇章》");
        // The notice tells the hours of studying and of the examination not apart, so the personnel office does.
        let of_2024 = TrainingYear {
            year: 2024,
            opens: date(2024, 4, 1),
            closes: date(2024, 11, 30),
            theme: announced.theme.clone(),
            notice: announced.notice.clone(),
            ..settings()
        };
        assert!(announced.fits(of_2024.study_hours, of_2024.exam_hours));
        let lessons = school_of(&world, &of_2024).await;
        study_and_pass(&world, &lessons, 2024).await;
        let account = act!(world, world.teacher, years::account, 2024, None).expect("an account");
        assert!(account.assessment.exam_passed, "it is the required course of its year");
        assert_eq!(account.assessment.public, Hours::from_whole(15));
        let certificate = act!(world, world.teacher, issue, CertificateKind::PublicExam, 2024).expect("a certificate");
        assert_eq!(certificate.year, 2024);
    }
}

#[tokio::test]
async fn a_past_year_is_found_studied_and_passed_today_and_counts_for_itself() {
    for world in worlds().await {
        let (lessons, teacher) = (school_of(&world, &of_2021()).await, &world.teacher);
        let refused = act!(world, teacher, learning::open, lessons[0]).expect_err("nobody lets it be made up for");
        assert_eq!(refused.code, "study.closed");
        assert!(refused.what.contains("已于2021年11月30日结束"), "{refused}");
        let until = date(2026, 12, 31);
        act!(world, world.personnel, training_years::settle, &open_for(&[PAST], until)).expect("settled");
        let offered = act!(world, teacher, actions::home::summary).expect("the first page").past;
        assert_eq!(offered.iter().map(|it| it.year.year).collect::<Vec<_>>(), [PAST]);
        let courses = act!(world, teacher, actions::courses::list, PAST).expect("courses");
        assert_eq!(courses[0].course.title, "《广西发展新机遇》");
        study_and_pass(&world, &lessons, PAST).await;
        let account = act!(world, teacher, years::account, PAST, None).expect("an account");
        let [result] = &account.public[..] else { panic!("one result: {:?}", account.public) };
        assert_eq!((result.hours, result.exam_passed), (Hours::from_whole(15), true));
        let today = date(2026, 11, 20);
        assert_eq!((result.happened, result.learned), (Some(today), Some(today)), "both dates are kept");
        assert!(account.assessment.exam_passed, "it is the required course of its year");
        assert_eq!(account.assessment.public, Hours::from_whole(15));
        let certificate = act!(world, teacher, issue, CertificateKind::PublicExam, PAST).expect("a certificate");
        assert_eq!(certificate.year, PAST);
        let this_year = act!(world, teacher, years::account, YEAR, None).expect("an account");
        assert!(this_year.public.is_empty() && !this_year.assessment.exam_passed, "nothing of it counts for this year");
        let past = act!(world, teacher, training_years::past).expect("past years");
        assert_eq!(past.iter().map(|it| it.is_passed).collect::<Vec<_>>(), [true]);
        let offered = act!(world, teacher, actions::home::summary).expect("the first page").past;
        assert!(offered.is_empty(), "nothing is left to make up for");
    }
}

#[tokio::test]
async fn a_past_year_is_offered_while_this_year_says_so_and_to_whoever_has_not_passed_it() {
    for world in worlds().await {
        let number = id_number(0);
        let row = ["2021", &number, "林晓", "公需科目必修课", "10", "1", "88", "2021-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        act!(world, world.personnel, training_years::settle, &of_2021()).expect("settled");
        let not_named = TrainingYear { year: 2020, opens: date(2020, 4, 1), closes: date(2020, 11, 30), ..of_2021() };
        act!(world, world.personnel, training_years::settle, &not_named).expect("settled");
        let today = date(2026, 11, 20);
        act!(world, world.personnel, training_years::settle, &open_for(&[PAST], today)).expect("settled");
        for (actor, is_passed) in [(&world.teacher, true), (&world.colleague, false)] {
            let past = act!(world, actor, training_years::past).expect("past years");
            let found: Vec<_> = past.iter().map(|it| (it.year.year, it.is_passed)).collect();
            assert_eq!(found, [(PAST, is_passed)]);
        }
    }
}

#[tokio::test]
async fn outside_the_window_nothing_counts_and_it_is_said_when_it_opens_and_closed() {
    for world in worlds().await {
        let lessons = school_of(&world, &settings()).await;
        let (teacher, today) = (&world.teacher, date(2026, 11, 20));
        let watch_for = async |number: u32, ticket, seconds: i64| {
            let beat = Beat { number, from: (number - 1) * 30_000, to: number * 30_000, ended: None };
            learning::beat(&world.app, teacher.person, ticket, beat, after(&world, seconds)).await.expect("a reply")
        };
        let ticket = act!(world, teacher, learning::open, lessons[0]).expect("opened").ticket;
        assert!(watch_for(1, ticket, 30).await.outcome.is_ok());
        let early = TrainingYear { opens: date(2026, 11, 21), ..settings() };
        act!(world, world.personnel, training_years::settle, &early).expect("settled");
        let refused = act!(world, teacher, learning::open, lessons[0]).expect_err("not open yet");
        assert_eq!(refused.code, "study.not-yet");
        assert!(refused.what.contains("2026年11月21日开始"), "{refused}");
        let late = TrainingYear { closes: date(2026, 11, 19), ..settings() };
        act!(world, world.personnel, training_years::settle, &late).expect("settled");
        let refused = act!(world, teacher, learning::open, lessons[0]).expect_err("closed");
        assert_eq!(refused.code, "study.closed");
        let shown = act!(world, teacher, actions::courses::show_lesson, lessons[0]).expect("it can still be read");
        assert_eq!(shown.course.closed.expect("and says so").code, "study.closed");
        let last = TrainingYear { closes: today, ..settings() };
        act!(world, world.personnel, training_years::settle, &last).expect("settled");
        let ticket = act!(world, teacher, learning::open, lessons[1]).expect("opened on the last day").ticket;
        // It is 20 November until 16:00 UTC; the beat that comes first after that tells of nine seconds before it, and of
        // what the one before had no need of.
        let end = start_of_day(date(2026, 11, 21)).expect("a day").as_second();
        let left = end - world.now.as_second();
        assert!(watch_for(1, ticket, left - 9).await.outcome.is_ok());
        let earned = watch_for(2, ticket, left + 20).await.outcome.expect("taken");
        assert!((8_000..=9_000 + SLACK).contains(&earned.credited), "{earned:?}");
        assert_eq!(watch_for(3, ticket, left + 50).await.outcome, Err(BeatRefused::Closed));
        assert_eq!(watch_for(2, ticket, left + 51).await.outcome, Err(BeatRefused::Replayed), "it was taken in time");
    }
}

/// On which day the year's required course was studied, as the account says it, and since which day that is known.
pub(crate) async fn days_of_study(world: &World, actor: &Actor) -> (Option<Date>, Option<Date>) {
    let account = act!(world, actor, years::account, YEAR, None).expect("an account");
    let [studied] = &account.public[..] else { panic!("one course is studied: {:?}", account.public) };
    (studied.happened, studied.learned)
}

#[tokio::test]
async fn what_was_studied_on_the_last_day_is_of_that_day_though_it_is_told_and_written_after_midnight() {
    for mut world in worlds().await {
        let lessons = school_of(&world, &settings()).await;
        watch(&world, &world.teacher, lessons[0], 0).await;
        // Two minutes and five seconds before the training is over; the last beat comes when it is.
        let end = start_of_day(date(2026, 12, 1)).expect("a day").as_second();
        world.now = Instant::from_second(end - 125).expect("a moment");
        let ticket = act!(world, world.teacher, learning::open, lessons[1]).expect("opened").ticket;
        for (number, at) in [(1, 65), (2, 130)] {
            let said = Beat { number, from: (number - 1) * 60_000, to: number * 60_000, ended: None };
            let told = learning::beat(&world.app, world.teacher.person, ticket, said, after(&world, at)).await;
            assert_eq!(told.expect("a reply").is_done, number == 2);
        }
        let store = world.store().await;
        let mut tx = store.read().await.expect("a transaction");
        let known = store::public_results::of_person(&mut tx, world.teacher.person).await.expect("results");
        assert_eq!(known[0].sat_at.expect("a day").date(), date(2026, 11, 30));
        assert_eq!(known[0].recorded_at, after(&world, 130), "and it is known since it was written");
        tx.end().await.expect("its end");
        store.close().await;
        let in_time = format!("UPDATE study SET round = round WHERE completed_at < {end}000");
        assert_eq!(world.database.run(&in_time).await, 1);
    }
}
