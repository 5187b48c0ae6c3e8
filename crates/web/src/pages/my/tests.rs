//! What the year account says of a public course, whether it counted or not.

use domain::public_result::EARNED_HERE;
use jiff::civil::date;
use policy::{Hours, PublicFacts, TrainingYearFacts};

use super::{dates, public};

fn result(course: &str, exam_passed: bool) -> PublicFacts {
    PublicFacts {
        course: course.to_owned(),
        required: false,
        study: Hours::from_whole(10),
        exam_passed,
        score: None,
        attempts: 1,
        hours: Hours::from_whole(15),
        source: String::new(),
        happened: None,
        learned: None,
        without_exam: false,
        notice: String::new(),
    }
}

#[test]
fn every_public_hour_opens_to_its_article_whether_it_counted_or_not() {
    let pack = testkit::library().load("guet-2022").expect("the pack");
    let results = [result("公需科目必修课", true), result("选修课", false)];
    let mut facts = policy::YearFacts::of(2026, policy::StaffCategory::FullTimeTeacher);
    facts.public = results.to_vec();
    for reasons in [policy::public_reasons(&pack, &facts), Vec::new()] {
        let lines = public(&pack, 2026, None, &results, &reasons);
        assert_eq!(lines.len(), 2);
        for line in lines {
            assert_eq!(line.reason.article, "第三条", "{}", line.course);
            assert!(!line.reason.text.is_empty(), "{}", line.course);
        }
    }
}

#[test]
fn the_day_of_a_result_is_called_an_examination_only_where_it_is_one() {
    let on_a_day = |result: PublicFacts| PublicFacts { happened: Some(date(2026, 5, 4)), ..result };
    let here =
        |exam_passed| PublicFacts { source: EARNED_HERE.to_owned(), ..result("公需科目必修课", exam_passed) };
    let elective = PublicFacts { without_exam: true, ..result("选修课", false) };
    let elsewhere = result("公需科目必修课", false);
    for (result, what) in [(here(false), "学完"), (here(true), "考试"), (elective, "学完"), (elsewhere, "考试")]
    {
        assert_eq!(dates(&on_a_day(result.clone())), format!("{what} 2026年5月4日"), "{result:?}");
    }
}

#[test]
fn study_that_counts_before_the_examination_shows_its_hours_where_the_pack_lets_it_count() {
    let studied = PublicFacts { study: Hours::from_whole(12), ..result("《生态文明与区域协调》", false) };
    let hours = |pack: &str, result: &PublicFacts, settled: Option<i64>| {
        let pack = testkit::library().load(pack).expect("the pack");
        let result = PublicFacts { required: true, ..result.clone() };
        let mut facts = policy::YearFacts::of(2026, policy::StaffCategory::FullTimeTeacher);
        facts.public = vec![result.clone()];
        let of = |study| TrainingYearFacts { study, exam: Hours::from_whole(5), learned: None };
        facts.training_year = settled.map(Hours::from_whole).map(of);
        let reasons = policy::public_reasons(&pack, &facts);
        let line = public(&pack, 2026, facts.training_year, &[result], &reasons).remove(0);
        (line.hours, line.reason.text)
    };
    let (figure, said) = hours("yunting-2025", &studied, None);
    assert!(figure == "12" && said.contains("计 12 学时"), "{figure}: {said}");
    assert_eq!(hours("yunting-2025", &studied, Some(12)).0, "12");
    let (figure, said) = hours("yunting-2025", &studied, Some(14));
    assert!(
        figure == "—" && said.contains("暂不计学时"),
        "less than the office settled counts nothing: {figure}: {said}"
    );
    assert_eq!(hours("guet-2022", &studied, None).0, "—");
    let passed = PublicFacts { exam_passed: true, ..studied };
    assert_eq!(
        (hours("yunting-2025", &passed, None).0, hours("guet-2022", &passed, None).0),
        ("15".into(), "15".into())
    );
}
