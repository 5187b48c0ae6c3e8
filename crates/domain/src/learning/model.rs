//! Learning time against a small model: whatever pages send, in whatever order, from however many windows.

use std::collections::BTreeSet;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;

const SECOND: u32 = 1_000;
const LENGTH: u32 = 600;

/// What can happen, in whole seconds.
#[derive(Clone, Debug)]
enum Deed {
    /// Time passes.
    Wait(u32),
    /// The clock is set back.
    SetBack(u32),
    /// The lesson is opened anew, in the window with this number.
    Open(usize),
    /// A window sends a beat: number relative to the next, from where, how long, and how long ago it says that this ended.
    Beat { window: usize, ahead: i32, from: u32, length: u32, late: i64 },
    /// Support grants a stretch: from where, how long.
    Grant { from: u32, length: u32 },
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0u32..200).prop_map(Deed::Wait),
        1 => (0u32..400).prop_map(Deed::SetBack),
        1 => (0usize..3).prop_map(Deed::Open),
        8 => (
            0usize..3,
            prop_oneof![6 => Just(0), 1 => -2..3i32],
            0..LENGTH + 50,
            0u32..250,
            prop_oneof![2 => Just(0), 1 => -60..300i64],
        )
            .prop_map(|(window, ahead, from, length, late)| Deed::Beat { window, ahead, from, length, late }),
        1 => (0..LENGTH, 1u32..120).prop_map(|(from, length)| Deed::Grant { from, length }),
    ]
}

fn at(second: i64) -> Instant {
    Instant::from_second(1_800_000_000 + second).expect("a moment")
}

/// A stretch in seconds, and when it ended.
fn ended(number: u32, from: u32, to: u32, end: i64) -> Beat {
    Beat { number, from: from * SECOND, to: to * SECOND, ended: Some(at(end)) }
}

fn id(number: usize) -> TicketId {
    TicketId::from_uuid(Uuid::from_u128(number as u128))
}

/// What the server holds of one person: the tickets that it gave, of which the last is good.
struct Desk {
    windows: [Option<Ticket>; 3],
    good: Option<TicketId>,
    watched: Watched,
    given: usize,
}

impl Desk {
    fn open(&mut self, window: usize, now: Instant) {
        self.given += 1;
        let person = PersonId::from_uuid(Uuid::nil());
        let ticket = Ticket::open(id(self.given), person, LessonId::from_uuid(Uuid::nil()), now);
        self.good = Some(ticket.id);
        self.windows[window] = Some(ticket);
    }

    fn take(&mut self, window: usize, beat: Beat, now: Instant) -> Option<Earned> {
        let ticket = self.windows[window].as_mut().filter(|ticket| Some(ticket.id) == self.good)?;
        ticket.take(beat, &mut self.watched, LENGTH * SECOND, now).ok()
    }

    /// Ends the ticket, whose page knows less than counts now; answers how many milliseconds are new.
    fn grant(&mut self, from: u32, length: u32) -> u32 {
        self.good = None;
        let to = (from + length).min(LENGTH);
        let stretch = Stretch::read(&clock(from * SECOND), &clock(to * SECOND), LENGTH * SECOND).expect("inside");
        self.watched.add(stretch.from(), stretch.to()).expect("few stretches")
    }
}

#[test]
fn stretches_that_come_together_count_as_if_each_had_come_in_its_time() {
    let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
    desk.open(0, at(0));
    // Twenty seconds, a jump, ten more; the network was away meanwhile.
    assert_eq!(desk.take(0, ended(1, 0, 20, 20), at(30)).expect("taken").credited, 20 * SECOND);
    assert_eq!(desk.take(0, ended(2, 100, 110, 30), at(30)).expect("taken").credited, 10 * SECOND);
    assert_eq!(
        desk.take(0, ended(3, 200, 210, 30), at(30)).expect("taken").credited,
        0,
        "there is no time left for it"
    );
    // Of a long silence two minutes are left, however many stretches tell of it.
    assert_eq!(desk.take(0, ended(4, 300, 390, 500), at(1_000)).expect("taken").credited, 90 * SECOND);
    assert_eq!(desk.take(0, ended(5, 390, 480, 600), at(1_000)).expect("taken").credited, 30 * SECOND);
}

#[test]
fn who_says_nothing_for_ten_minutes_earns_four_of_them_at_most() {
    // Two minutes of the silence, and two more that a beat may be late.
    for (ends, earned) in [([600, 600], 120), ([0, 0], 120), ([0, 600], 240), ([480, 600], 240)] {
        let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
        desk.open(0, at(0));
        for (number, end) in (1..).zip(ends) {
            desk.take(0, ended(number, (number - 1) * 120, number * 120, end), at(600)).expect("in order");
        }
        assert_eq!(desk.watched.total(), earned * SECOND, "{ends:?}");
    }
}

#[test]
fn what_follows_a_stretch_that_was_said_late_has_all_the_time_since_the_stretch_ended() {
    let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
    desk.open(0, at(0));
    // It waited for the network, or was on its way: from the 29th second to the 45th.
    assert_eq!(desk.take(0, ended(1, 0, 29, 29), at(45)).expect("taken").credited, 29 * SECOND);
    assert_eq!(desk.take(0, ended(2, 29, 58, 58), at(58)).expect("taken").credited, 29 * SECOND);
    // Whoever says that they are later than they can be has no more time for it, and neither has who is ahead of the clock.
    assert_eq!(desk.take(0, ended(3, 58, 118, 0), at(88)).expect("taken").credited, 0);
    assert_eq!(desk.take(0, ended(4, 118, 178, 118), at(118)).expect("taken").credited, 60 * SECOND);
    assert_eq!(desk.take(0, ended(5, 178, 208, 500), at(128)).expect("taken").credited, 10 * SECOND);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_counts_twice_or_unwatched_and_every_second_is_accounted_for(deeds in prop::collection::vec(deed(), 1..60)) {
        let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
        let mut now = 0_i64;
        // The model: which seconds of the lesson were ever claimed.
        let mut claimed = BTreeSet::new();
        let mut credited = 0;
        for deed in deeds {
            match deed {
                Deed::Wait(seconds) => now += i64::from(seconds),
                Deed::SetBack(seconds) => now -= i64::from(seconds),
                Deed::Open(window) => desk.open(window, at(now)),
                Deed::Grant { from, length } => {
                    let before = desk.watched.total();
                    let fresh = desk.grant(from, length);
                    prop_assert_eq!(desk.watched.total(), before + fresh, "what is new is what is added");
                    prop_assert!(fresh <= length * SECOND);
                    claimed.extend(from..(from + length).min(LENGTH));
                    credited += fresh;
                }
                Deed::Beat { window, ahead, from, length, late } => {
                    let next = desk.windows[window].as_ref().map_or(1, |ticket| ticket.beats + 1);
                    let number = next.saturating_add_signed(ahead);
                    let beat = ended(number, from, from + length, now - late);
                    let before = desk.watched.clone();
                    match desk.take(window, beat, at(now)) {
                        Some(earned) => {
                            claimed.extend(from..(from + length).min(LENGTH));
                            let uncounted: u32 = earned.uncounted.iter().map(|&(_, part)| part).sum();
                            prop_assert_eq!(earned.credited + uncounted, length * SECOND, "every second is accounted for");
                            prop_assert!(earned.credited <= HEARD_WITHIN);
                            credited += earned.credited;
                        }
                        None => prop_assert_eq!(&desk.watched, &before, "what is refused changes nothing"),
                    }
                }
            }
            prop_assert_eq!(desk.watched.total(), credited);
            prop_assert!(u64::from(credited) <= claimed.len() as u64 * u64::from(SECOND), "nothing counts that nobody watched");
            prop_assert!(credited <= LENGTH * SECOND);
        }
    }

    #[test]
    fn on_a_clock_that_only_runs_forward_credit_never_exceeds_the_time_since_the_first_ticket(
        deeds in prop::collection::vec(deed(), 1..60),
    ) {
        let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
        let (mut now, mut first, mut granted) = (0_i64, None, 0);
        for deed in deeds {
            match deed {
                Deed::Wait(seconds) | Deed::SetBack(seconds) => now += i64::from(seconds),
                Deed::Open(window) => {
                    desk.open(window, at(now));
                    first.get_or_insert(now);
                }
                Deed::Grant { from, length } => granted += desk.grant(from, length),
                Deed::Beat { window, from, length, late, .. } => {
                    let number = desk.windows[window].as_ref().map_or(1, |ticket| ticket.beats + 1);
                    desk.take(window, ended(number, from, from + length, now - late), at(now));
                }
            }
            let since = first.map_or(0, |first| now - first);
            prop_assert!(i64::from(desk.watched.total() - granted) <= since * i64::from(SECOND));
        }
    }

    #[test]
    fn an_honest_learner_loses_nothing(beats in prop::collection::vec(1u32..110, 1..40)) {
        let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
        desk.open(0, at(0));
        let (mut now, mut place) = (0_i64, 0);
        for (number, seconds) in (1..).zip(beats) {
            now += i64::from(seconds);
            let to = (place + seconds).min(LENGTH);
            let beat = Beat { number, from: place * SECOND, to: to * SECOND, ended: None };
            let earned = desk.take(0, beat, at(now)).expect("in order");
            prop_assert_eq!(earned.to_tell(), vec![]);
            place = to;
        }
        prop_assert_eq!(desk.watched.total(), place * SECOND);
    }
}

/// Milliseconds that a page plays until it says so, for which its beats and their answers are on their way, and for which its
/// clock may stand still, as on a device that sleeps.
const BETWEEN: std::ops::Range<u32> = 1..29_000;
const ON_ITS_WAY: std::ops::Range<u32> = 1..20_000;
const ASLEEP: std::ops::Range<u32> = 0..1_000_000;

/// So many milliseconds after the first ticket.
fn moment(after: u32) -> Instant {
    Instant::from_millisecond(at(0).as_millisecond() + i64::from(after)).expect("a moment")
}

fn first_ticket() -> Ticket {
    Ticket::open(id(1), PersonId::from_uuid(Uuid::nil()), LessonId::from_uuid(Uuid::nil()), at(0))
}

/// What a page plays while the network is away, in milliseconds: how long it rests before each stretch, and how long that
/// is. All of it together is no more than an outage gives back.
fn played() -> impl Strategy<Value = Vec<(u32, u32)>> {
    let rest = prop_oneof![3 => Just(0), 1 => 0..400_000u32];
    prop::collection::vec((rest, 1..HEARD_WITHIN), 1..6).prop_map(|mut played| {
        let mut left = HEARD_WITHIN;
        for (_, length) in &mut played {
            *length = (*length).min(left);
            left -= *length;
        }
        played
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_outage_of_any_length_costs_nothing_of_what_may_be_played_in_it_however_that_is_cut_into_beats(
        played in played(),
        back in prop_oneof![0..300_000u32, 0..3_000_000u32],
        ways in prop::collection::vec(ON_ITS_WAY, 6),
    ) {
        let mut ticket = first_ticket();
        let (mut watched, mut place, mut ended, mut answered) = (Watched::default(), 0, 0, back);
        for (number, ((rest, length), way)) in (1..).zip(played.into_iter().zip(ways)) {
            ended += rest + length;
            // One after the other, and none before the network is back or before it has ended.
            answered = answered.max(ended) + way;
            let beat = Beat { number, from: place, to: place + length, ended: Some(moment(ended)) };
            let earned = ticket.take(beat, &mut watched, u32::MAX, moment(answered)).expect("in order");
            prop_assert_eq!((earned.credited, earned.uncounted), (length, vec![]), "{} from {} on", number, place);
            place += length;
        }
        prop_assert_eq!(watched.total(), place);
    }

    #[test]
    fn a_silence_earns_no_more_than_two_minutes_and_those_that_a_beat_may_be_late(
        silent in 0..2_000u32,
        beats in prop::collection::vec((0..200u32, 0..700i64), 1..8),
    ) {
        let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
        desk.open(0, at(0));
        let mut place = 0;
        for (number, (length, late)) in (1..).zip(beats) {
            let beat = ended(number, place, place + length, i64::from(silent) - late);
            desk.take(0, beat, at(silent.into())).expect("in order");
            place += length;
        }
        prop_assert!(desk.watched.total() <= silent.min(240) * SECOND);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn hours_of_honest_watching_are_one_stretch_whatever_the_network_does(
        beats in prop::collection::vec((BETWEEN, ON_ITS_WAY), 500),
        answer in ON_ITS_WAY,
        asleep in ASLEEP,
        dozed in 0..500usize,
    ) {
        let mut ticket = first_ticket();
        // Time as it is; the page reckons from the moment at which it had its ticket, by a clock that does not count its sleep.
        let (mut watched, mut place, mut now, mut heard) = (Watched::default(), 0, answer, answer);
        for (number, (index, (length, way))) in (1..).zip(beats.into_iter().enumerate()) {
            // One that is cut waits for the answer to the one before.
            let length = length.max(heard.saturating_sub(now));
            now += length;
            let beat = Beat { number, from: place, to: place + length, ended: Some(moment(place + length)) };
            heard = now + way;
            let earned = ticket.take(beat, &mut watched, u32::MAX, moment(heard)).expect("in order");
            prop_assert_eq!((earned.credited, earned.uncounted), (length, vec![]), "beat {}", number);
            place = beat.to;
            if index == dozed {
                now += asleep;
            }
        }
        prop_assert_eq!(watched.stretches(), &[(0, place)]);
        prop_assert!(place <= heard);
    }
}

#[test]
fn a_clock_that_was_set_back_is_told_as_what_it_is_and_grants_nothing_twice() {
    let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
    desk.open(0, at(100));
    let beat = |number, from: u32, to: u32| Beat { number, from: from * SECOND, to: to * SECOND, ended: None };
    assert_eq!(desk.take(0, beat(1, 0, 30), at(130)).expect("taken").credited, 30 * SECOND);
    let back = desk.take(0, beat(2, 30, 60), at(70)).expect("taken");
    assert_eq!((back.credited, back.to_tell()), (0, vec![(Uncounted::ClockSetBack, 30 * SECOND)]));
    let said = Uncounted::ClockSetBack.sentence();
    assert!(said.contains("服务器的时钟") && !said.contains("倍速"), "{said}");
    // The clock has caught up with what was granted; and a page that is opened anew waits for nothing.
    assert_eq!(desk.take(0, beat(3, 60, 75), at(145)).expect("taken").credited, 15 * SECOND);
    desk.open(1, at(80));
    assert_eq!(desk.take(1, beat(1, 30, 60), at(110)).expect("taken").credited, 30 * SECOND);
}

#[test]
fn each_trick_earns_nothing_and_is_named() {
    let mut desk = Desk { windows: [None, None, None], good: None, watched: Watched::default(), given: 0 };
    desk.open(0, at(0));
    let beat = |number, from: u32, to: u32| Beat { number, from: from * SECOND, to: to * SECOND, ended: None };
    let fast = desk.take(0, beat(1, 0, 60), at(30)).expect("taken");
    assert_eq!((fast.credited, fast.to_tell()), (30_000, vec![(Uncounted::TooFast, 30_000)]));
    let again = desk.take(0, beat(2, 0, 30), at(60)).expect("taken");
    assert_eq!((again.credited, again.to_tell()), (0, vec![(Uncounted::Repeated, 30_000)]));
    let beyond = desk.take(0, beat(3, 590, 620), at(90)).expect("taken");
    assert_eq!((beyond.credited, beyond.to_tell()), (10_000, vec![(Uncounted::BeyondEnd, 20_000)]));
    let silent = desk.take(0, beat(4, 30, 330), at(390)).expect("taken");
    assert_eq!((silent.credited, silent.to_tell()), (120_000, vec![(Uncounted::Silent, 180_000)]));
    let ticket = desk.windows[0].as_mut().expect("open");
    let mut watched = Watched::default();
    assert_eq!(ticket.take(beat(4, 0, 9), &mut watched, 600_000, at(999)), Err(BeatRefused::Replayed));
    assert_eq!(
        ticket.take(beat(7, 0, 9), &mut watched, 600_000, at(999)),
        Err(BeatRefused::OutOfOrder { expected: 5 })
    );
    assert_eq!(ticket.take(beat(5, 9, 0), &mut watched, 600_000, at(999)), Err(BeatRefused::Backwards));
    desk.open(1, at(400));
    assert_eq!(desk.take(0, beat(5, 200, 210), at(410)), None, "the other window took over");
    assert_eq!(desk.take(1, beat(1, 200, 210), at(410)).expect("taken").credited, 10_000);
    assert_eq!(desk.grant(200, 30), 20_000, "ten seconds of it have counted");
    assert_eq!(desk.take(1, beat(2, 210, 220), at(420)), None, "a page that does not know what was granted");
}
