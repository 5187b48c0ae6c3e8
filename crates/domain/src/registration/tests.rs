//! The transitions, one promise of articles 6 and 8 a test.

use std::collections::BTreeMap;

use jiff::civil::date;
use policy::Hours;
use uuid::Uuid;

use super::*;
use crate::{access::Grant, access::Role, ids::ItemId};

fn person(number: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(number))
}

fn unit() -> UnitId {
    UnitId::from_uuid(Uuid::from_u128(1))
}

/// As a pack may set them.
fn deadlines() -> Deadlines {
    let deadline = |party, firmness, date, article: &str| policy::Deadline {
        id: String::new(),
        name: "期限".to_owned(),
        party,
        date,
        firmness,
        article: article.to_owned(),
    };
    Deadlines {
        person: Some(deadline(policy::Party::Person, policy::Firmness::Soft, date(2026, 11, 30), "第八条")),
        unit: Some(deadline(policy::Party::Unit, policy::Firmness::Hard, date(2026, 12, 31), "第六条（四）")),
    }
}

/// Somebody who may check and approve in the unit.
fn actor(number: u128) -> Actor {
    let grants = [Role::Verifier, Role::Approver].map(|role| Grant { role, unit: Some(unit()) }).to_vec();
    Actor { person: person(number), name: "示例".to_owned(), unit: unit(), grants }
}

fn at(text: &str) -> Instant {
    text.parse().expect("a moment")
}

fn submitted() -> (Registration, Vec<Item>) {
    let now = at("2026-11-20T02:00:00Z");
    let opening = Opening {
        id: RegistrationId::from_uuid(Uuid::from_u128(7)),
        number: number(2026, 1),
        person_id: person(1),
        unit_id: unit(),
        year: 2026,
        pack_name: "p".to_owned(),
        pack_hash: "0".repeat(64),
    };
    let (mut registration, _) = Registration::open(opening, now);
    let submission = Submission { declared: true, items: 2, obstacles: Vec::new() };
    registration.submit(&actor(1), &submission, &deadlines(), now).expect("handed in");
    let items = (1..=2).map(|position| item(registration.id, position)).collect();
    (registration, items)
}

fn item(registration_id: RegistrationId, position: i64) -> Item {
    Item {
        id: ItemId::from_uuid(Uuid::from_u128(u128::from(position.unsigned_abs()))),
        registration_id,
        position,
        kind: "conference".to_owned(),
        title: "年会".to_owned(),
        organiser: String::new(),
        starts: date(2026, 5, 8),
        ends: date(2026, 5, 8),
        answers: BTreeMap::new(),
        applied: None,
        decision: Decision::Open,
        decided_by: None,
        decided_at: None,
    }
}

fn decide_all(registration: &Registration, items: &mut [Item], by: &Actor) {
    for item in items {
        let decision = Decision::Accepted { hours: Hours::from_whole(8) };
        registration.decide_item(by, item, decision, at("2026-11-21T02:00:00Z")).expect("decided");
    }
}

#[test]
fn who_takes_a_check_over_decides_everything_anew() {
    let (mut registration, mut items) = submitted();
    let now = at("2026-11-21T02:00:00Z");
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    decide_all(&registration, &mut items, &actor(2));
    let event = registration.begin_check(&actor(3), &mut items).expect("taken over");
    assert_eq!((event.name, event.detail["items"].as_str()), ("registration.check-taken-over", Some("2")));
    assert!(items.iter().all(|item| item.decision == Decision::Open && item.decided_by.is_none()));
    let refused = registration.finish_verification(&actor(3), &items, now).expect_err("undecided");
    assert_eq!(refused.code, "registration.undecided");
    decide_all(&registration, &mut items, &actor(3));
    registration.finish_verification(&actor(3), &items, now).expect("finished");
    assert_eq!(registration.checker, registration.verified_by);
}

#[test]
fn what_one_decided_before_a_return_is_open_for_another_and_kept_for_oneself() {
    for (next, kept) in [(2, true), (3, false)] {
        let (mut registration, mut items) = submitted();
        registration.begin_check(&actor(2), &mut items).expect("taken up");
        decide_all(&registration, &mut items, &actor(2));
        registration.return_to_person(&actor(2), "请补材料").expect("returned");
        assert_eq!(registration.checker, Some(person(2)), "who decided is known while it is with the person");
        let submission = Submission { declared: true, items: 2, obstacles: Vec::new() };
        registration.submit(&actor(1), &submission, &deadlines(), at("2026-11-22T02:00:00Z")).expect("handed in again");
        registration.begin_check(&actor(next), &mut items).expect("taken up again");
        assert_eq!(items.iter().all(|item| item.decided_by == Some(person(2))), kept);
    }
}

#[test]
fn whoever_decided_an_item_does_not_approve_even_when_another_finished() {
    let (mut registration, mut items) = submitted();
    let now = at("2026-11-21T02:00:00Z");
    registration.begin_check(&actor(3), &mut items).expect("taken up");
    decide_all(&registration, &mut items, &actor(3));
    registration.finish_verification(&actor(3), &items, now).expect("finished");
    registration.state = State::AwaitingApproval;
    // As no transition leaves it: the item still carries another's decision.
    items[0].decided_by = Some(person(2));
    let refused = registration.approve(&actor(2), &items, &deadlines(), now).expect_err("decided an item");
    assert_eq!(refused.code, "registration.same-decider");
    let refused = registration.return_from_approval(&actor(2), &items, "不清").expect_err("decided an item");
    assert_eq!(refused.code, "registration.same-decider");
    registration.approve(&actor(4), &items, &deadlines(), now).expect("a second pair of eyes");
}

#[test]
fn a_deadline_is_extended_to_a_day_that_is_to_come_and_not_too_far() {
    let now = at("2027-01-04T02:00:00Z");
    for (until, taken) in [
        (date(2026, 12, 31), false),
        (date(2027, 1, 3), false),
        (date(2027, 1, 4), true),
        (date(2027, 12, 31), true),
        (date(2028, 1, 1), false),
        (date(9999, 12, 31), false),
    ] {
        let (mut registration, _) = submitted();
        let done = registration.extend_deadline(&actor(2), until, "审批人住院", &deadlines(), now);
        assert_eq!(done.is_ok(), taken, "{until}: {done:?}");
        if let Err(refusal) = done {
            assert!(refusal.next.contains("2027年1月4日至2027年12月31日"), "{refusal}");
        }
    }
    let (mut registration, _) = submitted();
    let silent = registration.extend_deadline(&actor(2), date(2027, 1, 15), " ", &deadlines(), now);
    assert_eq!(silent.expect_err("no reason").code, "registration.no-reason");
    let later = at("2028-02-01T02:00:00Z");
    let far = registration.extend_deadline(&actor(2), date(2029, 1, 15), "太晚", &deadlines(), later);
    assert!(far.expect_err("long over").next.contains("已经过了"));
}

#[test]
fn the_packs_deadlines_bind_and_none_bind_where_it_states_none() {
    let (registration, items) = submitted();
    let mut waiting = Registration { state: State::AwaitingApproval, ..registration };
    let after = at("2027-01-01T02:00:00Z");
    let refused = waiting.approve(&actor(2), &items, &deadlines(), after).expect_err("closed");
    assert_eq!((refused.code, refused.article.as_deref()), ("registration.deadline", Some("第六条（四）")));
    assert!(!waiting.is_late(&deadlines()), "handed in on 20 November");
    waiting.submitted_at = Some(at("2026-12-01T02:00:00Z"));
    assert!(waiting.is_late(&deadlines()) && !waiting.is_late(&Deadlines::default()));
    let none = waiting.extend_deadline(&actor(2), date(2027, 1, 15), "补办", &Deadlines::default(), after);
    assert!(none.expect_err("nothing to extend").what.contains("没有规定"));
    waiting.approve(&actor(2), &items, &Deadlines::default(), after).expect("nothing closes the year");
}

#[test]
fn what_is_missing_is_refused_under_the_article_that_asks_for_it() {
    let obstacle = |article: &str| Obstacle { text: format!("缺（{article}）"), article: article.to_owned() };
    for (articles, named) in [(vec!["第四条"], Some("第四条")), (vec!["第四条", "第五条"], None), (vec![""], None)]
    {
        let (registration, _) = submitted();
        let mut draft = Registration { state: State::Draft, ..registration };
        let obstacles: Vec<Obstacle> = articles.iter().map(|article| obstacle(article)).collect();
        let submission = Submission { declared: true, items: 2, obstacles };
        let refused =
            draft.submit(&actor(1), &submission, &deadlines(), at("2026-11-20T02:00:00Z")).expect_err("incomplete");
        assert_eq!(refused.article.as_deref(), named);
        assert!(!refused.what.contains("。。"), "{refused}");
    }
}

#[test]
fn a_draft_is_for_its_person_alone() {
    use crate::access::{Thing, may};
    let (registration, _) = submitted();
    let draft = Registration { state: State::Draft, ..registration.clone() };
    assert!(may(&actor(2), Deed::View, &Thing::Registration(&registration)));
    assert!(!may(&actor(2), Deed::View, &Thing::Registration(&draft)));
    assert!(!may(&Actor::system(), Deed::View, &Thing::Registration(&draft)));
    assert!(may(&actor(1), Deed::View, &Thing::Registration(&draft)));
}
