//! Handing in after the person's date: allowed, marked, with a reason (article 8).

use super::*;

const LATE: &str = "2026-12-03T02:00:00Z";

fn draft() -> Registration {
    let (registration, _) = submitted();
    Registration { state: State::Draft, submitted_at: None, declared_at: None, ..registration }
}

fn because(reason: &str) -> Submission {
    Submission { declared: true, items: 2, late_reason: reason.to_owned(), ..Submission::default() }
}

#[test]
fn whoever_is_late_says_why_and_it_stands_beside_the_mark() {
    let mut registration = draft();
    for silent in ["", "  ", " \r\n\t "] {
        let refused = registration.submit(&actor(1), &because(silent), &deadlines(), at(LATE)).expect_err("no reason");
        assert_eq!((refused.kind, refused.code), (RefusalKind::Invalid, "registration.late-reason"));
        assert_eq!((refused.provision, refused.pack.as_deref()), (Some(Provision::PersonDeadline), Some("p")));
        assert!(refused.what.contains("2026年11月30日") && refused.what.contains("逾期理由"), "{refused}");
        assert!(refused.safe.contains("保留") && refused.next.contains("审验人和审批人会看到"), "{refused}");
        assert_eq!(registration, draft(), "a refusal changes nothing");
    }
    let event =
        registration.submit(&actor(1), &because(" 住院，\r\n出院后补办 "), &deadlines(), at(LATE)).expect("late");
    assert!(registration.is_late(&deadlines()));
    assert_eq!(registration.late_reason.as_deref(), Some("住院， 出院后补办"), "on one line");
    assert!(event.sentence.ends_with("共 2 项，逾期提交，理由：住院， 出院后补办"), "{}", event.sentence);
    assert_eq!((&event.detail["late"], &event.detail["late_reason"]), (&true.into(), &"住院， 出院后补办".into()));
}

#[test]
fn a_reason_is_short_and_plain() {
    for (reason, code) in [("长".repeat(501), "reason.long"), ("住\u{7}院".to_owned(), "reason.text")] {
        let refused = draft().submit(&actor(1), &because(&reason), &deadlines(), at(LATE)).expect_err(code);
        assert_eq!((refused.code, refused.kind), (code, RefusalKind::Invalid));
        assert!(refused.what.contains("逾期理由"), "{refused}");
    }
    draft().submit(&actor(1), &because(&"长".repeat(500)), &deadlines(), at(LATE)).expect("as long as may be");
}

#[test]
fn in_time_nothing_is_asked_and_nothing_kept() {
    // The last minute of the day in Shanghai.
    let in_time = at("2026-11-30T15:59:00Z");
    for reason in ["", "多写的"] {
        let mut registration = draft();
        let event = registration.submit(&actor(1), &because(reason), &deadlines(), in_time).expect("in time");
        assert_eq!((registration.is_late(&deadlines()), &registration.late_reason), (false, &None));
        assert!(event.sentence.ends_with("共 2 项") && event.detail["late_reason"].is_null(), "{event:?}");
    }
    let none = Deadlines { person: None, ..deadlines() };
    let mut registration = draft();
    registration.submit(&actor(1), &because(""), &none, at(LATE)).expect("a pack without such a date");
    assert_eq!(registration.late_reason, None);
}

#[test]
fn whether_it_is_late_is_judged_each_time_that_it_is_handed_in() {
    let (mut registration, mut items) = submitted();
    assert_eq!(registration.late_reason, None, "handed in on 20 November");
    registration.begin_check(&actor(2), &mut items).expect("taken up");
    registration.return_to_person(&actor(2), "缺一份证明").expect("returned");
    let again = registration.submit(&actor(1), &because(""), &deadlines(), at(LATE)).expect_err("late by now");
    assert_eq!(again.code, "registration.late-reason");
    registration.submit(&actor(1), &because("退回后补开证明"), &deadlines(), at(LATE)).expect("handed in again");
    registration.return_to_person(&actor(2), "还缺一份").expect("returned");
    assert_eq!(registration.late_reason.as_deref(), Some("退回后补开证明"), "the mark stays, and so does its reason");
    registration.submit(&actor(1), &because("又补了一份"), &deadlines(), at(LATE)).expect("a third time");
    assert_eq!(registration.late_reason.as_deref(), Some("又补了一份"), "that of the last time");
    registration.withdraw(&actor(1)).expect("taken back");
    assert_eq!(
        (registration.is_late(&deadlines()), &registration.late_reason),
        (false, &None),
        "as if never handed in"
    );
}

#[test]
fn a_reason_is_asked_for_as_long_as_it_can_be_handed_in() {
    let (registration, _) = submitted();
    let asked = |registration: &Registration, today| registration.missed(&deadlines(), today).map(|due| due.date);
    for (today, due) in [
        (date(2026, 11, 30), None),
        (date(2026, 12, 1), Some(date(2026, 11, 30))),
        (date(2026, 12, 31), Some(date(2026, 11, 30))),
        (date(2027, 1, 1), None),
    ] {
        assert_eq!(asked(&registration, today), due, "{today}");
    }
    let extended = Registration { extended_to: Some(date(2027, 1, 15)), ..registration };
    assert_eq!(asked(&extended, date(2027, 1, 10)), Some(date(2026, 11, 30)), "an extension does not undo the date");
    let refused = draft().submit(&actor(1), &because(""), &deadlines(), at("2027-01-05T02:00:00Z"));
    assert_eq!(refused.expect_err("no reason helps").code, "registration.deadline");
}
