//! What a comparison tells where rules were put in, taken out or moved among others.

use policy::{Direction, Simulation, StaffCategory, YearFacts, compare};

use crate::{comparing::edited_so, packs};

const WORKERS: &str =
    "[[obligation]]\nwhy = \"工勤人员没有继续教育学时要求。\"\ngives = \"none\"\ncategories = [\"worker\"]\n";
const TEACHERS: &str = "[[obligation]]\nwhy = \"专任教师";

fn told(changes: &[(&str, &str)]) -> Vec<String> {
    let changed = compare(&packs::pack("guet-2022"), &edited_so("guet-2022", changes));
    changed.into_iter().map(|change| change.text).collect()
}

#[test]
fn an_obligation_that_was_put_in_before_the_others_is_one_change() {
    let first = format!(
        "[[obligation]]\nwhy = \"访问学者没有继续教育学时要求。\"\ngives = \"none\"\ncategories = [\"administrative\"]\n\n{TEACHERS}"
    );
    assert_eq!(told(&[(TEACHERS, &first)]), ["新增适用范围第 1 款：访问学者没有继续教育学时要求。"]);
}

#[test]
fn an_obligation_that_was_taken_out_is_one_change() {
    assert_eq!(told(&[(WORKERS, "")]), ["取消适用范围第 3 款：工勤人员没有继续教育学时要求。"]);
}

#[test]
fn an_obligation_that_says_something_else_is_the_same_one() {
    let words = told(&[("工勤人员没有继续教育学时要求。", "工勤人员没有学时要求。")]);
    assert_eq!(words, ["适用范围第 3 款的说明由“工勤人员没有继续教育学时要求。”改为“工勤人员没有学时要求。”。"]);
    let gives = told(&[(WORKERS, &WORKERS.replace("none", "public-exam-only"))]);
    assert_eq!(gives, ["适用范围第 3 款的要求由“没有要求”改为“只要公需科目考试”。"]);
}

#[test]
fn obligations_in_another_order_are_told_because_the_first_that_fits_decides() {
    let moved = format!("{WORKERS}\n{TEACHERS}");
    let texts = told(&[(WORKERS, ""), (TEACHERS, &moved)]);
    assert!(texts.contains(&"适用范围第 3 款改称适用范围第 1 款。".to_owned()), "{texts:?}");
    let (old, new) = (packs::pack("guet-2022"), edited_so("guet-2022", &[(WORKERS, ""), (TEACHERS, &moved)]));
    let facts = YearFacts::of(2026, StaffCategory::Worker);
    assert_eq!(Simulation::new(&old, &new).effect(&facts).direction, Direction::Stays);
}
