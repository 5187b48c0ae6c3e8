//! The transitions, one promise of articles 6 and 8 a test.

use std::collections::BTreeMap;

use jiff::civil::date;
use policy::{Hours, Provision};
use uuid::Uuid;

use super::*;
use crate::{access::Grant, access::Role, ids::ItemId, refusal::RefusalKind};

mod checks;
mod late;

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
        person_last: None,
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
    let submission = Submission { declared: true, items: 2, ..Submission::default() };
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
        told_at: None,
    }
}

fn yardstick() -> Yardstick {
    Yardstick { claimed: None, whole_year: Hours::from_whole(90), most: None, confirmed: false }
}

fn decide_all(registration: &Registration, items: &mut [Item], by: &Actor) {
    for item in items {
        let decision = Decision::Accepted { hours: Hours::from_whole(8) };
        registration.decide_item(by, item, decision, &yardstick(), at("2026-11-21T02:00:00Z")).expect("decided");
    }
}

#[test]
fn what_to_do_next_is_something_that_still_helps() {
    let (mut registration, mut items) = submitted();
    let next = |registration: &Registration| registration.edit(&actor(1)).expect_err("handed in").next;
    assert!(next(&registration).contains("可以撤回"), "{}", next(&registration));
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    assert!(!next(&registration).contains("撤回"), "{}", next(&registration));
    assert!(next(&registration).contains("请联系审验人退回"), "{}", next(&registration));
    for (state, words) in [
        (State::Verified, "请联系审验人退回"),
        (State::AwaitingApproval, "请联系审批人退回"),
        (State::Approved, "请联系人事处撤回审批"),
    ] {
        registration.state = state;
        assert!(next(&registration).contains(words), "{state:?}: {}", next(&registration));
    }
}

#[test]
fn without_the_declaration_nothing_is_handed_in_and_the_refusal_quotes_it() {
    let (registration, _) = submitted();
    let mut draft = Registration { state: State::Draft, ..registration };
    let declaration = "本人声明：都是真的".to_owned();
    let submission = Submission { declaration, items: 2, ..Submission::default() };
    let refused = draft.submit(&actor(1), &submission, &deadlines(), at("2026-11-20T02:00:00Z")).expect_err("no tick");
    assert_eq!(refused.code, "registration.not-declared");
    assert!(refused.what.contains("“本人声明：都是真的”") && refused.next.contains("声明"), "{refused}");
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
    assert_eq!(silent.expect_err("no reason").code, "reason.missing");
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
    assert_eq!((refused.code, refused.provision), ("registration.deadline", Some(Provision::UnitDeadline)));
    assert_eq!(refused.pack.as_deref(), Some("p"), "by the pack that the registration is judged by");
    assert!(!waiting.is_late(&deadlines()), "handed in on 20 November");
    waiting.submitted_at = Some(at("2026-12-01T02:00:00Z"));
    assert!(waiting.is_late(&deadlines()) && !waiting.is_late(&Deadlines::default()));
    let none = waiting.extend_deadline(&actor(2), date(2027, 1, 15), "补办", &Deadlines::default(), after);
    assert!(none.expect_err("nothing to extend").what.contains("没有规定"));
    waiting.approve(&actor(2), &items, &Deadlines::default(), after).expect("nothing closes the year");
}

#[test]
fn what_is_missing_is_refused_under_the_provision_that_asks_for_it() {
    let obstacle = |provision| Obstacle { text: "缺一份材料".to_owned(), provision };
    let (evidence, application) = (Some(Provision::Evidence), Some(Provision::Application));
    for (provisions, named) in [
        (vec![evidence], evidence),
        (vec![evidence, evidence], evidence),
        (vec![evidence, application], None),
        (vec![evidence, None], None),
        (vec![None], None),
    ] {
        let (registration, _) = submitted();
        let mut draft = Registration { state: State::Draft, ..registration };
        let obstacles: Vec<Obstacle> = provisions.into_iter().map(obstacle).collect();
        let submission = Submission { declared: true, items: 2, obstacles, ..Submission::default() };
        let refused =
            draft.submit(&actor(1), &submission, &deadlines(), at("2026-11-20T02:00:00Z")).expect_err("incomplete");
        assert_eq!(refused.provision, named);
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

#[test]
fn a_last_day_of_the_person_binds_the_person_alone() {
    let (registration, _) = submitted();
    let last = deadlines().unit.map(|unit| policy::Deadline {
        party: policy::Party::Person,
        date: date(2026, 12, 20),
        ..unit
    });
    let strict = Deadlines { person_last: last, ..deadlines() };
    let because = "出差在外".to_owned();
    let submission = Submission { declared: true, items: 2, late_reason: because, ..Submission::default() };
    let late = at("2026-12-21T02:00:00Z");
    let mut draft = Registration { state: State::Draft, ..registration.clone() };
    let refused = draft.submit(&actor(1), &submission, &strict, late).expect_err("after the person's last day");
    assert_eq!((refused.code, refused.provision), ("registration.deadline", Some(Provision::PersonDeadline)));
    draft.extended_to = Some(date(2027, 1, 15));
    draft.submit(&actor(1), &submission, &strict, late).expect("extended");
    let mut free = Registration { state: State::Draft, ..registration };
    free.submit(&actor(1), &submission, &deadlines(), late).expect("only the unit's day binds");
}

/// Checked by person 2, approved by person 3.
fn approved() -> (Registration, Vec<Item>) {
    let (mut registration, mut items) = submitted();
    let now = at("2026-11-21T02:00:00Z");
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    decide_all(&registration, &mut items, &actor(2));
    registration.finish_verification(&actor(2), &items, now).expect("finished");
    registration.attach_sealed_form(&actor(1), DocumentId::from_uuid(Uuid::from_u128(5))).expect("sealed");
    registration.send_to_approval(&actor(1)).expect("sent");
    registration.approve(&actor(3), &items, &deadlines(), now).expect("approved");
    (registration, items)
}

#[test]
fn an_approval_is_taken_back_with_a_reason_and_the_year_goes_on() {
    let (mut registration, mut items) = approved();
    let silent = registration.withdraw_approval(&actor(9), "  ").expect_err("no reason");
    assert_eq!(silent.code, "reason.missing");
    let own = registration.withdraw_approval(&actor(1), "想再添一项").expect_err("one's own");
    assert_eq!((own.code, own.kind), ("registration.own", RefusalKind::Forbidden));
    assert!(own.next.contains("人事处"), "{own}");
    assert_eq!(registration.state, State::Approved, "a refusal changes nothing");

    let (reason, event) = registration.withdraw_approval(&actor(9), " 核定学时填错 ").expect("taken back");
    assert_eq!((reason.as_str(), event.name), ("核定学时填错", "registration.approval-withdrawn"));
    assert_eq!(event.detail["approver"], person(3).to_string());
    assert_eq!((registration.state, registration.return_reason.as_deref()), (State::Returned, Some("核定学时填错")));
    assert!(registration.approved_by.is_none() && registration.approved_at.is_none());
    assert!(registration.verified_by.is_none() && registration.sealed_form.is_none());
    assert_eq!(registration.checker, Some(person(2)), "whoever decided its items still cannot approve it");

    registration.edit(&actor(1)).expect("the person can correct it");
    let late = at("2027-01-05T02:00:00Z");
    let because = "审批撤回后更正".to_owned();
    let submission = Submission { declared: true, items: 2, late_reason: because, ..Submission::default() };
    let refused = registration.submit(&actor(1), &submission, &deadlines(), late).expect_err("after the last day");
    assert_eq!(refused.code, "registration.deadline");
    registration.extend_deadline(&actor(9), date(2027, 1, 15), "撤回审批后更正", &deadlines(), late).expect("extended");
    registration.submit(&actor(1), &submission, &deadlines(), late).expect("handed in again");
    registration.begin_check(&actor(2), &mut items).expect("checked anew");
}

#[test]
fn only_an_approval_is_taken_back() {
    for state in State::ALL.into_iter().filter(|state| *state != State::Approved) {
        let mut registration = Registration { state, ..approved().0 };
        let refused = registration.withdraw_approval(&actor(9), "填错").expect_err("not approved");
        assert_eq!(refused.code, "registration.state", "{state}");
    }
    let (registration, _) = approved();
    let office = Actor { grants: vec![Grant { role: Role::Personnel, unit: None }], ..actor(9) };
    assert!(crate::access::deeds_now(&office, &registration).contains(&Deed::WithdrawApproval));
    assert!(!crate::access::deeds_now(&actor(3), &registration).contains(&Deed::WithdrawApproval), "an approver");
    let own = Actor { person: person(1), ..office };
    assert!(!crate::access::deeds_now(&own, &registration).contains(&Deed::WithdrawApproval), "one's own");
}

#[test]
fn too_few_hours_are_handed_in_only_by_whoever_says_that_they_know() {
    let requirement = |name: &str, have, need| policy::RequirementOutcome {
        id: name.to_owned(),
        name: name.to_owned(),
        article: "第二条".to_owned(),
        outcome: policy::Outcome::NotSatisfied,
        met: false,
        have: Hours::from_whole(have),
        need: Hours::from_whole(need),
        text: String::new(),
    };
    let year = |obligation, total, professional| policy::Assessment {
        obligation,
        public: Hours::from_whole(15),
        professional: Hours::from_whole(professional),
        total: Hours::from_whole(total),
        exam_passed: true,
        items: Vec::new(),
        groups: Vec::new(),
        requirements: vec![
            requirement("公需科目必修课考试", 0, 0),
            requirement("年度总学时", total, 90),
            requirement("专业科目学时", professional, 60),
        ],
        outcome: policy::Outcome::NotSatisfied,
        todo: Vec::new(),
        certificates: Vec::new(),
        consequences: Vec::new(),
    };
    use policy::Obligation;
    assert_eq!(Shortfall::of(&year(Obligation::Full, 90, 75)), None);
    assert_eq!(Shortfall::of(&year(Obligation::PublicExamOnly, 15, 0)), None, "no hours are owed");
    let shortfall = Shortfall::of(&year(Obligation::Full, 87, 72)).expect("too few");
    assert!(shortfall.sentence().contains("年度总学时也只有 87 学时，应修 90 学时"), "{}", shortfall.sentence());
    assert!(!shortfall.sentence().contains("专业科目学时"), "that one is enough");

    let (registration, _) = submitted();
    let mut draft = Registration { state: State::Draft, ..registration };
    let mut submission = Submission { declared: true, items: 2, shortfall: Some(shortfall), ..Submission::default() };
    let refused =
        draft.submit(&actor(1), &submission, &deadlines(), at("2026-11-20T02:00:00Z")).expect_err("not ticked");
    assert_eq!((refused.code, refused.kind), ("registration.short", RefusalKind::Invalid));
    assert!(refused.what.contains("87") && refused.what.contains("撤回审批"), "{refused}");
    submission.short_is_known = true;
    draft.submit(&actor(1), &submission, &deadlines(), at("2026-11-20T02:00:00Z")).expect("ticked");
}
