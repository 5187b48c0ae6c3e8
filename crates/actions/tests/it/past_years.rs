//! A required course of 2019 to 2021 that is taken now counts for its own year (article 3), with both dates.

use actions::{exams, training_years, years};
use domain::{certificate::CertificateKind, exam::Standing, training_year::TrainingYear};
use jiff::civil::date;
use policy::Hours;

use crate::{
    act,
    exams::{after, school_of, settings, sit, watch},
    world::{YEAR, id_number, issue, worlds},
};

const PAST: i16 = 2021;

/// As its notice says, open this year.
fn of_2021() -> TrainingYear {
    TrainingYear {
        year: PAST,
        theme: "《广西发展新机遇》".to_owned(),
        notice: "自治区 2021 年公需科目培训通知".to_owned(),
        study_hours: Hours::from_whole(10),
        exam_hours: Hours::from_whole(5),
        ..settings()
    }
}

#[tokio::test]
async fn a_past_year_is_found_studied_and_passed_today_and_counts_for_itself() {
    for world in worlds().await {
        let (lessons, teacher) = (school_of(&world, &of_2021()).await, &world.teacher);
        let offered = act!(world, teacher, actions::home::summary).expect("the first page").past;
        assert_eq!(offered.iter().map(|it| it.year.year).collect::<Vec<_>>(), [PAST]);
        let courses = act!(world, teacher, actions::courses::list, PAST).expect("courses");
        assert_eq!(courses[0].course.title, "《广西发展新机遇》");
        for lesson in lessons {
            watch(&world, teacher, lesson, 0).await;
        }
        let view = act!(world, teacher, exams::overview, PAST).expect("an overview");
        assert_eq!(view.standing, Standing::Ready(1));
        let id = exams::begin(&world.app, teacher.clone(), PAST, Some(1), after(&world, 400)).await.expect("begun");
        assert_eq!(sit(&world, teacher, id, true).await, 100);
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
async fn a_past_year_is_offered_while_its_window_is_open_and_to_whoever_has_not_passed_it() {
    for world in worlds().await {
        let number = id_number(0);
        let row = ["2021", &number, "林晓", "公需科目必修课", "10", "1", "88", "2021-06-01 10:00", "合格", "15"];
        world.import_public_exam(&[row]).await;
        act!(world, world.personnel, training_years::settle, &of_2021()).expect("settled");
        let closed = TrainingYear { year: 2020, opens: date(2026, 1, 1), closes: date(2026, 11, 19), ..of_2021() };
        act!(world, world.personnel, training_years::settle, &closed).expect("settled");
        act!(world, world.personnel, training_years::settle, &settings()).expect("settled");
        for (actor, is_passed) in [(&world.teacher, true), (&world.colleague, false)] {
            let past = act!(world, actor, training_years::past).expect("past years");
            let found: Vec<_> = past.iter().map(|it| (it.year.year, it.is_passed)).collect();
            assert_eq!(found, [(PAST, is_passed)]);
        }
    }
}
