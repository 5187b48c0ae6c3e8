//! Of several changed rules a simulation names those that move the year, and no other.

use jiff::civil::{Date, date};
use policy::{Direction, Effect, Hours, ItemFacts, PublicFacts, Simulation, StaffCategory, YearFacts};

use crate::{
    comparing::edited_so,
    items::{item, passed},
    packs::pack,
};

const AFTER_STUDY: (&str, &str) = ("chosen = \"after-exam\"", "chosen = \"after-study\"");
const PUBLIC_COURSE: (&str, &str) = ("第三条", "公需科目考试");

/// 64 hours that the verifier set, some minutes of studying online, and the course of 15 hours.
fn teacher(minutes: &str, exam_passed: bool) -> YearFacts {
    let hosted = ItemFacts { verified: Some(Hours::from_whole(64)), ..item("01", "training-hosted", &[]) };
    let online = item("02", "online-study", &[("platform", "某平台"), ("minutes", minutes)]);
    let course = passed("公需科目必修课", Hours::from_whole(10), Hours::from_whole(15));
    YearFacts {
        public: vec![PublicFacts { required: true, exam_passed, ..course }],
        items: vec![hosted, online],
        ..YearFacts::of(2026, StaffCategory::FullTimeTeacher)
    }
}

fn effect(changes: &[(&str, &str)], facts: &YearFacts) -> Effect {
    Simulation::new(&pack("guet-2022"), &edited_so("guet-2022", changes)).effect(facts)
}

fn told(effect: &Effect) -> Vec<(&str, &str)> {
    effect.causes.iter().map(|cause| (cause.article.as_str(), cause.rule.as_str())).collect()
}

#[test]
fn a_lower_cap_that_cuts_nothing_is_no_cause_whatever_the_verifier_may_set() {
    let effect = effect(&[AFTER_STUDY, ("cap_hours = 20", "cap_hours = 8")], &teacher("90", false));
    assert_eq!(effect.direction, Direction::Gains);
    assert_eq!(told(&effect), [PUBLIC_COURSE], "the two hours of online study are known: nobody sets them");
}

#[test]
fn a_higher_cap_above_hours_that_grow_is_no_cause() {
    let changes = [("per = 45, give_hours = 1", "per = 45, give_hours = 2"), ("cap_hours = 20", "cap_hours = 24")];
    let effect = effect(&changes, &teacher("90", false));
    assert_eq!(told(&effect), [("第四条", "种类“在线自学（中国教育干部网络培训学院及同类平台）”")]);
}

/// Declares a title in a series that opens on this day, and passed on that one.
fn declares(opens: Option<Date>, passed: Date) -> YearFacts {
    let mut facts = teacher("900", true);
    facts.public[0].happened = Some(passed);
    YearFacts { declares_title_this_year: Some(true), title_series_opens: opens, ..facts }
}

const ENGINEERING: (&str, &str) = ("opens = \"2026-09-15\"", "opens = \"2026-06-15\"");
const LIBRARY: (&str, &str) = ("opens = \"2026-10-08\"", "opens = \"2026-06-20\"");

#[test]
fn of_two_series_that_open_earlier_the_persons_own_is_the_cause() {
    let (old, new) = (pack("sample-2026"), edited_so("sample-2026", &[ENGINEERING, LIBRARY]));
    let simulation = Simulation::new(&old, &new);
    let passed = date(2026, 7, 1);
    let [then, now] = [date(2026, 9, 15), date(2026, 6, 15)].map(|opens| declares(Some(opens), passed));
    let effect = simulation.effect_between(&then, &now);
    assert_eq!(effect.direction, Direction::Loses);
    assert_eq!(told(&effect), [("示例日期", "2026 年“工程技术”系列职称报名")]);
    // Nobody knew of a day before; now one is known, and it was missed.
    let effect = simulation.effect_between(&declares(None, passed), &now);
    assert_eq!(told(&effect), [("示例日期", "2026 年“工程技术”系列职称报名")]);
}

#[test]
fn a_series_that_opens_earlier_is_no_cause_where_the_course_was_passed_before_both_days() {
    let (old, new) = (pack("sample-2026"), edited_so("sample-2026", &[ENGINEERING]));
    let [then, mut now] = [date(2026, 9, 15), date(2026, 6, 15)].map(|opens| declares(Some(opens), date(2026, 5, 1)));
    // What moves the year is another fact.
    now.items.push(item("03", "training-hosted", &[("stated_hours", "8")]));
    let effect = Simulation::new(&old, &new).effect_between(&then, &now);
    assert_eq!((effect.direction, told(&effect)), (Direction::Gains, vec![]));
}

#[test]
fn a_rule_that_only_got_another_number_is_no_cause() {
    let teachers = "[[obligation]]\nwhy = \"专任教师";
    let office = "[[obligation]]\nwhy = \"管理岗也要学满。\"\ngives = \"full\"\ncategories = [\"administrative\"]\n\n";
    let facts = YearFacts::of(2026, StaffCategory::Administrative);
    let effect = effect(&[(teachers, &format!("{office}{teachers}"))], &facts);
    assert_eq!(effect.direction, Direction::Loses);
    assert_eq!(told(&effect), [("第一条", "适用范围第 1 款")]);
}

#[test]
fn rules_that_changed_their_places_are_the_cause_where_the_first_that_fits_decides() {
    let workers =
        "[[obligation]]\nwhy = \"工勤人员没有继续教育学时要求。\"\ngives = \"none\"\ncategories = [\"worker\"]\n";
    let declaring = "[[obligation]]\nwhy = \"下一年度要申报职称";
    let facts = YearFacts { declares_title_next_year: true, ..YearFacts::of(2026, StaffCategory::Worker) };
    let effect = effect(&[(workers, ""), (declaring, &format!("{workers}\n{declaring}"))], &facts);
    assert_eq!(effect.direction, Direction::Gains);
    assert_eq!(told(&effect), [("第一条", "适用范围第 2 款"), ("第一条", "适用范围第 3 款")]);
}
