//! What is told of a learner at the desk in every order of beats, writings, endings and returns.

use std::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};

use domain::{
    course::{Lesson, LessonKind},
    learning::{Uncounted, Watched},
};
use store::learning::Progress;

use super::*;

const PERSON: &str = "2";
const LESSON: &str = "3";

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(digit: &str) -> T {
    format!("00000000-0000-7000-8000-00000000000{digit}").parse().expect("an identifier")
}

fn at(second: i64) -> Instant {
    Instant::from_second(second).expect("a moment")
}

/// Somebody in a lesson of five minutes, as the database knows them.
fn learner(person: &str) -> Learner {
    let (person, lesson) = (id(person), id(LESSON));
    let ticket = Ticket { id: id("1"), person, lesson, beats: 0, heard_at: at(0), spare: 0 };
    let progress = Progress { person, lesson, round: 1, watched: Watched::default(), place: 0 };
    let lesson = Lesson {
        id: lesson,
        course: id("4"),
        position: 1,
        chapter: String::new(),
        title: String::new(),
        kind: LessonKind::Video,
        length: 300_000,
        is_measured: true,
        content: String::new(),
        launch: None,
        withdrawn_at: None,
    };
    Learner::new(ticket, progress, &lesson, Instant::MAX)
}

/// The person watches twenty seconds in each ten: ten of them count.
fn say(desk: &Desk, person: &str, number: u32) -> Option<Met> {
    let beat = Beat { number, from: (number - 1) * 20_000, to: number * 20_000, ended: None };
    ready(desk.take(id(person), id("1"), beat, at(i64::from(number) * 10)))
}

/// A desk at which the person has said one beat.
fn desk() -> Desk {
    let desk = Desk::default();
    desk.seat(&desk.ask(id(PERSON)), learner(PERSON));
    assert!(counts(say(&desk, PERSON, 1)));
    desk
}

/// What is there without waiting.
fn ready<Out>(asked: impl Future<Output = Out>) -> Option<Out> {
    match pin!(asked).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(out) => Some(out),
        Poll::Pending => None,
    }
}

fn counts(met: Option<Met>) -> bool {
    matches!(met, Some(Met::Known(Came { outcome: Ok(earned), .. })) if earned.credited == 10_000)
}

fn is_unknown(met: Option<Met>) -> bool {
    matches!(met, Some(Met::Unknown))
}

/// What of the lesson did not count and is written with these copies.
fn uncounted(copies: &[Learner]) -> u32 {
    copies.iter().filter_map(|copy| copy.uncounted.get(&Uncounted::TooFast)).sum()
}

#[test]
fn who_asks_what_is_written_waits_for_what_is_on_its_way_however_it_ends() {
    for comes_back in [false, true] {
        let desk = desk();
        let copies = desk.changed(at(0));
        assert_eq!(ready(desk.all_arrived(id(PERSON))), None, "a copy is on its way");
        if comes_back {
            desk.put_back(copies);
        } else {
            desk.note_written(&copies, &[]);
        }
        assert_eq!(ready(desk.all_arrived(id(PERSON))), Some(()));
        assert_eq!(desk.changed(at(0)).len(), usize::from(comes_back));
    }
}

#[test]
fn a_beat_waits_while_its_ticket_is_ended_and_goes_on_where_that_comes_to_nothing() {
    for whose in [Whose::Person(id(PERSON)), Whose::Lesson(id(LESSON))] {
        let desk = desk();
        desk.hold(whose);
        assert!(say(&desk, PERSON, 2).is_none());
        desk.release(&[whose], false);
        assert!(counts(say(&desk, PERSON, 2)));
        desk.hold(whose);
        desk.release(&[whose], true);
        assert!(is_unknown(say(&desk, PERSON, 3)));
    }
}

#[test]
fn whoever_comes_into_a_lesson_while_it_is_ended_for_everybody_waits_like_the_others() {
    let (desk, whose) = (desk(), Whose::Lesson(id(LESSON)));
    desk.hold(whose);
    desk.seat(&desk.ask(id("5")), learner("5"));
    assert!(say(&desk, "5", 1).is_none());
    desk.release(&[whose], true);
    assert!(is_unknown(say(&desk, "5", 1)));
}

#[test]
fn what_the_database_told_before_a_ticket_ended_seats_nobody() {
    for whose in [Whose::Person(id(PERSON)), Whose::Lesson(id(LESSON))] {
        let desk = Desk::default();
        let asking = desk.ask(id(PERSON));
        desk.hold(whose);
        desk.release(&[whose], true);
        desk.seat(&asking, learner(PERSON));
        assert!(is_unknown(say(&desk, PERSON, 1)));
        desk.seat(&desk.ask(id(PERSON)), learner(PERSON));
        assert!(counts(say(&desk, PERSON, 1)), "asked since");
    }
    let desk = Desk::default();
    let asking = desk.ask(id(PERSON));
    desk.release(&[Whose::Person(id("5"))], true);
    desk.seat(&asking, learner(PERSON));
    assert!(counts(say(&desk, PERSON, 1)), "it was somebody else's that ended");
}

#[test]
fn what_does_not_count_is_written_by_the_act_that_ends_the_ticket_or_later_and_never_by_both() {
    for lasts in [false, true] {
        let (desk, whose) = (desk(), Whose::Person(id(PERSON)));
        desk.hold(whose);
        assert_eq!(uncounted(&desk.copies_of(whose)), 10_000);
        assert!(desk.changed(at(0)).is_empty());
        assert!(ready(desk.changed_of(id(PERSON))).is_none(), "it waits for what becomes of it");
        desk.release(&[whose], lasts);
        assert_eq!(uncounted(&desk.changed(at(0))), if lasts { 0 } else { 10_000 });
    }
}

#[test]
fn what_comes_back_of_somebody_who_was_forgotten_seats_nobody_and_is_written_all_the_same() {
    let (desk, whose) = (desk(), Whose::Person(id(PERSON)));
    let copies = desk.changed(at(0));
    desk.hold(whose);
    assert_eq!(uncounted(&desk.copies_of(whose)), 0, "it is on its way");
    desk.release(&[whose], true);
    desk.put_back(copies);
    assert!(is_unknown(say(&desk, PERSON, 2)));
    assert_eq!(uncounted(&desk.returned()), 10_000);
    assert!(desk.returned().is_empty());
}

#[test]
fn what_comes_back_while_a_ticket_is_ended_is_written_once_however_that_ends() {
    for lasts in [false, true] {
        let (desk, whose) = (desk(), Whose::Person(id(PERSON)));
        let copies = desk.changed(at(0));
        desk.hold(whose);
        assert_eq!(uncounted(&desk.copies_of(whose)), 0, "it is on its way");
        desk.put_back(copies);
        assert_eq!(ready(desk.all_arrived(id(PERSON))), Some(()));
        desk.release(&[whose], lasts);
        assert_eq!(uncounted(&desk.returned()) + uncounted(&desk.changed(at(0))), 10_000);
    }
}

#[test]
fn copies_of_an_earlier_seat_say_nothing_of_the_next() {
    for comes_back in [false, true] {
        let desk = desk();
        let early = desk.changed(at(0));
        desk.release(&[Whose::Person(id(PERSON))], true);
        desk.seat(&desk.ask(id(PERSON)), learner(PERSON));
        assert!(counts(say(&desk, PERSON, 1)));
        let late = desk.changed(at(0));
        if comes_back {
            desk.put_back(early);
        } else {
            desk.note_written(&early, &[]);
        }
        assert_eq!(ready(desk.all_arrived(id(PERSON))), None, "the second is on its way");
        desk.put_back(late);
        assert_eq!(ready(desk.all_arrived(id(PERSON))), Some(()));
        assert_eq!(uncounted(&desk.changed(at(0))), 10_000, "and what is its own comes back to it");
    }
}
