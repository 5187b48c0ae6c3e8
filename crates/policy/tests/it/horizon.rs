//! Two dates on every fact: what had not happened, or was not known yet, is left out, and the explanation says so.

use jiff::civil::{Date, date};
use policy::{
    Finding, Horizon, Hours, ItemFacts, Learned, Outcome, PostFacts, PublicFacts, StaffCategory, TrainingYearFacts,
    YearFacts, explain, explain_within,
};

use crate::{items, packs::pack};

fn item(id: &str, ends: Date) -> ItemFacts {
    ItemFacts { starts: ends, ends, ..items::item(id, "training-hosted", &[("stated_hours", "8")]) }
}

/// The required course, passed.
pub(crate) fn course(happened: Option<Date>, learned: Option<Date>) -> PublicFacts {
    PublicFacts {
        course: "公需科目必修课".to_owned(),
        required: true,
        study: Hours::from_whole(10),
        exam_passed: true,
        score: None,
        attempts: 1,
        hours: Hours::from_whole(15),
        without_exam: false,
        notice: String::new(),
        source: String::new(),
        happened,
        learned,
    }
}

fn year() -> YearFacts {
    let march = ItemFacts { learned: Some(date(2026, 3, 12)), ..item("01", date(2026, 3, 10)) };
    let may = ItemFacts { learned: Some(date(2026, 11, 2)), ..item("02", date(2026, 5, 20)) };
    let decided = ItemFacts {
        verified: Some(Hours::from_whole(6)),
        accepted: Some(true),
        decided: Some(date(2026, 12, 5)),
        ..item("03", date(2026, 6, 1))
    };
    YearFacts {
        public: vec![course(Some(date(2026, 9, 1)), Some(date(2026, 9, 20)))],
        items: vec![march, may, decided],
        approved: true,
        approved_on: Some(date(2026, 12, 20)),
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    }
}

fn judged(facts: &YearFacts, as_of: Option<Date>, known_on: Option<Date>) -> (Hours, Hours, String) {
    let (assessment, explanation) = explain_within(&pack("guet-2022"), facts, Horizon { as_of, known_on });
    (assessment.public, assessment.professional, explanation.to_chinese())
}

#[test]
fn without_days_it_is_the_same_assessment() {
    let pack = pack("guet-2022");
    assert_eq!(explain_within(&pack, &year(), Horizon::default()), explain(&pack, &year()));
}

#[test]
fn what_was_learned_later_is_left_out_and_told() {
    let (public, professional, text) = judged(&year(), None, Some(date(2026, 10, 31)));
    assert_eq!((public, professional), (Hours::from_whole(15), Hours::from_whole(16)));
    assert!(text.contains("只看2026年10月31日为止得知的事实。"), "{text}");
    assert!(text.contains("登记项 02：2026年11月2日才得知，晚于2026年10月31日，不计入。"), "{text}");
    assert!(text.contains("登记项 03 的审验结论") && text.contains("按尚未审验核算。"), "{text}");
    assert!(text.contains("按尚未审批核算。"), "{text}");
}

#[test]
fn what_happened_later_is_left_out_also_when_it_is_known() {
    let (public, professional, text) = judged(&year(), Some(date(2026, 5, 19)), None);
    assert_eq!((public, professional), (Hours::ZERO, Hours::from_whole(8)));
    assert!(text.contains("只看2026年5月19日为止发生的事实。"), "{text}");
    assert!(text.contains("公需科目“公需科目必修课”的成绩：发生在2026年9月1日，晚于2026年5月19日，不计入。"), "{text}");
}

#[test]
fn the_two_days_are_two_questions() {
    // It happened by the end of September; it was known by the end of November only.
    let facts = YearFacts { public: vec![course(Some(date(2026, 9, 1)), Some(date(2026, 11, 20)))], ..year() };
    let public = |as_of, known_on| judged(&facts, as_of, known_on).0;
    let (september, october) = (Some(date(2026, 9, 30)), Some(date(2026, 10, 31)));
    assert_eq!(public(september, None), Hours::from_whole(15));
    assert_eq!(public(september, october), Hours::ZERO);
    assert_eq!(public(september, Some(date(2026, 12, 1))), Hours::from_whole(15));
}

#[test]
fn the_day_itself_is_within() {
    assert_eq!(judged(&year(), Some(date(2026, 3, 10)), Some(date(2026, 3, 12))).1, Hours::from_whole(8));
}

#[test]
fn what_has_no_day_is_taken_as_known() {
    let facts = YearFacts { public: vec![course(None, None)], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    assert_eq!(judged(&facts, Some(date(2026, 1, 1)), Some(date(2026, 1, 1))).0, Hours::from_whole(15));
}

#[test]
fn a_figure_or_a_word_of_the_verifier_is_a_decision_and_a_day_alone_is_none() {
    let decided = Some(date(2026, 12, 5));
    let told = |verified, accepted| {
        let item = ItemFacts { verified, accepted, decided, ..item("07", date(2026, 6, 1)) };
        let facts = YearFacts { items: vec![item], ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
        judged(&facts, None, Some(date(2026, 11, 1))).2.contains("登记项 07 的审验结论")
    };
    assert!(told(Some(Hours::from_whole(6)), None));
    assert!(told(None, Some(false)));
    assert!(!told(None, None));
}

/// An intention or an outcome that is known from the first of September on, without its day, and what is said in its place.
type Said = (fn(&mut YearFacts), fn(&mut Learned, Date), &'static str);

const SAID: [Said; 4] = [
    (
        |facts| facts.declares_title_next_year = true,
        |learned, day| learned.declares_title_next_year = Some(day),
        "下一年度申报职称的打算：2026年9月1日才得知，晚于2026年8月31日，按没有这个打算核算。",
    ),
    (
        |facts| facts.confirmation_only = true,
        |learned, day| learned.confirmation_only = Some(day),
        "只为转正定职这一情况：2026年9月1日才得知，晚于2026年8月31日，按没有这一情况核算。",
    ),
    (
        |facts| facts.declares_title_this_year = Some(true),
        |learned, day| learned.declares_title_this_year = Some(day),
        "本年度是否申报职称：2026年9月1日才得知，晚于2026年8月31日，按还不知道核算。",
    ),
    (
        |facts| facts.last_year = Some(Outcome::Satisfied),
        |learned, day| learned.last_year = Some(day),
        "2025 年度的结论：2026年9月1日才得知，晚于2026年8月31日，按还没有结论核算。",
    ),
];

#[test]
fn each_intention_and_last_years_outcome_is_left_out_before_the_day_on_which_it_became_known() {
    let nothing = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
    let (as_of, learned) = (Some(date(2026, 1, 1)), date(2026, 9, 1));
    for (say, date_it, sentence) in SAID {
        let (mut undated, mut dated, mut unsaid) = (nothing.clone(), nothing.clone(), nothing.clone());
        say(&mut undated);
        say(&mut dated);
        date_it(&mut dated.learned, learned);
        date_it(&mut unsaid.learned, learned);
        let until = |known_on| Horizon { as_of, known_on: Some(known_on) };
        let (seen, left_out) = policy::within(&dated, until(date(2026, 8, 31)));
        assert_eq!(
            (YearFacts { learned: Learned::default(), ..seen }, left_out),
            (nothing.clone(), vec![sentence.into()])
        );
        let whole = |facts: &YearFacts, known_on| {
            let within = policy::within(facts, until(known_on));
            assert_eq!(within, (facts.clone(), Vec::new()), "{sentence}");
        };
        whole(&dated, learned);
        whole(&undated, date(2026, 1, 1));
        whole(&unsaid, date(2026, 1, 1));
    }
}

#[test]
fn what_was_not_known_yet_is_not_judged_by() {
    let facts = YearFacts {
        declares_title_this_year: Some(true),
        learned: Learned { declares_title_this_year: Some(date(2026, 9, 1)), ..Learned::default() },
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    };
    let title = |known_on| {
        let horizon = Horizon { as_of: None, known_on: Some(known_on) };
        let (assessment, explanation) = explain_within(&pack("guet-2022"), &facts, horizon);
        (
            assessment.consequences[0].outcome,
            explanation.to_chinese().contains("本年度是否申报职称：2026年9月1日才得知"),
        )
    };
    assert_eq!(title(date(2026, 8, 31)), (Outcome::Undetermined, true));
    assert_eq!(title(date(2026, 9, 1)), (Outcome::NotSatisfied, false));
}

#[test]
fn what_was_settled_for_the_required_course_holds_from_the_day_on_which_it_was() {
    let settled = |learned| {
        let (study, exam) = (Hours::from_whole(10), Hours::from_whole(5));
        let training_year = Some(TrainingYearFacts { study, exam, learned });
        YearFacts { training_year, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) }
    };
    let until = |known_on| Horizon { as_of: Some(date(2026, 1, 1)), known_on: Some(known_on) };
    let facts = settled(Some(date(2026, 4, 1)));
    let (seen, left_out) = policy::within(&facts, until(date(2026, 3, 31)));
    assert_eq!(seen.training_year, None);
    let sentence = "本年度必修课的学时规定：2026年4月1日才得知，晚于2026年3月31日，按还没有规定核算。";
    assert_eq!(left_out, [sentence]);
    assert_eq!(policy::within(&facts, until(date(2026, 4, 1))), (facts.clone(), vec![]));
    assert_eq!(policy::within(&settled(None), until(date(2026, 1, 1))), (settled(None), vec![]));
}

#[test]
fn posts_and_findings_have_two_dates_as_well() {
    let post = PostFacts {
        from: date(2026, 7, 1),
        category: StaffCategory::Worker,
        declares_title_next_year: false,
        confirmation_only: false,
        learned: Some(date(2026, 9, 1)),
    };
    let finding = Finding {
        item: "01".to_owned(),
        on: date(2026, 8, 1),
        decision: "认定 1 号".to_owned(),
        learned: Some(date(2026, 8, 3)),
    };
    let facts = YearFacts { posts: vec![post], findings: vec![finding], ..year() };
    let decides = policy::post_reason(&pack("guet-2022"), &facts).expect("a change inside the year");
    assert!(
        decides.text.contains("2026年7月1日") && !decides.article.is_empty(),
        "{}: {}",
        decides.article,
        decides.text
    );
    assert_eq!(policy::post_reason(&pack("guet-2022"), &year()), None);
    let outcome = |known_on| {
        let horizon = Horizon { as_of: None, known_on: Some(known_on) };
        let (assessment, explanation) = explain_within(&pack("guet-2022"), &facts, horizon);
        (assessment.outcome, assessment.items[0].counted, explanation.to_chinese())
    };
    let (_, counted, text) = outcome(date(2026, 8, 2));
    assert_eq!(counted, Hours::from_whole(8));
    assert!(text.contains("对登记项 01 的认定") && text.contains("自2026年7月1日起的岗位（工勤）"), "{text}");
    let (later, counted, _) = outcome(date(2026, 9, 1));
    assert_eq!((later, counted), (Outcome::ReferenceOnly, Hours::ZERO));
}
