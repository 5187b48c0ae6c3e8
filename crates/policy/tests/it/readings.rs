//! Readings are settings: switching one by data alone changes what comes out, and every use is told with its id.

use std::collections::BTreeMap;

use policy::{Outcome, StaffCategory, YearFacts};
use serde_json::json;

use crate::{comparing::edited, packs::pack};

fn pins(reading: &str, option: &str) -> BTreeMap<String, String> {
    BTreeMap::from([(reading.to_owned(), option.to_owned())])
}

/// 75 public hours and 60 professional ones.
fn much_public() -> YearFacts {
    let mut facts = YearFacts::of(2026, StaffCategory::FullTimeTeacher);
    let course = json!({"course": "公需科目必修课", "study": 10, "exam_passed": true, "hours": 75});
    let item = json!({
        "id": "01", "kind": "training-hosted", "starts": "2026-06-01", "ends": "2026-06-10",
        "answers": {"stated_hours": "60"}
    });
    facts.public = vec![serde_json::from_value(course).expect("a course")];
    facts.items = vec![serde_json::from_value(item).expect("an item")];
    facts
}

#[test]
fn a_switched_reading_changes_the_outcome_and_the_hash() {
    let chosen = pack("guet-2022");
    let earned = chosen.with_readings(&pins("share-of-required", "earned")).expect("it is a setting");
    assert_eq!(policy::assess(&chosen, &much_public()).outcome, Outcome::Satisfied);
    assert_eq!(policy::assess(&earned, &much_public()).outcome, Outcome::NotSatisfied);
    assert_ne!(chosen.hash(), earned.hash());
    assert_eq!(chosen.with_readings(&BTreeMap::new()).expect("the same").hash(), chosen.hash());
}

#[test]
fn an_unknown_reading_or_one_without_a_value_is_refused() {
    let pack = pack("guet-2022");
    let said = |reading, option| pack.with_readings(&pins(reading, option)).expect_err("it is refused").fault.as_str();
    assert_eq!(said("share", "earned"), "reading.unknown");
    assert_eq!(said("share-of-required", "half"), "reading.unknown-choice");
    assert_eq!(said("status-at-year-end", "by-months"), "reading.no-value");
    assert_eq!(said("false-item", "record-only"), "reading.no-value");
}

#[test]
fn a_reading_can_be_chosen_otherwise_only_where_the_program_follows() {
    let (mut followed, mut refused) = (0, 0);
    for name in ["guangxi-2019", "guet-2022", "sample-2026", "yunting-2025"] {
        let pack = pack(name);
        for reading in pack.readings() {
            let chosen = reading.options.iter().find(|option| option.id == reading.chosen).expect("it is an option");
            assert!(chosen.computes, "{name} {}: what is in force is what the program does", reading.id);
            for other in reading.alternatives() {
                match pack.with_readings(&pins(&reading.id, &other.id)) {
                    Ok(turned) => assert!(other.computes && policy::clauses(&turned) != policy::clauses(&pack)),
                    Err(problem) => {
                        assert!(!other.computes, "{name}: {problem}");
                        assert_eq!(problem.fault.as_str(), "reading.no-value", "{name}: {problem}");
                    }
                }
                if other.computes { followed += 1 } else { refused += 1 }
            }
        }
    }
    assert!(followed > 10 && refused > 10, "{followed} followed, {refused} refused");
}

#[test]
fn every_use_is_told_with_the_id() {
    let (_, explanation) = policy::explain(&pack("guet-2022"), &much_public());
    let text = explanation.to_chinese();
    for id in ["counts-after-pass", "recognised-by-verification", "share-of-required", "approved-hours"] {
        assert!(text.contains("解释性规定") && text.contains(&format!("〔{id}〕")), "{id}:\n{text}");
    }
}

#[test]
fn a_reading_of_whom_the_year_asks_for_what_is_told_to_those_for_whom_it_decides() {
    let told = |pack: &policy::Pack, category, declares_title_next_year, confirmation_only| {
        let facts = YearFacts { declares_title_next_year, confirmation_only, ..YearFacts::of(2026, category) };
        let text = policy::explain(pack, &facts).1.to_chinese();
        let ids = ["other-professionals", "declaring-comes-first", "confirmation"];
        ids.into_iter().filter(|id| text.contains(&format!("〔{id}〕"))).collect::<Vec<_>>()
    };
    use StaffCategory::{Administrative, FullTimeTeacher, OtherProfessional, Worker};
    let guet = pack("guet-2022");
    let otherwise = guet.with_readings(&pins("other-professionals", "second-article")).expect("it is a setting");
    for pack in [&guet, &otherwise] {
        assert_eq!(told(pack, OtherProfessional, false, false), ["other-professionals"]);
        assert_eq!(told(pack, OtherProfessional, true, true), ["other-professionals"], "it is only confirmed");
        assert_eq!(told(pack, OtherProfessional, true, false), [""; 0], "it is declared");
        assert_eq!(told(pack, Worker, true, false), ["declaring-comes-first"]);
        for category in [FullTimeTeacher, Administrative] {
            assert_eq!(told(pack, category, false, false), [""; 0], "{category:?}");
            assert_eq!(told(pack, category, true, false), [""; 0], "{category:?}");
        }
        assert_eq!(told(pack, Worker, false, false), [""; 0]);
    }
    let yunting = pack("yunting-2025");
    assert_eq!(told(&yunting, FullTimeTeacher, false, true), ["confirmation"]);
    assert_eq!(told(&yunting, Administrative, false, true), [""; 0]);
}

#[test]
fn a_requirement_and_the_day_of_the_post_can_rest_on_a_reading_that_sets_nothing() {
    let told = |name: &str, value: &str, id: &str| {
        let pack = edited(name, value, &format!("{value}reading = \"{id}\"\n"));
        let mut facts = much_public();
        facts.posts =
            vec![serde_json::from_value(json!({"from": "2026-03-01", "category": "worker"})).expect("a post")];
        facts.posts.push(
            serde_json::from_value(json!({"from": "2026-05-01", "category": "full-time-teacher"})).expect("a post"),
        );
        let text = policy::explain(&pack, &facts).1.to_chinese();
        let line = text.lines().find(|line| line.contains(&format!("〔{id}〕")));
        line.unwrap_or_else(|| panic!("{id} is not told:\n{text}")).trim().to_owned()
    };
    let total = told("guet-2022", "name = \"年度总学时\"\n", "declaring-comes-first");
    assert!(total.starts_with("年度总学时"), "{total}");
    let day = told("yunting-2025", "day = \"07-01\"\n", "confirmation");
    assert!(day.contains("7月1日"), "{day}");
}

#[test]
fn every_reading_says_what_each_possibility_means() {
    for name in ["guangxi-2019", "guet-2022", "yunting-2025"] {
        for reading in pack(name).readings() {
            assert!(!reading.question.is_empty() && reading.alternatives().count() >= 1, "{}", reading.id);
            assert!(reading.options.iter().all(|option| !option.means.is_empty()), "{}", reading.id);
        }
    }
}

#[test]
fn the_page_of_a_pack_tells_its_readings_beside_their_articles() {
    let clauses = policy::clauses(&pack("guet-2022"));
    let told = clauses.iter().find(|clause| clause.id == "approved-hours").expect("it is told");
    assert_eq!((told.section, told.article.as_str()), (policy::Section::Reading, "第十条"));
    assert_eq!(told.name, "解释性规定“学时够了、登记还没有审批，算不算完成当年任务？”");
    assert!(told.aspect("采用").is_some_and(|chosen| chosen.contains("审批通过后才算完成")));
    assert!(told.aspect("另一读法1").is_some_and(|other| other.contains("学时一够就可以评为优秀")));
}

#[test]
fn what_is_said_of_public_courses_follows_the_text_and_its_readings() {
    let chosen = pack("guet-2022");
    assert_eq!((chosen.exam_attempts(), chosen.public_article()), (Some(3), "第三条"));
    let read = |reading, option| chosen.with_readings(&pins(reading, option)).expect("it is a setting");
    assert!(chosen.counts_without_exam() && !read("elective-without-exam", "never").counts_without_exam());
    assert!(read("counts-after-pass", "after-exam").counts_after_exam());
    assert!(!read("counts-after-pass", "after-study").counts_after_exam());
}
