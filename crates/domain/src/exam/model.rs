//! Attempts against a small model: whatever is asked for, in whatever order and however often, nobody gets more attempts
//! than granted, and no answer that was called safe is lost.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::{
    clock::Instant,
    ids::{AttemptId, MakeUpId, PersonId},
    question::Choice,
};

const DURATION: i64 = 3_600;
const WINDOW: (i64, i64) = (100, 100_000);
const QUESTIONS: u16 = 5;

#[derive(Clone, Debug)]
enum Deed {
    Wait(i64),
    Begin,
    OpenWindow,
    /// A window, relative to the newest, sends an answer, relative to the newest number of its own.
    Answer {
        older: u32,
        ahead: i32,
        place: u16,
        bits: u8,
    },
    /// The last answer is sent again.
    Repeat,
    HandIn {
        right: bool,
    },
    Sweep,
    Grant,
    Study,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => prop_oneof![0i64..500, 3_000i64..4_000, Just(40_000)].prop_map(Deed::Wait),
        3 => Just(Deed::Begin),
        1 => Just(Deed::OpenWindow),
        6 => (prop_oneof![4 => Just(0u32), 1 => 1u32..3], prop_oneof![4 => Just(1i32), 1 => -2..4i32], 0..QUESTIONS + 1, 0u8..16)
            .prop_map(|(older, ahead, place, bits)| Deed::Answer { older, ahead, place, bits }),
        1 => Just(Deed::Repeat),
        2 => prop::bool::weighted(0.1).prop_map(|right| Deed::HandIn { right }),
        1 => Just(Deed::Sweep),
        1 => Just(Deed::Grant),
        2 => Just(Deed::Study),
    ]
}

fn at(second: i64) -> Instant {
    Instant::from_second(second).expect("a moment")
}

/// The server's side, and beside it what the page was told.
#[derive(Default)]
struct Desk {
    taken: Vec<Attempt>,
    make_ups: Vec<MakeUp>,
    studied: bool,
    /// Every answer that was kept, by window and number.
    kept: BTreeMap<(u32, u32), Answer>,
    sent: Option<Answer>,
    numbers: BTreeMap<u32, u32>,
    now: i64,
    /// What pages call saved, question by question, with the window and number that said so.
    promised: BTreeMap<u16, ((u32, u32), Choice)>,
}

impl Desk {
    fn allowance(&self) -> Allowance<'_> {
        Allowance {
            is_passed: false,
            attempts: 3,
            window: (at(WINDOW.0), at(WINDOW.1)),
            taken: &self.taken,
            make_ups: &self.make_ups,
            is_studied: self.studied,
        }
    }

    fn begin(&mut self) {
        let Ok(number) = self.allowance().begin(at(self.now)) else { return };
        assert_eq!(usize::from(number), self.taken.len() + 1);
        self.kept.clear();
        self.promised.clear();
        self.numbers.clear();
        self.taken.push(Attempt {
            id: AttemptId::from_uuid(Uuid::from_u128(u128::from(number))),
            person: PersonId::from_uuid(Uuid::nil()),
            year: 2026,
            number,
            questions: QUESTIONS,
            pass_mark: 60,
            started_at: at(self.now),
            ends_at: at(self.now + DURATION),
            window: 1,
            ending: None,
        });
    }

    fn answer(&mut self, answer: Answer) {
        let Some(attempt) = self.taken.last() else { return };
        let key = (answer.window, answer.number);
        let earlier = self.kept.get(&key).copied();
        match attempt.keep(answer, earlier, at(self.now)) {
            Ok(Kept::New) => {
                assert!(answer.place < QUESTIONS && attempt.ending.is_none() && answer.window == attempt.window);
                assert!(self.now <= attempt.ends_at.as_second() + GRACE_SECONDS);
                assert!(self.kept.insert(key, answer).is_none(), "nothing kept is written over");
                let promised = self.promised.entry(answer.place).or_insert((key, answer.chosen));
                *promised = (*promised).max((key, answer.chosen));
            }
            Ok(Kept::Before) => assert_eq!(earlier, Some(answer)),
            Err(_) => {}
        }
        self.sent = Some(answer);
    }

    /// What counts of what was kept.
    fn newest(&self) -> BTreeMap<u16, ((u32, u32), Choice)> {
        self.kept.iter().map(|(key, answer)| (answer.place, (*key, answer.chosen))).collect()
    }

    fn end(&mut self, points: u16, by_person: bool) {
        let now = at(self.now);
        let Some(attempt) = self.taken.last_mut() else { return };
        let may = if by_person { attempt.is_open(now) } else { attempt.is_due(now) };
        if may || attempt.ending.is_some() {
            let before = attempt.ending;
            let ending = attempt.end(points, by_person, now);
            assert!(before.is_none_or(|before| before == ending), "an attempt ends once");
        }
    }

    fn deed(&mut self, deed: &Deed) {
        match *deed {
            Deed::Wait(seconds) => self.now += seconds,
            Deed::Begin => self.begin(),
            Deed::OpenWindow => {
                if let Some(attempt) = self.taken.last_mut() {
                    let before = attempt.window;
                    assert!(attempt.open_window() > before);
                }
            }
            Deed::Answer { older, ahead, place, bits } => {
                let window = self.taken.last().map_or(1, |attempt| attempt.window.saturating_sub(older).max(1));
                let last = self.numbers.entry(window).or_default();
                let number = last.saturating_add_signed(ahead).max(1);
                *last = number.max(*last);
                self.answer(Answer { window, number, place, chosen: Choice::from_bits(bits) });
            }
            Deed::Repeat => {
                if let Some(answer) = self.sent {
                    self.answer(answer);
                }
            }
            Deed::HandIn { right } => self.end(if right { 80 } else { 20 }, true),
            Deed::Sweep => self.end(20, false),
            Deed::Grant => {
                if self.allowance().may_grant(at(self.now)).is_ok() {
                    self.studied = false;
                    let id = MakeUpId::from_uuid(Uuid::nil());
                    self.make_ups.push(MakeUp { id, granted_at: at(self.now), reason: "电话申请".to_owned() });
                }
            }
            Deed::Study => self.studied = true,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn nobody_gets_more_than_granted_and_nothing_saved_is_lost(deeds in prop::collection::vec(deed(), 1..80)) {
        let mut desk = Desk { now: WINDOW.0 - 50, ..Desk::default() };
        for deed in &deeds {
            desk.deed(deed);
            let passed = desk.taken.iter().filter(|one| one.ending.is_some_and(|ending| ending.passed)).count();
            let running = desk.taken.iter().filter(|one| one.ending.is_none()).count();
            prop_assert!(desk.taken.len() <= 3 + desk.make_ups.len());
            prop_assert!(passed <= 1 && running <= 1, "passed {passed}, running {running}");
            prop_assert!(desk.taken.iter().all(|one| (WINDOW.0..=WINDOW.1).contains(&one.started_at.as_second())));
            prop_assert!(desk.make_ups.iter().all(|one| one.granted_at <= at(WINDOW.1)), "only inside the window");
            prop_assert_eq!(&desk.newest(), &desk.promised);
        }
    }
}

#[test]
fn the_end_of_the_window_cuts_no_attempt_that_goes_on() {
    let mut desk = Desk { now: WINDOW.1, studied: true, ..Desk::default() };
    desk.begin();
    assert_eq!(desk.taken.len(), 1, "the last second of the window is inside");
    desk.now += DURATION - 1;
    desk.answer(Answer { window: 1, number: 1, place: 0, chosen: Choice::of([1]) });
    assert_eq!(desk.kept.len(), 1);
    assert_eq!(desk.allowance().standing(at(desk.now)), Standing::Running);
    desk.now += GRACE_SECONDS + 2;
    desk.answer(Answer { window: 1, number: 2, place: 1, chosen: Choice::of([1]) });
    assert_eq!(desk.kept.len(), 1, "too late");
    desk.answer(Answer { window: 1, number: 1, place: 0, chosen: Choice::of([1]) });
    let attempt = desk.taken[0].clone();
    let sent = Answer { window: 1, number: 1, place: 0, chosen: Choice::of([1]) };
    assert_eq!(
        attempt.keep(sent, desk.kept.get(&(1, 1)).copied(), at(desk.now)),
        Ok(Kept::Before),
        "what is safe stays safe"
    );
    desk.end(70, false);
    assert_eq!(desk.taken[0].ending.map(|ending| (ending.at, ending.by_person)), Some((attempt.ends_at, false)));
    assert_eq!(desk.allowance().standing(at(desk.now)), Standing::Passed);
}

#[test]
fn after_three_failures_only_support_helps_and_the_course_comes_first() {
    let mut desk = Desk { now: 200, studied: true, ..Desk::default() };
    for _ in 0..3 {
        desk.begin();
        desk.end(20, true);
    }
    assert_eq!(desk.allowance().begin(at(300)).expect_err("used up").code, "exam.used-up");
    desk.deed(&Deed::Grant);
    assert_eq!(desk.make_ups.len(), 1);
    assert_eq!(desk.allowance().begin(at(300)).expect_err("first the course").code, "exam.unstudied");
    assert_eq!(desk.allowance().may_grant(at(300)).expect_err("one is left").code, "make-up.left");
    desk.studied = true;
    assert_eq!(desk.allowance().begin(at(300)), Ok(4));
    assert_eq!(desk.allowance().may_grant(at(WINDOW.1 + 1)).expect_err("window over").code, "make-up.window");
}
