//! What the account tells at its edges: nothing that did not happen, and everything that did.

use jiff::civil::date;
use policy::{Hours, ItemFacts, Pack, PublicFacts, StaffCategory, TrainingYearFacts, YearFacts};

use crate::{items, packs::pack};

fn told(pack: &Pack, facts: &YearFacts) -> String {
    policy::explain(pack, facts).1.to_chinese()
}

/// The account of a year with one training whose organiser stated eight hours.
fn told_of(change: impl FnOnce(&mut ItemFacts)) -> String {
    let mut item = items::item("01", "training-hosted", &[("stated_hours", "8")]);
    change(&mut item);
    let facts = YearFacts { items: vec![item], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    told(&pack("guet-2022"), &facts)
}

fn elective() -> PublicFacts {
    PublicFacts {
        course: "研修资料选读".to_owned(),
        required: false,
        study: Hours::from_whole(3),
        exam_passed: false,
        score: None,
        attempts: 0,
        hours: Hours::from_whole(5),
        without_exam: false,
        notice: String::new(),
        source: String::new(),
        happened: None,
        learned: None,
    }
}

fn public_hours(course: PublicFacts) -> Hours {
    let facts = YearFacts { public: vec![course], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    policy::assess(&pack("guet-2022"), &facts).public
}

#[test]
fn a_year_within_the_packs_time_is_not_told_that_it_is_outside() {
    let fictional = pack("yunting-2025");
    let of = |year| told(&fictional, &YearFacts::of(year, StaffCategory::Worker)).contains("参照适用");
    assert_eq!([2024, 2025, 2026, 2027, 2028].map(of), [true, false, false, false, true]);
}

#[test]
fn what_was_accepted_is_told_with_the_standard_where_that_is_another_figure() {
    const GRANTED: &str = "审验通过，按申请的 5 学时核定（按标准算是 8 学时）";
    let accepted = |applied: i64| {
        move |item: &mut ItemFacts| {
            (item.applied, item.accepted) = (Some(Hours::from_whole(applied)), Some(true));
        }
    };
    assert!(told_of(accepted(5)).contains(GRANTED));
    assert!(told_of(accepted(8)).contains("单位审验通过，按标准核定 8 学时。"));
    // Whatever was accepted: what is outside the year grants nothing.
    let outside = told_of(|item| {
        accepted(5)(item);
        (item.starts, item.ends) = (date(2025, 5, 20), date(2025, 5, 20));
    });
    assert!(!outside.contains("单位审验通过，按"), "{outside}");
}

#[test]
fn less_applied_for_than_the_standard_gives_counts_as_it_will_be_accepted() {
    let of = |applied: i64, accepted| {
        let mut item = items::item("01", "training-hosted", &[("stated_hours", "8")]);
        (item.applied, item.accepted) = (Some(Hours::from_whole(applied)), accepted);
        let facts = YearFacts { items: vec![item], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
        let (assessment, explanation) = policy::explain(&pack("guet-2022"), &facts);
        (assessment.professional, explanation.to_chinese())
    };
    const CLAIMED: &str = "只申请 5 学时（按标准算是 8 学时），先按申请的计。";
    let (hours, told) = of(5, None);
    assert_eq!(hours, of(5, Some(true)).0);
    assert!(hours == Hours::from_whole(5) && told.contains(CLAIMED) && told.contains("第六条"), "{told}");
    for as_much in [8, 9] {
        let (hours, told) = of(as_much, None);
        assert!(hours == Hours::from_whole(8) && !told.contains("先按申请的计"), "{told}");
    }
    assert!(!of(5, Some(false)).1.contains("先按申请的计"));
}

#[test]
fn a_figure_above_the_claim_is_told_as_the_reading_that_allows_it() {
    let told = |applied: Option<i64>, verified: i64| {
        told_of(|item| {
            item.applied = applied.map(Hours::from_whole);
            item.verified = Some(Hours::from_whole(verified));
        })
    };
    const READING: &str = "审验人再确认一次";
    assert!(told(Some(5), 6).contains(READING));
    assert!(!told(Some(5), 5).contains(READING));
    // Without a claim the standard is what the figure is measured by.
    assert!(told(None, 9).contains(READING));
    assert!(!told(None, 8).contains(READING));
}

#[test]
fn a_verifiers_figure_is_set_beside_the_standard_only_where_they_differ() {
    let verified = |hours| told_of(move |item| item.verified = Some(Hours::from_whole(hours)));
    assert!(verified(6).contains("单位审验核定为 6 学时（按标准算是 8 学时）。"));
    assert!(verified(8).contains("单位审验核定 8 学时。"));
}

#[test]
fn an_elective_counts_after_its_examination_and_one_that_has_none_once_it_is_studied() {
    assert_eq!(public_hours(elective()), Hours::ZERO, "its examination is still to be passed");
    assert_eq!(public_hours(PublicFacts { exam_passed: true, ..elective() }), Hours::from_whole(5));
    let without_exam = PublicFacts { without_exam: true, ..elective() };
    assert_eq!(public_hours(without_exam.clone()), Hours::from_whole(5));
    assert_eq!(public_hours(PublicFacts { study: Hours::ZERO, ..without_exam }), Hours::ZERO, "nobody has begun it");
}

#[test]
fn of_each_public_course_there_is_one_reason() {
    let passed = PublicFacts { course: "另一门".to_owned(), exam_passed: true, ..elective() };
    let facts = YearFacts { public: vec![elective(), passed], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    let reasons = policy::public_reasons(&pack("guet-2022"), &facts);
    assert_eq!(reasons.len(), 2);
    assert!(reasons[0].text.contains("考试尚未合格") && reasons[1].text.contains("考试合格"), "{reasons:?}");
}

#[test]
fn a_required_course_that_was_passed_late_counts_and_is_marked() {
    let told = |course: PublicFacts| {
        let facts = YearFacts { public: vec![course], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
        policy::public_reasons(&pack("guet-2022"), &facts).remove(0).text
    };
    let passed = |day| PublicFacts { required: true, exam_passed: true, happened: Some(day), ..elective() };
    const LATE: &str = "2026年12月1日才考试合格，原则上应不晚于2026年11月30日〔第八条〕；学时照计。";
    let late = told(passed(date(2026, 12, 1)));
    assert!(late.contains("考试合格，计 5 学时") && late.ends_with(LATE), "{late}");
    let marked = |course| told(course).contains("不晚于");
    assert!(!marked(passed(date(2026, 11, 30))));
    assert!(!marked(PublicFacts { required: false, ..passed(date(2026, 12, 1)) }), "an elective has no day");
    assert!(!marked(PublicFacts { exam_passed: false, ..passed(date(2026, 12, 1)) }));
    assert!(!marked(PublicFacts { happened: None, ..passed(date(2026, 12, 1)) }));
    // Nobody who owes nothing is late, and article 3 lets 2021 be made up for.
    let of = |year, category, day| {
        let facts = YearFacts { public: vec![passed(day)], ..YearFacts::of(year, category) };
        policy::public_reasons(&pack("guet-2022"), &facts).remove(0).text
    };
    assert!(!of(2026, StaffCategory::Worker, date(2026, 12, 1)).contains("不晚于"));
    let made_up = of(2021, StaffCategory::FullTimeTeacher, date(2022, 3, 20));
    assert!(made_up.contains("在以后的年度补上，计入 2021 年度。") && !made_up.contains("不晚于"), "{made_up}");
    let elective = PublicFacts { required: false, ..passed(date(2022, 3, 20)) };
    let facts = YearFacts { public: vec![elective], ..YearFacts::of(2021, StaffCategory::FullTimeTeacher) };
    let told = policy::public_reasons(&pack("guet-2022"), &facts).remove(0).text;
    assert!(
        told.contains("考试合格，计 5 学时") && !told.contains("补上"),
        "article 3 speaks of the required course: {told}"
    );
    let late = of(2022, StaffCategory::FullTimeTeacher, date(2023, 1, 5));
    assert!(late.contains("2023年1月5日才考试合格") && !late.contains("补上"), "{late}");
}

#[test]
fn what_was_passed_late_is_marked_once_and_no_other_course_keeps_that_from_being_told() {
    let late = PublicFacts {
        course: "公需科目必修课".to_owned(),
        required: true,
        exam_passed: true,
        happened: Some(date(2026, 12, 1)),
        ..elective()
    };
    let early = PublicFacts { exam_passed: true, ..elective() };
    let public = vec![early, late.clone(), late];
    let facts = YearFacts { public, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    let reasons = policy::public_reasons(&pack("guet-2022"), &facts);
    let marked: Vec<bool> = reasons.iter().map(|reason| reason.text.contains("不晚于")).collect();
    assert_eq!(marked, [false, true, false], "{reasons:?}");
}

#[test]
fn past_years_are_made_up_for_as_article_3_and_its_reading_say() {
    let rule = pack("guet-2022").past_years();
    assert_eq!(rule.allowed_in(2026).collect::<Vec<_>>(), [2019, 2020, 2021]);
    assert_eq!(rule.allowed_in(2020).collect::<Vec<_>>(), [2019], "a year is past when it is over");
    let only = policy::PastYearsRule { only_in: Some(2022), ..rule };
    assert!(only.allows(2021, 2022) && !only.allows(2021, 2023) && !only.allows(2022, 2022));
    assert_eq!(pack("guangxi-2019").past_years(), policy::PastYearsRule::default());
}

#[test]
fn a_settled_year_that_does_not_tell_the_study_apart_asks_for_some_of_it() {
    let certificate = |study| {
        let zero = Hours::ZERO;
        let settled = TrainingYearFacts { study: zero, exam: Hours::from_whole(15), learned: None };
        let course = PublicFacts { required: true, exam_passed: true, study, ..elective() };
        let facts = YearFacts { public: vec![course], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
        let facts = YearFacts { training_year: Some(settled), ..facts };
        policy::assess(&pack("guet-2022"), &facts).certificates[0].outcome
    };
    assert_eq!(certificate(Hours::ZERO), policy::Outcome::NotSatisfied);
    assert_eq!(certificate(Hours::from_hundredths(1)), policy::Outcome::Satisfied);
}

#[test]
fn what_passing_would_bring_is_the_reports_figure_or_the_notices_where_that_is_more() {
    let missing = |hours| {
        let required = PublicFacts { required: true, hours: Hours::from_whole(hours), ..elective() };
        let facts = YearFacts { public: vec![required], ..YearFacts::of(2021, StaffCategory::FullTimeTeacher) };
        let todo = policy::assess(&pack("guet-2022"), &facts).todo;
        todo.iter().map(|todo| todo.text.clone()).collect::<Vec<_>>().join("\n")
    };
    // Of ninety hours sixty are professional ones; the notice of 2021 says fifteen, and what then is left is either.
    assert!(missing(0).contains("再完成 15 学时，公需科目、专业科目都可以"), "{}", missing(0));
    assert!(missing(20).contains("再完成 10 学时，公需科目、专业科目都可以"), "{}", missing(20));
    // What is reported of the study alone is less than all of it.
    assert!(missing(10).contains("再完成 15 学时，公需科目、专业科目都可以"), "{}", missing(10));
}

#[test]
fn the_condition_for_a_title_holds_from_its_first_year_on() {
    let title = |year| {
        let facts =
            YearFacts { declares_title_this_year: Some(true), ..YearFacts::of(year, StaffCategory::FullTimeTeacher) };
        policy::assess(&pack("guet-2022"), &facts).consequences[0].outcome
    };
    assert_eq!([2020, 2021].map(title), [policy::Outcome::ReferenceOnly, policy::Outcome::NotSatisfied]);
}

#[test]
fn the_study_that_was_settled_is_asked_and_not_the_notices() {
    // The notice of 2021 asks for ten hours.
    let studied = |settled: Option<i64>, study: i64| {
        let training_year = settled.map(|study| TrainingYearFacts {
            study: Hours::from_whole(study),
            exam: Hours::from_whole(5),
            learned: None,
        });
        let passed = PublicFacts { required: true, study: Hours::from_whole(study), exam_passed: true, ..elective() };
        let facts =
            YearFacts { public: vec![passed], training_year, ..YearFacts::of(2021, StaffCategory::Administrative) };
        policy::assess(&pack("guet-2022"), &facts).certificates[0].outcome == policy::Outcome::Satisfied
    };
    assert_eq!([9, 10].map(|study| studied(None, study)), [false, true]);
    assert_eq!([11, 12].map(|study| studied(Some(12), study)), [false, true]);
    assert_eq!([7, 8].map(|study| studied(Some(8), study)), [false, true]);
}
