//! What is said of an answer that fits no question, before and after the item is registered, and how an answer finds its row.

use policy::{Hours, ItemFacts, StaffCategory, YearFacts};

use crate::{
    items::{item, passed},
    packs::pack,
};

/// What the form says of one answer of an item, beside what it says of the others.
fn said(kind: &str, question: &str, answer: &str) -> Option<String> {
    let name = |ask: &policy::Ask| ask.name.clone();
    let pack = pack("guet-2022");
    let asked = pack.kind(kind).expect("a kind").asks.iter().find(|ask| ask.id == question).map(name).expect("asked");
    let preview = policy::item_preview(&pack, &item("01", kind, &[(question, answer)]), 2026);
    let problems = preview.problems.into_iter().map(|problem| problem.text);
    problems.into_iter().find(|text| text.contains(&format!("“{asked}”")))
}

#[test]
fn each_question_says_what_it_takes() {
    for (kind, question, good, bad, told) in [
        (
            "online-study",
            "minutes",
            &["1", "45", "007"][..],
            &["0", "1.5", "-3", "+5", "三", "123456789012"][..],
            "从 1 起的整数",
        ),
        ("training-hosted", "stated_hours", &["0.5", "4"], &["0", "-1", "4.125", "四"], "大于 0 的学时数"),
        ("paper", "foreign", &["yes", "no"], &["maybe", "是"], "请选择是或否"),
        ("paper", "level", &["core", "indexed"], &["best", "核心期刊"], "请从列表中选择"),
    ] {
        for answer in good {
            assert_eq!(said(kind, question, answer), None, "{answer}");
        }
        for answer in bad {
            let said = said(kind, question, answer).unwrap_or_default();
            assert!(said.contains(told), "{answer}: {said}");
        }
        assert!(said(kind, question, " ").is_some_and(|said| said.contains("请填写")), "{question}");
    }
}

#[test]
fn a_count_finds_its_row_however_many_zeros_it_begins_with() {
    let worth = |rank: &str| {
        let answers = [("level", "national"), ("rank", rank)];
        policy::item_preview(&pack("sample-2026"), &item("01", "project", &answers), 2026).computed
    };
    assert!(worth("1").is_some_and(|hours| hours > Hours::ZERO));
    assert_eq!(worth("01"), worth("1"));
    assert_ne!(worth("2"), worth("1"));
}

/// What the account says a teacher's hours wait for.
fn waits(items: Vec<ItemFacts>) -> String {
    let facts = YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) };
    policy::explain(&pack("guet-2022"), &facts).1.to_chinese()
}

#[test]
fn hours_wait_for_the_verifier_for_answers_or_for_both() {
    let (figure, answer) = (item("1", "other-recognised", &[("content", "读书")]), item("2", "training-hosted", &[]));
    const ANSWERS: &str = "等填好登记项";
    let told = waits(vec![figure.clone()]);
    assert!(told.contains("等审验结果") && !told.contains(ANSWERS), "{told}");
    let told = waits(vec![answer.clone()]);
    assert!(told.contains(ANSWERS) && !told.contains("等审验结果"), "{told}");
    assert!(waits(vec![figure, answer]).contains("等填好登记项、等审验结果"));
}

#[test]
fn what_a_title_needs_says_whether_the_course_is_studied_and_passed() {
    let told = |study: i64, exam_passed: bool| {
        let course = passed("公需科目必修课", Hours::from_whole(study), Hours::from_whole(15));
        let facts = YearFacts {
            public: vec![policy::PublicFacts { required: true, exam_passed, ..course }],
            declares_title_this_year: Some(true),
            ..YearFacts::of(2024, StaffCategory::FullTimeTeacher)
        };
        let assessment = policy::assess(&pack("guet-2022"), &facts);
        let title = assessment.consequences.into_iter().find(|one| one.id == "title").expect("it follows");
        title.reasons.into_iter().map(|reason| reason.text).collect::<Vec<_>>().concat()
    };
    for (study, exam_passed, words) in [
        (10, true, ["必修课学习已完成。", "必修课考试已合格。"]),
        (0, false, ["必修课学习还没有完成。", "必修课考试还没有合格。"]),
    ] {
        let told = told(study, exam_passed);
        assert!(words.iter().all(|words| told.contains(words)), "{told}");
    }
}

#[test]
fn a_requirement_is_met_or_not_also_where_it_binds_somebody_else() {
    let met = |hours: i64| {
        let hosted = ItemFacts { verified: Some(Hours::from_whole(hours)), ..item("01", "training-hosted", &[]) };
        let facts = YearFacts { items: vec![hosted], ..YearFacts::of(2026, StaffCategory::Worker) };
        let assessment = policy::assess(&pack("guet-2022"), &facts);
        assessment.requirements.iter().find(|one| one.id == "annual-total").expect("told for reference").met
    };
    assert!(met(90) && !met(89));
}
