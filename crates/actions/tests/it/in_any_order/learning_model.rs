//! What can happen while one person learns, and the small model of what has to come of it: which seconds of each lesson
//! count, in memory and in the database. Must not use what it is compared with.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

/// Seconds of a lesson, and how many of them are enough.
pub(super) const LENGTH: u32 = 120;
const ENOUGH: usize = 115;
pub(super) const LESSONS: usize = 2;
const WINDOWS: usize = 3;
/// Seconds that one beat can earn.
const HEARD_WITHIN: u32 = 120;
const TOGETHER: u32 = 5;
/// Seconds that a beat which was not needed leaves for one that comes later than that.
const SLACK: u32 = 2;
/// What is told and not written down at the most.
const UNWRITTEN_MAX: usize = 30;

#[derive(Clone, Debug)]
pub(super) enum Deed {
    Wait(u32),
    /// A window opens a lesson.
    Open {
        window: usize,
        lesson: usize,
    },
    /// A window says that a stretch was played: its number relative to the next one, from where, how long.
    Beat {
        window: usize,
        ahead: i32,
        from: u32,
        length: u32,
        how: How,
    },
    /// An honest page: time passes, and its window goes on from where the lesson lacks something, for as long.
    GoOn {
        window: usize,
        wait: u32,
    },
    WriteDown,
    /// The database takes nothing of what there is to write down.
    FailToWriteDown,
    /// The program is killed and started anew.
    Restart,
    /// Support lets a stretch count.
    Grant {
        lesson: usize,
        from: u32,
        length: u32,
    },
}

/// How a beat comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Once,
    /// Twice at the same moment, as a browser repeats what it is not sure of.
    Twice,
    /// From its end to its beginning.
    Backwards,
    /// From the session of somebody else.
    ByOther,
    /// While the database takes and gives nothing of what is learned.
    Unheard,
}

/// What has to come of a deed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Nothing,
    /// So many seconds of a lesson count at its opening.
    Opened(usize),
    Taken {
        credited: usize,
        total: usize,
        is_done: bool,
    },
    TakenOver,
    Foreign,
    Granted,
    Replayed,
    OutOfOrder(u32),
    Backwards,
    Refused(&'static str),
}

/// A beat as its page sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    pub(super) window: usize,
    pub(super) number: u32,
    pub(super) from: u32,
    pub(super) to: u32,
}

/// The ticket of one opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ticket {
    serial: u32,
    lesson: usize,
    beats: u32,
    heard: i64,
    /// Forgotten by whoever is started anew.
    spare: u32,
}

pub(super) type Seconds = BTreeSet<u32>;

/// How one person stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    pub(super) now: i64,
    /// When a lesson was first opened.
    pub(super) first: Option<i64>,
    /// The ticket that every window holds, as it was given.
    windows: [Option<Ticket>; WINDOWS],
    given: u32,
    /// What the database has: the ticket, and what counts.
    ticket: Option<Ticket>,
    pub(super) written: [Seconds; LESSONS],
    /// What memory has besides.
    seated: Option<(Ticket, Seconds)>,
    unwritten: usize,
    /// Whether anything has to be written, if only the number of a beat.
    is_changed: bool,
    /// The ticket that ended because time was granted.
    ended_by_grant: Option<u32>,
    /// Seconds that support granted and that did not count before.
    pub(super) granted: usize,
    /// Whether both lessons were studied: then the hours are in the account.
    pub(super) is_studied: bool,
    pub(super) sent: Option<Sent>,
    /// What has to come of the last deed, as `None` before the first.
    said: Option<Said>,
}

impl Model {
    pub(super) fn said(&self) -> Said {
        self.said.clone().unwrap_or(Said::Nothing)
    }

    /// What is not written yet is written, and what follows from it.
    fn write_down(&mut self) {
        if let Some((ticket, seconds)) = self.seated.clone() {
            self.ticket = Some(ticket);
            self.written[ticket.lesson] = seconds;
            (self.unwritten, self.is_changed) = (0, false);
            self.note_studied();
        }
    }

    fn note_studied(&mut self) {
        self.is_studied |= self.written.iter().all(|seconds| seconds.len() >= ENOUGH);
    }

    fn open(&mut self, window: usize, lesson: usize) -> Said {
        self.write_down();
        self.given += 1;
        let ticket = Ticket { serial: self.given, lesson, beats: 0, heard: self.now, spare: 0 };
        (self.ticket, self.windows[window]) = (Some(ticket), Some(ticket));
        (self.seated, self.ended_by_grant) = (None, None);
        self.first.get_or_insert(self.now);
        Said::Opened(self.written[lesson].len())
    }

    fn beat(&mut self, sent: Sent, how: How) -> Said {
        let Some(Ticket { serial, .. }) = self.windows[sent.window] else { return Said::TakenOver };
        if self.seated.as_ref().is_none_or(|(ticket, _)| ticket.serial != serial) {
            match self.ticket.filter(|ticket| ticket.serial == serial) {
                Some(_) if how == How::Unheard => return Said::Refused("internal"),
                Some(ticket) => {
                    self.seated = Some((Ticket { spare: 0, ..ticket }, self.written[ticket.lesson].clone()));
                    // What was not written is lost, and waits for nothing any more.
                    (self.unwritten, self.is_changed) = (0, false);
                }
                None if self.ended_by_grant == Some(serial) => return Said::Granted,
                None => return Said::TakenOver,
            }
        }
        let said = self.take(sent);
        let is_done = self.seated.as_ref().is_some_and(|(_, seconds)| seconds.len() >= ENOUGH);
        let is_news = match said {
            Said::Taken { credited, .. } => credited > 0,
            _ => said == Said::Replayed,
        };
        // What would be too much for a crash is told when it is written, and not before.
        if self.unwritten > UNWRITTEN_MAX || (is_done && is_news) {
            if how == How::Unheard && self.is_changed {
                return Said::Refused("internal");
            }
            self.write_down();
        }
        said
    }

    /// What memory makes of a beat.
    fn take(&mut self, sent: Sent) -> Said {
        let now = self.now;
        let Some((ticket, seconds)) = &mut self.seated else { return Said::TakenOver };
        if sent.number <= ticket.beats {
            return Said::Replayed;
        }
        if sent.number > ticket.beats + 1 {
            return Said::OutOfOrder(ticket.beats + 1);
        }
        if sent.to < sent.from {
            return Said::Backwards;
        }
        let passed = u32::try_from(now - ticket.heard).unwrap_or(0);
        // Of beats that come together one has what the other did not need, and of others a little.
        let passed = passed + if passed <= TOGETHER { ticket.spare } else { ticket.spare.min(SLACK) };
        ticket.spare = passed.min(HEARD_WITHIN).saturating_sub(sent.to - sent.from);
        (ticket.beats, ticket.heard) = (sent.number, now);
        let played = (sent.to - sent.from).min(passed).min(HEARD_WITHIN);
        let before = seconds.len();
        seconds.extend((sent.from..sent.from + played).filter(|second| *second < LENGTH));
        let (credited, total) = (seconds.len() - before, seconds.len());
        (self.unwritten, self.is_changed) = (self.unwritten + credited, true);
        Said::Taken { credited, total, is_done: total >= ENOUGH }
    }

    /// The ticket of a person is known until they are given another, and so that it is not the other's.
    fn beat_by_other(&self, window: usize) -> Said {
        let last = self.ticket.map(|ticket| ticket.serial).or(self.ended_by_grant);
        let is_last = self.windows[window].is_some_and(|ticket| Some(ticket.serial) == last);
        if is_last { Said::Foreign } else { Said::TakenOver }
    }

    fn grant(&mut self, lesson: usize, from: u32, length: u32) -> Said {
        let mut seconds = self.counted(lesson).clone();
        let before = seconds.len();
        seconds.extend(from..(from + length).min(LENGTH));
        let fresh = seconds.len() - before;
        if fresh == 0 {
            // Nothing has happened: what was earned until now is still earned.
            return Said::Refused("dispute.nothing-new");
        }
        self.write_down();
        if let Some(ticket) = self.ticket.take_if(|ticket| ticket.lesson == lesson) {
            self.ended_by_grant = Some(ticket.serial);
        }
        self.seated = None;
        self.granted += fresh;
        self.written[lesson] = seconds;
        self.note_studied();
        Said::Nothing
    }

    /// What counts of a lesson, as a page would be told.
    fn counted(&self, lesson: usize) -> &Seconds {
        let seated = self.seated.as_ref().filter(|(ticket, _)| ticket.lesson == lesson);
        seated.map_or(&self.written[lesson], |(_, seconds)| seconds)
    }

    /// The number with which a window goes on; the page is told it when it is wrong.
    fn next(&self, window: usize) -> u32 {
        let serial = self.windows[window].map(|ticket| ticket.serial);
        let known = self.seated.as_ref().map(|(ticket, _)| *ticket).or(self.ticket);
        known.filter(|ticket| Some(ticket.serial) == serial).map_or(1, |ticket| ticket.beats + 1)
    }

    fn go_on(&mut self, window: usize, wait: u32) -> Said {
        self.now += i64::from(wait);
        let lesson = self.windows[window].map_or(0, |ticket| ticket.lesson);
        let from = (0..LENGTH).find(|second| !self.counted(lesson).contains(second)).unwrap_or(0);
        let sent = Sent { window, number: self.next(window), from, to: from + wait };
        self.sent = Some(sent);
        self.beat(sent, How::Once)
    }

    fn deed(&mut self, deed: &Deed) -> Said {
        match *deed {
            Deed::Wait(seconds) => self.now += i64::from(seconds),
            Deed::Open { window, lesson } => return self.open(window, lesson),
            Deed::Beat { window, ahead, from, length, how } => {
                let number = self.next(window).saturating_add_signed(ahead);
                let mut sent = Sent { window, number, from, to: from + length };
                if how == How::Backwards {
                    std::mem::swap(&mut sent.from, &mut sent.to);
                }
                self.sent = Some(sent);
                if how == How::ByOther {
                    return self.beat_by_other(window);
                }
                let said = self.beat(sent, how);
                // Of which one is told that it is said again, and perhaps that there is enough.
                if how == How::Twice {
                    self.beat(sent, how);
                }
                return said;
            }
            Deed::GoOn { window, wait } => return self.go_on(window, wait),
            Deed::WriteDown => self.write_down(),
            Deed::FailToWriteDown => {}
            Deed::Restart => self.seated = None,
            Deed::Grant { lesson, from, length } => return self.grant(lesson, from, length),
        }
        Said::Nothing
    }
}

fn beat() -> impl Strategy<Value = Deed> {
    let ahead = prop_oneof![6 => Just(0), 1 => -3..4_i32];
    let how = prop_oneof![
        6 => Just(How::Once),
        1 => Just(How::Twice),
        1 => Just(How::Backwards),
        1 => Just(How::ByOther),
        1 => Just(How::Unheard),
    ];
    (0..WINDOWS, ahead, 0..LENGTH + 20, 1..150_u32, how).prop_map(|(window, ahead, from, length, how)| Deed::Beat {
        window,
        ahead,
        from,
        length,
        how,
    })
}

impl ReferenceStateMachine for Model {
    type State = Model;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(state: &Model) -> BoxedStrategy<Deed> {
        // Mostly the window that may goes on, and a lesson that lacks something is opened; so that few deeds lead far.
        let good = state.ticket.map(|ticket| ticket.serial);
        let is_good = |window: &Option<Ticket>| window.is_some_and(|window| Some(window.serial) == good);
        let window = good.and_then(|_| state.windows.iter().position(is_good));
        let unfinished = usize::from(state.counted(0).len() >= ENOUGH);
        // A short one has often counted already, and is refused then.
        let lesson = prop_oneof![4 => Just(unfinished), 1 => 0..LESSONS];
        let grant = (lesson, 0..LENGTH, prop_oneof![1..60_u32, 1..10_u32]);
        prop_oneof![
            3 => prop_oneof![6 => 0..60_u32, 1 => 100..300_u32, 1 => 600..700_u32].prop_map(Deed::Wait),
            if window.is_some() { 2 } else { 16 } =>
                (0..WINDOWS, prop_oneof![3 => Just(unfinished), 1 => 0..LESSONS])
                    .prop_map(|(window, lesson)| Deed::Open { window, lesson }),
            6 => beat(),
            6 => (prop_oneof![4 => Just(window.unwrap_or(0)), 1 => 0..WINDOWS], prop_oneof![10..100_u32, 10..30_u32])
                .prop_map(|(window, wait)| Deed::GoOn { window, wait }),
            2 => Just(Deed::WriteDown),
            3 => Just(Deed::FailToWriteDown),
            1 => Just(Deed::Restart),
            2 => grant.prop_map(|(lesson, from, length)| Deed::Grant { lesson, from, length }),
        ]
        .boxed()
    }

    /// A page sends nothing before it has opened a lesson.
    fn preconditions(state: &Model, deed: &Deed) -> bool {
        match *deed {
            Deed::Beat { window, .. } | Deed::GoOn { window, .. } => state.windows[window].is_some(),
            _ => true,
        }
    }

    fn apply(mut state: Model, deed: &Deed) -> Model {
        state.said = Some(state.deed(deed));
        state
    }
}
