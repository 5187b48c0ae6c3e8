//! Facts that cannot be true are named with their field; facts that are only incomplete are not.

use jiff::civil::{Date, date};
use policy::{
    Contradiction, Finding, Hours, ItemFacts, PostFacts, PublicFacts, StaffCategory, YearFacts, contradictions,
};

use crate::{items::item, packs::pack};

/// The day on which all of this is looked at.
const TODAY: Date = date(2026, 5, 31);

fn found(items: Vec<ItemFacts>) -> Vec<Contradiction> {
    found_in(&YearFacts { items, ..YearFacts::of(2026, StaffCategory::FullTimeTeacher) })
}

fn found_in(facts: &YearFacts) -> Vec<Contradiction> {
    let found = contradictions(&pack("guet-2022"), facts, TODAY);
    // What cannot be true is still no reason to stop for whoever shows it.
    let (assessment, _) = policy::explain(&pack("guet-2022"), facts);
    assert_eq!(assessment.items.len(), facts.items.len());
    found
}

fn fields(items: Vec<ItemFacts>) -> Vec<String> {
    found(items).into_iter().map(|contradiction| contradiction.field).collect()
}

#[test]
fn each_contradiction_is_named_with_its_field_and_in_words() {
    let mut ends_early = item("1", "paper", &[]);
    ends_early.ends = date(2026, 5, 19);
    let said = found(vec![
        item("0", "xuexi-points", &[("points", " -5 ")]),
        ends_early,
        item("2", "no-such-kind", &[("points", "-5")]),
        item("0", "law-exam", &[]),
    ]);
    let said: Vec<_> = said.iter().map(|one| (one.field.as_str(), one.text.as_str())).collect();
    assert_eq!(
        said,
        [
            ("items[0].answers.points", "“本年度积分”不能小于 0，写的却是“-5”"),
            ("items[1].ends", "结束日期 2026-05-19 早于开始日期 2026-05-20"),
            (
                "items[2].kind",
                "学时标准 guet-2022 里没有“no-such-kind”这个种类，可用的见 xueshi policy kinds guet-2022"
            ),
            ("items[3].id", "和 items[0] 的 id 相同，都是“0”；一年里每个登记项的 id 要各不相同"),
        ]
    );
}

#[test]
fn an_answer_that_the_kind_does_not_ask_for_is_named() {
    let said = found(vec![item("1", "xuexi-points", &[("points", "999"), ("score", "3")]), item("2", "law-exam", &[])]);
    let [only] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(only.field, "items[0].answers.score");
    assert!(only.text.contains("没有“score”这一项，可以写：points"), "{}", only.text);
    let nothing = policy::contradictions(&pack("guet-2022"), &YearFacts::of(2026, StaffCategory::Worker), TODAY);
    assert!(nothing.is_empty());
}

#[test]
fn every_later_item_with_the_id_is_named() {
    assert_eq!(fields(vec![item("1", "paper", &[]); 3]), ["items[1].id", "items[2].id"]);
}

#[test]
fn one_item_may_have_several() {
    let mut all = item("1", "", &[]);
    all.ends = date(2025, 12, 31);
    assert_eq!(fields(vec![item("1", "paper", &[]), all]), ["items[1].id", "items[1].kind", "items[1].ends"]);
}

#[test]
fn what_is_only_missing_or_of_another_year_is_no_contradiction() {
    let mut last_year = item("去年", "paper", &[]);
    (last_year.starts, last_year.ends) = (date(2025, 12, 31), date(2026, 1, 1));
    let mut items = vec![last_year, item("", "training-hosted", &[("stated_hours", "abc")])];
    for (id, answer) in [("1", ""), ("2", "0"), ("3", "-0"), ("4", "abc"), ("5", "1.5"), ("6", "99999999")] {
        items.push(item(id, "xuexi-points", &[("points", answer)]));
    }
    assert_eq!(fields(items), Vec::<String>::new());
}

#[test]
fn what_is_still_to_come_is_refused_and_what_ends_today_is_not() {
    let mut today = item("1", "paper", &[]);
    today.ends = TODAY;
    let mut tomorrow = item("2", "paper", &[]);
    tomorrow.ends = date(2026, 6, 1);
    let said = found(vec![today, tomorrow]);
    let said: Vec<_> = said.iter().map(|one| (one.field.as_str(), one.text.as_str())).collect();
    let words =
        "结束日期 2026-06-01 晚于 2026-05-31，这件事还没有发生；要按将来的某一天试算，请用 --known-on 写明那一天";
    assert_eq!(said, [("items[1].ends", words)]);
}

#[test]
fn a_decision_before_the_activity_began_cannot_be() {
    let decided = |day| ItemFacts { decided: Some(day), ..item("1", "paper", &[]) };
    assert_eq!(fields(vec![decided(date(2026, 5, 19))]), ["items[0].decided"]);
    assert_eq!(fields(vec![decided(date(2026, 5, 20))]), Vec::<String>::new());
}

fn course(score: u16, happened: Date) -> PublicFacts {
    PublicFacts {
        course: "公需科目必修课".to_owned(),
        required: false,
        study: Hours::from_whole(10),
        exam_passed: true,
        score: Some(score),
        attempts: 0,
        hours: Hours::from_whole(15),
        without_exam: false,
        notice: String::new(),
        source: String::new(),
        happened: Some(happened),
        learned: None,
    }
}

fn post(from: Date) -> PostFacts {
    let category = StaffCategory::Worker;
    PostFacts { from, category, declares_title_next_year: false, confirmation_only: false, learned: None }
}

fn finding(item: &str) -> Finding {
    Finding { item: item.to_owned(), on: TODAY, decision: "学校〔2026〕3号".to_owned(), learned: None }
}

#[test]
fn courses_posts_and_findings_are_looked_at_too() {
    let mut facts = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
    facts.items = vec![item("1", "paper", &[])];
    facts.public = vec![course(100, TODAY), course(101, date(2026, 6, 1))];
    facts.posts = vec![post(date(2026, 1, 1)), post(TODAY), post(TODAY)];
    facts.findings = vec![finding("1"), finding("2")];
    let fields: Vec<String> = found_in(&facts).into_iter().map(|one| one.field).collect();
    assert_eq!(fields, ["public[1].happened", "public[1].score", "posts[2].from", "findings[1].item"]);
}
