//! The stages, one promise of article 13 a test.

use std::collections::BTreeMap;

use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::{
    access::{Grant, Role},
    ids::UnitId,
    item::Decision,
    refusal::RefusalKind,
    registration::Opening,
};

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn actor(number: u128) -> Actor {
    let grants = vec![Grant { role: Role::Personnel, unit: None }];
    Actor { person: person(number), name: "示例".to_owned(), unit: UnitId::from_uuid(Uuid::from_u128(1)), grants }
}

fn at(day: &str) -> Instant {
    format!("{day}T02:00:00Z").parse().expect("a moment")
}

fn approved() -> (Registration, Item) {
    let opening = Opening {
        id: RegistrationId::from_uuid(Uuid::from_u128(7)),
        number: "2026-00001".to_owned(),
        person_id: person(1),
        unit_id: UnitId::from_uuid(Uuid::from_u128(1)),
        year: 2026,
        pack_name: "p".to_owned(),
        pack_hash: "0".repeat(64),
    };
    let (mut registration, _) = Registration::open(opening, at("2026-11-01"));
    registration.state = State::Approved;
    let item = Item {
        id: ItemId::from_uuid(Uuid::from_u128(9)),
        registration_id: registration.id,
        position: 1,
        kind: "paper".to_owned(),
        title: "教学研究".to_owned(),
        organiser: String::new(),
        starts: date(2026, 5, 1),
        ends: date(2026, 5, 1),
        answers: BTreeMap::new(),
        applied: None,
        decision: Decision::Open,
        decided_by: None,
        decided_at: None,
        told_at: None,
    };
    (registration, item)
}

fn notice(suspicion: &str, reply_until: &str) -> NoticeForm {
    NoticeForm { suspicion: suspicion.to_owned(), reply_until: reply_until.to_owned() }
}

fn told() -> Finding {
    let (registration, item) = approved();
    let id = FindingId::from_uuid(Uuid::from_u128(3));
    let form = notice("期刊没有刊登这篇论文", "2027-03-20");
    Finding::notify(id, (&registration, &item), &form, &actor(5), at("2027-03-01")).expect("told").0
}

fn false_by(number: &str) -> RulingForm {
    RulingForm {
        is_false: Some(true),
        reason: "期刊社回函证实".to_owned(),
        number: number.to_owned(),
        appeal_until: "2027-04-20".to_owned(),
        entry_until: "2030-03-31".to_owned(),
        is_blacklisted: false,
    }
}

fn verdict(is_false: bool) -> RulingForm {
    RulingForm { is_false: Some(is_false), reason: "核对原件".to_owned(), ..RulingForm::default() }
}

fn found() -> Finding {
    let mut finding = told();
    finding.answer("文章在增刊", &actor(1), at("2027-03-05")).expect("answered");
    finding.rule(&false_by("校人〔2027〕3号"), &actor(5), at("2027-03-10")).expect("ruled");
    finding
}

#[test]
fn only_what_was_approved_is_found_false_and_nobody_finds_about_themselves() {
    let (mut registration, item) = approved();
    let id = FindingId::from_uuid(Uuid::from_u128(3));
    let form = notice("不实", "2027-03-20");
    let tell = |registration: &Registration, form: &NoticeForm, by| {
        Finding::notify(id, (registration, &item), form, &actor(by), at("2027-03-01")).map(|(finding, _)| finding)
    };
    assert_eq!(tell(&registration, &form, 1).expect_err("one's own").code, "finding.own");
    for (form, code) in [
        (notice(" ", "2027-03-20"), "reason.missing"),
        (notice("不实", ""), "finding.day"),
        (notice("不实", "2027-03-01"), "finding.day"),
    ] {
        assert_eq!(tell(&registration, &form, 5).expect_err(code).code, code);
    }
    assert_eq!(tell(&registration, &form, 5).expect("told").stage(), Stage::Notified);
    registration.state = State::Checking;
    assert_eq!(tell(&registration, &form, 5).expect_err("not approved").code, "finding.not-approved");
}

#[test]
fn nothing_is_decided_while_the_person_can_reply() {
    let mut finding = told();
    let early = finding.rule(&false_by("1号"), &actor(5), at("2027-03-20")).expect_err("the last day");
    assert!(early.code == "finding.may-reply" && early.what.contains("2027年3月20日"), "{early}");
    assert!(!finding.stands() && finding.facts().is_none());
    let mut silent = finding.clone();
    silent.rule(&verdict(false), &actor(5), at("2027-03-21")).expect("the day is over");
    assert_eq!(silent.stage(), Stage::Dismissed);
    assert_eq!(finding.answer("说明", &actor(5), at("2027-03-05")).expect_err("another").code, "finding.not-own");
    assert_eq!(finding.answer("说明", &actor(1), at("2027-03-21")).expect_err("late").code, "finding.late");
    finding.answer("说明", &actor(1), at("2027-03-20")).expect("on the last day");
    assert_eq!(finding.answer("再说明", &actor(1), at("2027-03-20")).expect_err("once").code, "finding.stage");
    finding.rule(&verdict(false), &actor(5), at("2027-03-20")).expect("it was said");
    assert!(!finding.stands());
}

#[test]
fn what_is_found_false_says_its_number_and_its_days() {
    let mut finding = told();
    let now = at("2027-03-21");
    assert_eq!(finding.rule(&verdict(true), &actor(1), now).expect_err("one's own").kind, RefusalKind::Forbidden);
    for (form, code) in [
        (RulingForm::default(), "finding.undecided"),
        (verdict(true), "finding.number"),
        (false_by(&"长".repeat(61)), "finding.number"),
        (RulingForm { appeal_until: "2027-03-21".to_owned(), ..false_by("3号") }, "finding.day"),
        (RulingForm { entry_until: "以后".to_owned(), ..false_by("3号") }, "finding.day"),
        (RulingForm { reason: String::new(), ..false_by("3号") }, "reason.missing"),
    ] {
        assert_eq!(finding.rule(&form, &actor(5), now).expect_err(code).code, code);
        assert_eq!(finding.stage(), Stage::Notified, "{code} changes nothing");
    }
    let event = finding.rule(&false_by("校人〔2027〕3号"), &actor(5), now).expect("ruled");
    assert!(
        event.sentence.contains("校人〔2027〕3号") && event.sentence.contains("2030年3月31日"),
        "{}",
        event.sentence
    );
    let facts = finding.facts().expect("it stands");
    assert_eq!((facts.on, facts.decision.as_str()), (date(2027, 3, 21), "校人〔2027〕3号"));
    assert!(finding.is_entered_on(date(2030, 3, 31)) && !finding.is_entered_on(date(2030, 4, 1)));
}

#[test]
fn an_appeal_is_decided_by_somebody_else_and_the_hours_stay_away_meanwhile() {
    let mut finding = found();
    assert_eq!(finding.appeal("不服", &actor(5), at("2027-04-01")).expect_err("another").code, "finding.not-own");
    assert_eq!(finding.appeal("不服", &actor(1), at("2027-04-21")).expect_err("late").code, "finding.late");
    assert_eq!(
        finding.rule_on_appeal(&verdict(true), &actor(6), at("2027-04-01")).expect_err("none yet").code,
        "finding.stage"
    );
    finding.appeal("不服", &actor(1), at("2027-04-20")).expect("on the last day");
    assert!(finding.stands() && finding.stage() == Stage::Appealed);
    let same = finding.rule_on_appeal(&verdict(true), &actor(5), at("2027-04-22")).expect_err("who decided");
    assert_eq!(same.code, "finding.same-decider");
    let mut right = finding.clone();
    finding.rule_on_appeal(&verdict(true), &actor(6), at("2027-04-22")).expect("upheld");
    assert!(finding.stands() && finding.stage() == Stage::Upheld);
    right.rule_on_appeal(&verdict(false), &actor(6), at("2027-04-22")).expect("overturned");
    assert!(!right.stands() && right.facts().is_none() && !right.is_entered_on(date(2027, 5, 1)));
    assert_eq!(right.appeal("再", &actor(1), at("2027-04-23")).expect_err("it is over").code, "finding.stage");
}
