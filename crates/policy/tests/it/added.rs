//! What a comparison tells where rules were put in, taken out or moved among others, and where a pack says something else of
//! itself.

use policy::{Direction, Simulation, StaffCategory, YearFacts, compare};

use crate::{
    comparing::{edited, edited_so},
    packs,
};

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

#[test]
fn an_obligation_that_moved_is_known_by_its_words_or_by_what_it_asks_of_whom() {
    let moved_as = |workers: String| {
        let texts = told(&[(WORKERS, ""), (TEACHERS, &format!("{workers}\n{TEACHERS}"))]);
        assert!(texts.iter().all(|text| !text.starts_with("新增") && !text.starts_with("取消")), "{texts:?}");
        assert!(texts.contains(&"适用范围第 3 款改称适用范围第 1 款。".to_owned()), "{texts:?}");
        texts.len()
    };
    let renumbered = moved_as(WORKERS.to_owned());
    assert_eq!(moved_as(WORKERS.replace("没有继续教育学时要求", "没有学时要求")), renumbered + 1);
    assert_eq!(moved_as(WORKERS.replace("none", "public-exam-only")), renumbered + 1);
}

#[test]
fn an_obligation_that_says_all_otherwise_in_its_old_place_is_the_same_one() {
    let other = WORKERS.replace("没有继续教育学时要求", "没有学时要求").replace("none", "public-exam-only");
    let texts = told(&[(WORKERS, &other)]);
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts.iter().all(|text| text.starts_with("适用范围第 3 款的")), "{texts:?}");
}

#[test]
fn what_a_pack_says_of_itself_is_told_when_it_changes() {
    let words = "正式表述以学校印发的原文为准。";
    assert_eq!(told(&[(words, "")]), [format!("这份标准的前言删去了“{words}”。")]);
    assert_eq!(
        told(&[(words, "正式表述以本页为准。")]),
        [format!("这份标准的前言由“{words}”改为“正式表述以本页为准。”。")]
    );
    let changed = compare(&packs::pack("guet-2022"), &edited("guet-2022", words, ""));
    assert_eq!(changed[0].article, "", "it stands under no article");
}

#[test]
fn a_pack_says_what_it_is_and_what_those_are_that_it_extends() {
    let said = |name: &str| {
        let pack = packs::pack(name);
        pack.preambles().iter().map(|said| (said.pack.clone(), said.prose.clone())).collect::<Vec<_>>()
    };
    let sample = said("sample-2026");
    let packs: Vec<&str> = sample.iter().map(|(pack, _)| pack.as_str()).collect();
    assert_eq!(packs, ["sample-2026", "guet-2022", "guangxi-2019"], "its own words come first");
    assert!(sample[0].1.contains("编出来的") && !sample[0].1.contains("[pack]"), "{}", sample[0].1);
    assert!(said("yunting-2025")[0].1.contains("云汀省是虚构的地方"));
}
