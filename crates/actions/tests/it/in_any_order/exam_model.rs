//! What can happen to one person's examination, and the small model of what has to come of it: seconds, counts and the
//! last answer to each question. Must not use what it is compared with.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// Points of the questions of a paper, in their order.
pub(super) const POINTS: [u16; 6] = [20, 20, 20, 20, 10, 10];
/// Points that are needed.
const PASS_MARK: u16 = 60;
/// Attempts that everybody has.
const ATTEMPTS: usize = 3;
/// Seconds of an attempt, and how much later an answer is still taken.
const LASTS: i64 = 3_600;
const GRACE: i64 = 10;
/// Seconds from the first moment to the end of the training, 1 December in Shanghai.
const CLOSES: i64 = 914_400;
/// Seconds in which both lessons are studied, one after the other.
pub(super) const STUDY: i64 = 240;

/// What somebody answers to a question, whichever option stands where on their paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given {
    Right,
    Wrong,
    /// The answer is taken back.
    Nothing,
    /// What is right, and beside it an option that the paper does not have.
    Impossible,
}

/// Whose attempt a request names, counted back from the newest one.
pub(super) type Back = usize;

#[derive(Clone, Debug)]
pub(super) enum Deed {
    Wait(i64),
    Study,
    /// So many pages begin at once; an old page offers an attempt that was, or is not yet, to be had.
    Begin {
        pages: usize,
        offers: Option<i8>,
    },
    OpenWindow(Back),
    /// A window, relative to the one that may answer, sends an answer, relative to the newest number of its own.
    Answer {
        of: Back,
        older: u32,
        ahead: i32,
        place: u16,
        given: Given,
    },
    /// The last answer is sent again, by two pages at once.
    Repeat,
    /// The last answer is sent by somebody else.
    RepeatByOther,
    HandIn(Back),
    HandInByOther,
    /// The service hands in what the time has ended.
    Sweep,
    /// The program is started anew.
    Restart,
    Ask,
    Grant,
    /// Somebody grants it who may not.
    GrantToOneself,
}

/// What has to come of a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// This attempt goes on, by its place among all.
    GoesOn(usize),
    /// This window may answer now.
    Window(u32),
    Safe,
    NotKept(&'static str),
    Points(u16),
    Refused(&'static str),
}

/// An answer as it is sent, and to which attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) attempt: usize,
    pub(super) window: u32,
    pub(super) number: u32,
    pub(super) place: u16,
    pub(super) given: Given,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Sitting {
    window: u32,
    ends: i64,
    /// What is kept under each window and number.
    kept: BTreeMap<(u32, u32), (u16, Given)>,
    /// What it came to; `None` while it goes on.
    pub(super) points: Option<u16>,
    /// Whether the person ended it, and not the time.
    is_handed_in: bool,
}

impl Sitting {
    /// What counts, by place.
    pub(super) fn chosen(&self) -> BTreeMap<u16, Given> {
        let mut chosen: BTreeMap<u16, Given> = self.kept.values().copied().collect();
        chosen.retain(|_, given| *given != Given::Nothing);
        chosen
    }

    fn is_late(&self, now: i64) -> bool {
        now > self.ends + GRACE
    }

    fn hand_in(&mut self, now: i64) -> u16 {
        self.is_handed_in |= self.points.is_none() && !self.is_late(now);
        self.end()
    }

    fn end(&mut self) -> u16 {
        let right = self.chosen().into_iter().filter(|(_, given)| *given == Given::Right);
        *self.points.get_or_insert(right.map(|(place, _)| POINTS[usize::from(place)]).sum())
    }

    fn keep(&mut self, sent: Sent, now: i64) -> Said {
        let key = (sent.window, sent.number);
        let before = self.kept.get(&key).copied();
        let why = match before {
            Some(kept) if kept == (sent.place, sent.given) => return Said::Safe,
            _ if usize::from(sent.place) >= POINTS.len() => "no-such-question",
            _ if self.is_handed_in => "handed-in",
            _ if self.points.is_some() || self.is_late(now) => "over",
            _ if sent.window != self.window => "other-window",
            Some(_) => "number-taken",
            None => {
                self.kept.insert(key, (sent.place, sent.given));
                return Said::Safe;
            }
        };
        Said::NotKept(why)
    }
}

/// How one person stands.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) now: i64,
    /// Whether the course is studied, after the last make-up if there is one.
    pub(super) is_studied: bool,
    /// Whether it was ever studied: then its hours are in the account.
    pub(super) has_hours: bool,
    pub(super) sittings: Vec<Sitting>,
    pub(super) make_ups: usize,
    /// Whether a request for a make-up waits.
    pub(super) is_asked: bool,
    pub(super) sent: Option<Sent>,
    /// The number of the attempt that the last beginning was offered.
    pub(super) offered: Option<u8>,
    /// What has to come of the last deed.
    pub(super) said: Said,
}

impl Model {
    pub(super) fn in_all(&self) -> usize {
        ATTEMPTS + self.make_ups
    }

    pub(super) fn is_passed(&self) -> bool {
        self.sittings.iter().filter_map(|one| one.points).any(|points| points >= PASS_MARK)
    }

    fn is_closed(&self) -> bool {
        self.now >= CLOSES
    }

    fn running(&self) -> Option<usize> {
        self.sittings.iter().position(|one| one.points.is_none())
    }

    /// The attempt that a request names.
    pub(super) fn named(&self, back: Back) -> Option<usize> {
        self.sittings.len().checked_sub(back + 1)
    }

    fn begin(&mut self) -> Said {
        if self.is_passed() {
            return Said::Refused("exam.passed");
        }
        if let Some(running) = self.running() {
            return Said::GoesOn(running);
        }
        let next = self.sittings.len();
        if self.is_closed() {
            Said::Refused("exam.closed")
        } else if next == self.in_all() {
            Said::Refused("exam.used-up")
        } else if !self.is_studied {
            Said::Refused("exam.unstudied")
        } else if self.offered.is_some_and(|offered| usize::from(offered) != next + 1) {
            Said::Refused("exam.not-offered")
        } else {
            self.sittings.push(Sitting { window: 1, ends: self.now + LASTS, ..Sitting::default() });
            Said::GoesOn(next)
        }
    }

    /// Why no make-up can be granted now.
    fn no_make_up(&self) -> Option<Said> {
        if self.is_passed() {
            Some(Said::Refused("make-up.passed"))
        } else if self.running().is_some() {
            Some(Said::Refused("make-up.running"))
        } else if self.is_closed() {
            Some(Said::Refused("make-up.window"))
        } else if self.sittings.len() < self.in_all() {
            Some(Said::Refused("make-up.left"))
        } else {
            None
        }
    }

    fn ask(&mut self) -> Said {
        let no = self.no_make_up().or(self.is_asked.then_some(Said::Refused("make-up.waiting")));
        self.is_asked |= no.is_none();
        no.unwrap_or(Said::Nothing)
    }

    fn grant(&mut self) -> Said {
        let no = self.no_make_up();
        if no.is_none() {
            self.make_ups += 1;
            (self.is_studied, self.is_asked) = (false, false);
        }
        no.unwrap_or(Said::Nothing)
    }

    fn open_window(&mut self, back: Back) -> Option<Said> {
        let (now, index) = (self.now, self.named(back)?);
        let sitting = &mut self.sittings[index];
        if sitting.is_handed_in {
            return Some(Said::Refused("exam.handed-in"));
        }
        if sitting.points.is_some() || sitting.is_late(now) {
            return Some(Said::Refused("exam.over"));
        }
        sitting.window += 1;
        Some(Said::Window(sitting.window))
    }

    fn answer(&mut self, sent: Sent) -> Said {
        self.sent = Some(sent);
        self.sittings[sent.attempt].keep(sent, self.now)
    }

    /// The answer that a deed describes, as its page sends it.
    fn sent(&self, of: Back, older: u32, ahead: i32, place: u16, given: Given) -> Option<Sent> {
        let attempt = self.named(of)?;
        let sitting = &self.sittings[attempt];
        let window = sitting.window.saturating_sub(older).max(1);
        let last = sitting.kept.keys().filter(|key| key.0 == window).map(|key| key.1).max().unwrap_or(0);
        Some(Sent { attempt, window, number: last.saturating_add_signed(ahead).max(1), place, given })
    }

    fn sweep(&mut self) {
        let now = self.now;
        for sitting in self.sittings.iter_mut().filter(|one| one.points.is_none() && one.is_late(now)) {
            sitting.end();
        }
    }

    fn study(&mut self) -> Said {
        self.now += STUDY;
        (self.is_studied, self.has_hours) = (true, true);
        Said::Nothing
    }

    fn deed(&mut self, deed: &Deed) -> Option<Said> {
        match *deed {
            Deed::Wait(seconds) => self.now += seconds,
            Deed::Study => return Some(self.study()),
            Deed::Begin { offers, .. } => {
                let next = i8::try_from(self.sittings.len() + 1).unwrap_or(i8::MAX);
                self.offered = offers.map(|offers| u8::try_from(next + offers).unwrap_or(0));
                return Some(self.begin());
            }
            Deed::OpenWindow(back) => return self.open_window(back),
            Deed::Answer { of, older, ahead, place, given } => {
                return self.sent(of, older, ahead, place, given).map(|sent| self.answer(sent));
            }
            Deed::Repeat => return self.sent.map(|sent| self.answer(sent)),
            Deed::RepeatByOther => return self.sent.map(|_| Said::Refused("not-found")),
            Deed::HandIn(back) => {
                let (now, index) = (self.now, self.named(back)?);
                return Some(Said::Points(self.sittings[index].hand_in(now)));
            }
            Deed::HandInByOther => return self.named(0).map(|_| Said::Refused("not-found")),
            Deed::Sweep => self.sweep(),
            Deed::Restart => {}
            Deed::Ask => return Some(self.ask()),
            Deed::Grant => return Some(self.grant()),
            Deed::GrantToOneself => return Some(Said::Refused("not-found")),
        }
        Some(Said::Nothing)
    }
}

fn answer() -> impl Strategy<Value = Deed> {
    let given = prop_oneof![
        6 => Just(Given::Right),
        2 => Just(Given::Wrong),
        1 => Just(Given::Nothing),
        1 => Just(Given::Impossible),
    ];
    let of = prop_oneof![9 => Just(0_usize), 1 => Just(1)];
    let older = prop_oneof![6 => Just(0_u32), 1 => 1..3_u32];
    let ahead = prop_oneof![5 => Just(1_i32), 2 => -2..5_i32];
    let place = 0..=u16::try_from(POINTS.len()).expect("few");
    (of, older, ahead, place, given).prop_map(|(of, older, ahead, place, given)| Deed::Answer {
        of,
        older,
        ahead,
        place,
        given,
    })
}

fn wait() -> impl Strategy<Value = Deed> {
    let seconds = prop_oneof![8 => 0..500_i64, 5 => LASTS - 200..LASTS + 200, 1 => 400_000..1_000_000_i64];
    seconds.prop_map(Deed::Wait)
}

impl ReferenceStateMachine for Model {
    type State = Model;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Model> {
        let model = |is_studied: bool| Model {
            now: if is_studied { STUDY } else { 0 },
            is_studied,
            has_hours: is_studied,
            sittings: Vec::new(),
            make_ups: 0,
            is_asked: false,
            sent: None,
            offered: None,
            said: Said::Nothing,
        };
        prop::bool::weighted(0.9).prop_map(model).boxed()
    }

    fn transitions(state: &Model) -> BoxedStrategy<Deed> {
        // Whoever has nothing to answer begins; whoever cannot, asks; so that few deeds lead far.
        let (is_running, is_used_up) = (state.running().is_some(), state.sittings.len() >= state.in_all());
        let back = || prop_oneof![5 => Just(0_usize), 1 => Just(1)];
        let offers = prop_oneof![4 => Just(None), 2 => Just(Some(0_i8)), 1 => Just(Some(-1)), 1 => Just(Some(1))];
        prop_oneof![
            3 => wait(),
            if state.is_studied { 1 } else { 8 } => Just(Deed::Study),
            if is_running { 1 } else { 8 } => (1..4_usize, offers).prop_map(|(pages, offers)| Deed::Begin { pages, offers }),
            1 => back().prop_map(Deed::OpenWindow),
            if is_running { 16 } else { 2 } => answer(),
            1 => Just(Deed::Repeat),
            1 => Just(Deed::RepeatByOther),
            2 => back().prop_map(Deed::HandIn),
            1 => Just(Deed::HandInByOther),
            2 => Just(Deed::Sweep),
            1 => Just(Deed::Restart),
            if is_used_up { 8 } else { 1 } => Just(Deed::Ask),
            if is_used_up { 4 } else { 1 } => Just(Deed::Grant),
            1 => Just(Deed::GrantToOneself),
        ]
        .boxed()
    }

    /// A deed that names what is not there yet cannot be done, and studying twice earns nothing.
    fn preconditions(state: &Model, deed: &Deed) -> bool {
        match deed {
            Deed::Study => !state.is_studied && state.now + STUDY < CLOSES,
            deed => state.clone().deed(deed).is_some(),
        }
    }

    fn apply(mut state: Model, deed: &Deed) -> Model {
        state.said = state.deed(deed).unwrap_or(Said::Nothing);
        state
    }
}
