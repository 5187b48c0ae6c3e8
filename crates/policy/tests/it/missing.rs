//! A fact that is missing leaves the question open and is named.

use jiff::civil::date;
use policy::{Assessment, Hours, ItemFacts, Outcome, StaffCategory, Task, YearFacts, explain};

use crate::{horizon::course, items::item, packs::pack};

/// A teacher with the course, 70 professional hours, and one item more that could bring the rest.
fn year_with(kind: &str, answers: &[(&str, &str)], applied: Option<i64>) -> YearFacts {
    let sure = ItemFacts { verified: Some(Hours::from_whole(70)), ..item("01", "training-hosted", &[]) };
    let open = ItemFacts { applied: applied.map(Hours::from_whole), ..item("02", kind, answers) };
    YearFacts {
        public: vec![course(None, None)],
        items: vec![sure, open],
        declares_title_this_year: Some(false),
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    }
}

fn judged(pack_name: &str, facts: &YearFacts) -> (Assessment, String) {
    let (assessment, explanation) = explain(&pack(pack_name), facts);
    (assessment, explanation.to_chinese())
}

#[test]
fn an_answer_that_is_missing_is_named_for_every_way_of_reckoning() {
    let paper = [("journal", "学报"), ("level", "core"), ("foreign", "no")];
    for (pack_name, kind, answers, named) in [
        ("guet-2022", "xuexi-points", &[][..], "本年度积分"),
        ("guet-2022", "online-study", &[("platform", "某平台")], "学习时长"),
        ("guet-2022", "training-half-days", &[], "培训半天数"),
        ("guet-2022", "training-hosted", &[], "证明上写明的学时"),
        ("guet-2022", "law-exam", &[], "合格证明的编号"),
        ("sample-2026", "paper", &paper, "署名次序"),
    ] {
        let (assessment, text) = judged(pack_name, &year_with(kind, answers, None));
        assert_eq!(assessment.outcome, Outcome::Undetermined, "{kind}: {text}");
        assert!(text.contains(&format!("填好“{named}”以后才能计算学时。")), "{kind}: {text}");
        assert_eq!(assessment.items[1].recognised, Hours::ZERO, "{kind}: nothing is guessed");
        let left: Vec<_> = assessment.todo.iter().map(|todo| (todo.task, todo.text.as_str())).collect();
        let lacks = (Task::Answers, "有 1 项登记还没有填完，填好以后才能计算学时。");
        assert!(left.contains(&lacks), "{kind}: it is the person's to fill in, {left:?}");
        assert!(left.iter().all(|(task, _)| *task != Task::Unit), "{kind}: nobody else is waited for, {left:?}");
        assert!(text.contains("学时，等填好登记项。") && !text.contains("等审验结果"), "{kind}: {text}");
    }
}

#[test]
fn hours_that_nobody_verified_or_applied_for_are_named() {
    let (assessment, text) = judged("guet-2022", &year_with("self-study", &[("content", "读书")], Some(8)));
    assert_eq!(assessment.outcome, Outcome::Undetermined);
    assert!(text.contains("申请 8 学时，等待单位审验，暂不计入。"), "{text}");
    let (assessment, text) = judged("guet-2022", &year_with("self-study", &[("content", "读书")], None));
    assert_eq!(assessment.outcome, Outcome::Undetermined);
    assert!(text.contains("还没有申请学时，也没有核定，暂不计入。"), "{text}");
}

#[test]
fn what_cannot_reach_the_requirement_leaves_nothing_open() {
    // The verifier may set any figure, and the cap of 20 hours is still not enough.
    let mut facts = year_with("self-study", &[("content", "读书")], Some(4));
    facts.items[0].verified = Some(Hours::from_whole(50));
    let (assessment, _) = judged("guet-2022", &facts);
    assert_eq!(assessment.outcome, Outcome::NotSatisfied);
}

#[test]
fn whether_somebody_declares_a_title_is_asked_for() {
    let facts = YearFacts { declares_title_this_year: None, ..year_with("law-exam", &[], None) };
    let (assessment, text) = judged("guet-2022", &facts);
    let title = assessment.consequences.iter().find(|one| one.id == "title").expect("it is there");
    assert_eq!(title.outcome, Outcome::Undetermined);
    assert!(text.contains("缺少“本年度是否申报职称”这一事实，补上以后才能判断。〔第九条〕"), "{text}");
}

#[test]
fn last_years_conclusion_is_asked_for_though_it_decides_nothing() {
    let mut facts = YearFacts {
        declares_title_this_year: Some(true),
        title_series_opens: Some(date(2026, 9, 1)),
        ..year_with("law-exam", &[], None)
    };
    facts.public[0].happened = Some(date(2026, 6, 1));
    let (assessment, text) = judged("guet-2022", &facts);
    let title = assessment.consequences.iter().find(|one| one.id == "title").expect("it is there");
    assert_eq!(title.outcome, Outcome::Satisfied);
    assert!(text.contains("重要参考：还没有 2025 年度的结论。"), "{text}");
}

#[test]
fn the_day_on_which_the_title_series_opens_is_asked_for() {
    let mut facts = YearFacts { declares_title_this_year: Some(true), ..year_with("law-exam", &[], None) };
    facts.public[0].happened = Some(date(2026, 6, 1));
    let (assessment, text) = judged("guet-2022", &facts);
    let title = assessment.consequences.iter().find(|one| one.id == "title").expect("it is there");
    assert_eq!(title.outcome, Outcome::Undetermined);
    assert!(text.contains("缺少本系列当年的报名日期") && text.contains("请以当年的报名通知为准。〔第八条〕"), "{text}");
}
