//! The small model of what has to come of everything that can happen while one person learns: which seconds of each lesson
//! count, in memory and in the database. Must not use what it is compared with.

mod beats;

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest_state_machine::ReferenceStateMachine;

use super::learning_deeds::{By, Deed, Said, Sent, deeds};

/// Seconds of a lesson before it is corrected.
const LENGTH: u32 = 120;
/// How many seconds a lesson may lack.
const MAY_LACK: u32 = 5;
pub(super) const LESSONS: usize = 2;
pub(super) const WINDOWS: usize = 3;
/// Seconds that one beat can earn.
const HEARD_WITHIN: u32 = 120;
/// Seconds that a beat whose lateness is believed leaves for the next one, if it did not need them.
const SLACK: u32 = 2;
/// What is told and not written down at the most.
const UNWRITTEN_MAX: usize = 30;
/// Seconds after which memory does without whoever was not heard of.
const IDLE: i64 = 600;
/// The last second of the training, counted from the first moment.
pub(super) const CLOSES: i64 = 914_400;

/// The ticket of one opening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Ticket {
    serial: u32,
    lesson: usize,
    beats: u32,
    heard: i64,
    spare: u32,
}

pub(super) type Seconds = BTreeSet<u32>;

/// One lesson.
#[derive(Clone, Copy, Debug)]
struct Lesson {
    length: u32,
    is_in_use: bool,
    /// When the objection was raised that waits for its answer.
    objected: Option<i64>,
}

/// How one person stands.
#[derive(Clone, Debug)]
pub(super) struct Model {
    pub(super) now: i64,
    /// When a lesson was first opened.
    pub(super) first: Option<i64>,
    lessons: [Lesson; LESSONS],
    /// The ticket that every window holds, as it was given.
    windows: [Option<Ticket>; WINDOWS],
    given: u32,
    /// What the database has: the last ticket, what ended it, and what counts in this round.
    ticket: Option<Ticket>,
    ended: Option<By>,
    pub(super) written: [Seconds; LESSONS],
    /// What memory has besides.
    seated: Option<(Ticket, Seconds)>,
    /// The last second that memory lets count.
    until: i64,
    unwritten: usize,
    /// Whether anything has to be written, if only the number of a beat.
    is_changed: bool,
    /// Seconds that support granted and that did not count before.
    pub(super) granted: usize,
    /// Seconds that counted in the rounds before this one.
    pub(super) before: usize,
    /// Whether the course is studied in this round, and in how many: from the first one on the hours are in the account.
    pub(super) is_studied: bool,
    pub(super) studies: usize,
    pub(super) sent: Option<Sent>,
    /// What has to come of the last deed, as `None` before the first.
    said: Option<Said>,
}

impl Model {
    fn new() -> Model {
        Model {
            now: 0,
            first: None,
            lessons: [Lesson { length: LENGTH, is_in_use: true, objected: None }; LESSONS],
            windows: [None; WINDOWS],
            given: 0,
            ticket: None,
            ended: None,
            written: Default::default(),
            seated: None,
            until: CLOSES,
            unwritten: 0,
            is_changed: false,
            granted: 0,
            before: 0,
            is_studied: false,
            studies: 0,
            sent: None,
            said: None,
        }
    }

    pub(super) fn said(&self) -> Said {
        self.said.clone().unwrap_or(Said::Nothing)
    }

    pub(super) fn is_all_in_use(&self) -> bool {
        self.lessons.iter().all(|lesson| lesson.is_in_use)
    }

    /// The window whose ticket is good.
    pub(super) fn good_window(&self) -> Option<usize> {
        let good = self.ticket.filter(|_| self.ended.is_none())?.serial;
        self.windows.iter().position(|window| window.is_some_and(|window| window.serial == good))
    }

    /// A lesson that lacks something.
    pub(super) fn unfinished(&self) -> usize {
        let lacks = |lesson: &usize| self.lessons[*lesson].is_in_use && !self.is_enough(*lesson, self.counted(*lesson));
        (0..LESSONS).find(lacks).unwrap_or(0)
    }

    fn is_enough(&self, lesson: usize, seconds: &Seconds) -> bool {
        seconds.len() >= (self.lessons[lesson].length - MAY_LACK) as usize
    }

    fn is_closed(&self) -> bool {
        self.now > CLOSES
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
        let is_missing =
            |lesson: &usize| self.lessons[*lesson].is_in_use && !self.is_enough(*lesson, &self.written[*lesson]);
        if !self.is_studied && !(0..LESSONS).any(|lesson| is_missing(&lesson)) {
            self.is_studied = true;
            self.studies += 1;
        }
    }

    /// The service's own work: afterwards memory does without whoever was long not heard of, or learns what is not in use.
    fn write_all_down(&mut self) {
        let is_idle =
            self.seated.as_ref().is_some_and(|(ticket, _)| ticket.heard < self.now - IDLE) && self.unwritten == 0;
        self.write_down();
        self.seated.take_if(|(ticket, _)| is_idle || !self.lessons[ticket.lesson].is_in_use);
    }

    /// The same when nothing can be written: it goes on where nothing is to be.
    fn fail_to_write_down(&mut self) {
        if self.seated.is_none() || !(self.is_changed || self.unwritten > 0) {
            self.write_all_down();
        }
    }

    fn open(&mut self, window: usize, lesson: usize) -> Said {
        if !self.lessons[lesson].is_in_use {
            return Said::Refused("not-found");
        }
        if self.is_closed() {
            return Said::Refused("study.closed");
        }
        self.write_down();
        self.given += 1;
        let ticket = Ticket { serial: self.given, lesson, beats: 0, heard: self.now, spare: 0 };
        (self.ticket, self.windows[window]) = (Some(ticket), Some(ticket));
        (self.seated, self.ended) = (None, None);
        self.first.get_or_insert(self.now);
        Said::Opened(self.written[lesson].len())
    }

    fn grant(&mut self, lesson: usize, from: u32, length: u32) -> Said {
        let Lesson { is_in_use, objected, length: whole } = self.lessons[lesson];
        if objected.is_none() && !is_in_use {
            return Said::Refused("not-found");
        }
        let objected = *self.lessons[lesson].objected.get_or_insert(self.now);
        let mut seconds = self.counted(lesson).clone();
        let before = seconds.len();
        seconds.extend(from..(from + length).min(whole));
        let fresh = seconds.len() - before;
        // Nothing has happened: what was earned until now is still earned.
        if from >= whole {
            return Said::Refused("dispute.stretch");
        }
        if objected > CLOSES {
            return Said::Refused("dispute.outside-training");
        }
        if fresh == 0 {
            return Said::Refused("dispute.nothing-new");
        }
        self.write_down();
        if self.ticket.is_some_and(|ticket| ticket.lesson == lesson) {
            self.ended = Some(By::Granted);
        }
        self.lessons[lesson].objected = None;
        self.seated = None;
        self.granted += fresh;
        self.written[lesson] = seconds;
        self.note_studied();
        Said::Nothing
    }

    fn correct(&mut self, lesson: usize, minutes: u32) -> Said {
        if !self.lessons[lesson].is_in_use {
            return Said::Refused("lesson.withdrawn");
        }
        if self.lessons[lesson].length != minutes * 60 {
            if self.seated.as_ref().is_some_and(|(ticket, _)| ticket.lesson == lesson) {
                self.write_down();
                self.seated = None;
            }
            if self.ticket.is_some_and(|ticket| ticket.lesson == lesson) {
                self.ended.get_or_insert(By::Changed);
            }
            self.lessons[lesson].length = minutes * 60;
            self.note_studied();
        }
        Said::Nothing
    }

    fn withdraw(&mut self, lesson: usize) -> Said {
        if !self.lessons[lesson].is_in_use {
            return Said::Refused("changed-meanwhile");
        }
        if !self.is_all_in_use() {
            return Said::Refused("lesson.last");
        }
        self.lessons[lesson].is_in_use = false;
        self.note_studied();
        Said::Nothing
    }

    fn restore(&mut self, lesson: usize) -> Said {
        if self.lessons[lesson].is_in_use {
            return Said::Refused("changed-meanwhile");
        }
        self.lessons[lesson].is_in_use = true;
        Said::Nothing
    }

    fn make_up(&mut self) -> Said {
        if self.is_closed() {
            return Said::Refused("make-up.window");
        }
        if !self.is_studied {
            return Said::Refused("make-up.left");
        }
        self.write_down();
        self.ended = Some(By::MadeUp);
        self.seated = None;
        self.before += self.written.iter().map(Seconds::len).sum::<usize>();
        (self.written, self.is_studied) = (Default::default(), false);
        Said::Nothing
    }

    /// What counts of a lesson, as a page would be told.
    fn counted(&self, lesson: usize) -> &Seconds {
        let seated = self.seated.as_ref().filter(|(ticket, _)| ticket.lesson == lesson);
        seated.map_or(&self.written[lesson], |(_, seconds)| seconds)
    }

    fn deed(&mut self, deed: &Deed) -> Said {
        match *deed {
            Deed::Wait(seconds) => self.now += i64::from(seconds),
            Deed::Open { window, lesson } => return self.open(window, lesson),
            Deed::Beat { window, ahead, stretch, how } => return self.sends(window, ahead, stretch, how),
            Deed::GoOn { window, wait } => return self.go_on(window, wait),
            Deed::WriteDown => self.write_all_down(),
            Deed::FailToWriteDown => self.fail_to_write_down(),
            Deed::Restart => self.seated = None,
            Deed::Grant { lesson, from, length } => return self.grant(lesson, from, length),
            Deed::Correct { lesson, minutes } => return self.correct(lesson, minutes),
            Deed::Withdraw(lesson) => return self.withdraw(lesson),
            Deed::Restore(lesson) => return self.restore(lesson),
            Deed::MakeUp => return self.make_up(),
        }
        Said::Nothing
    }
}

impl ReferenceStateMachine for Model {
    type State = Model;
    type Transition = Deed;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::new()).boxed()
    }

    fn transitions(state: &Model) -> BoxedStrategy<Deed> {
        deeds(state)
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
