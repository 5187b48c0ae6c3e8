//! Taking a registration up for the check, and taking the check over (article 6).

use super::*;

#[test]
fn who_takes_a_check_over_decides_everything_anew() {
    let (mut registration, mut items) = submitted();
    let now = at("2026-11-21T02:00:00Z");
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    decide_all(&registration, &mut items, &actor(2));
    let refused = registration.begin_check(&actor(3), &mut items).expect_err("whoever begins ends nobody's check");
    assert_eq!(refused.code, "registration.other-checker");
    assert!(refused.next.contains("接手审验") && items.iter().all(|item| item.decision != Decision::Open), "{refused}");
    let before = (registration.clone(), items.clone());
    for own in [
        registration.take_over_check(&actor(2), Some(person(2)), &mut items),
        registration.take_over_check(&actor(2), Some(person(3)), &mut items),
        registration.begin_check(&actor(2), &mut items),
    ] {
        assert_eq!(own.expect("one's own check goes on"), None);
    }
    assert_eq!((registration.clone(), items.clone()), before, "and nothing changes");
    let event = registration.take_over_check(&actor(3), Some(person(2)), &mut items).expect("taken over");
    let event = event.expect("an event");
    assert_eq!((event.name, event.detail["items"].as_str()), ("registration.check-taken-over", Some("2")));
    assert_eq!(event.sentence, "接手审验，前一位审验人的 2 项结论作废");
    assert!(items.iter().all(|item| item.decision == Decision::Open && item.decided_by.is_none()));
    let refused = registration.finish_verification(&actor(3), &items, now).expect_err("undecided");
    assert_eq!(refused.code, "registration.undecided");
    decide_all(&registration, &mut items, &actor(3));
    registration.finish_verification(&actor(3), &items, now).expect("finished");
    assert_eq!(registration.checker, registration.verified_by);
}

#[test]
fn a_check_that_nobody_began_or_that_is_ones_own_cannot_be_taken_over() {
    let (mut registration, mut items) = submitted();
    let early = registration.take_over_check(&actor(2), Some(person(3)), &mut items).expect_err("nobody began");
    assert_eq!(early.code, "registration.state");
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    let own = registration.take_over_check(&actor(1), Some(person(2)), &mut items).expect_err("one's own registration");
    assert_eq!(own.code, "registration.own");
}

#[test]
fn only_the_check_that_was_seen_is_taken_over() {
    let (mut registration, mut items) = submitted();
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    decide_all(&registration, &mut items, &actor(2));
    let before = (registration.clone(), items.clone());
    for seen in [Some(person(4)), None] {
        let refused = registration.take_over_check(&actor(3), seen, &mut items).expect_err("another is at it by now");
        assert_eq!((refused.code, refused.kind), ("registration.checker-changed", RefusalKind::Conflict));
        assert!(speaks_of_checker(&refused) && refused.safe.contains("已有的结论都没有变化"), "{refused}");
        assert!(naming_checker(refused, "陈砚").what.contains("现在由陈砚审验"));
    }
    assert_eq!((registration, items), before, "a refusal changes nothing");
}

#[test]
fn what_one_decided_before_a_return_is_open_for_another_and_kept_for_oneself() {
    for (next, kept) in [(2, true), (3, false)] {
        let (mut registration, mut items) = submitted();
        registration.begin_check(&actor(2), &mut items).expect("taken up");
        decide_all(&registration, &mut items, &actor(2));
        registration.return_to_person(&actor(2), "请补材料").expect("returned");
        assert_eq!(registration.checker, Some(person(2)), "who decided is known while it is with the person");
        let submission = Submission { declared: true, items: 2, ..Submission::default() };
        registration.submit(&actor(1), &submission, &deadlines(), at("2026-11-22T02:00:00Z")).expect("handed in again");
        let event = registration.begin_check(&actor(next), &mut items).expect("taken up again").expect("an event");
        let ended = if kept { "" } else { "，退回以前由另一位审验人作出的 2 项结论作废" };
        assert_eq!((event.name, event.sentence), ("registration.check-begun", format!("开始审验{ended}")));
        assert_eq!(items.iter().all(|item| item.decided_by == Some(person(2))), kept);
    }
}
