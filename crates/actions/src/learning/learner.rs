//! One person who is learning, as the desk knows them: their ticket, what it has earned, and how much of that is written down.

use std::collections::BTreeMap;

use domain::{
    clock::Instant,
    course::{Lesson, LessonKind, has_enough},
    learning::{Beat, BeatRefused, Earned, Ticket, Uncounted},
};
use store::learning::Progress;

/// What a beat is judged by besides its ticket, as the office has settled it last.
#[derive(Clone, Copy)]
struct Terms {
    /// Length of the lesson in milliseconds; its text would be too much to keep for everybody.
    length: u32,
    /// The last moment of the year's training: nothing counts after it.
    until: Instant,
}

/// One person who is learning.
#[derive(Clone)]
pub(super) struct Learner {
    pub(super) ticket: Ticket,
    pub(super) progress: Progress,
    /// Of its copies the same: which time the person sits at the desk.
    seat: u64,
    kind: LessonKind,
    terms: Terms,
    /// What did not count since it was last written down.
    pub(super) uncounted: BTreeMap<Uncounted, u32>,
    /// Whether there is something to write down.
    is_changed: bool,
    /// Copies of this that are on their way to the database.
    under_way: u32,
    /// Milliseconds that were earned since this learner was seated.
    earned: u32,
    /// How many of them are written down; what is on its way to the database is not.
    written: u32,
}

/// A lesson of which as much counts as has to.
#[derive(Clone, Copy)]
pub(super) struct Enough {
    pub(super) kind: LessonKind,
    pub(super) round: u8,
}

impl Learner {
    pub(super) fn new(ticket: Ticket, progress: Progress, lesson: &Lesson, until: Instant) -> Learner {
        let (kind, terms) = (lesson.kind, Terms { length: lesson.length, until });
        Learner {
            ticket,
            progress,
            seat: 0,
            kind,
            terms,
            uncounted: BTreeMap::new(),
            is_changed: false,
            under_way: 0,
            earned: 0,
            written: 0,
        }
    }

    /// The same at a seat of the desk.
    pub(super) fn seated(self, seat: u64) -> Learner {
        Learner { seat, ..self }
    }

    /// Whether the copy was made of this.
    pub(super) fn is_of(&self, copy: &Learner) -> bool {
        self.seat == copy.seat
    }

    /// When what counts was studied: never after the end, see [`Learner::take`].
    pub(super) fn studied_at(&self) -> Instant {
        self.ticket.heard_at
    }

    /// Whether as much of the lesson counts as has to.
    pub(super) fn has_enough(&self) -> bool {
        has_enough(self.terms.length, self.progress.watched.total())
    }

    /// Of a lesson of which as much counts as has to: what it is, and the round in which it is studied.
    pub(super) fn enough(&self) -> Option<Enough> {
        self.has_enough().then_some(Enough { kind: self.kind, round: self.progress.round })
    }

    /// The parts of the lesson that do not count yet, from where to where in milliseconds.
    pub(super) fn gaps(&self) -> Vec<(u32, u32)> {
        self.progress.watched.gaps(self.terms.length)
    }

    /// Judges by this length and this last moment from now on. Where no training is under way, nothing counts from now on, and
    /// the last moment stays that was known if it has come: the beat that comes first after it still tells of time before it.
    pub(super) fn renew(&mut self, length: u32, until: Option<Instant>, now: Instant) {
        self.terms = Terms { length, until: until.unwrap_or_else(|| self.terms.until.min(now)) };
    }

    pub(super) fn take(&mut self, beat: Beat, now: Instant) -> Result<Earned, BeatRefused> {
        let Terms { length, until } = self.terms;
        // What was taken stays so, also where its reply was lost and the training is over since.
        if self.ticket.heard_at >= until && beat.number > self.ticket.beats {
            return Err(BeatRefused::Closed);
        }
        // The beat that comes first after the end still tells of time before it.
        let earned = self.ticket.take(beat, &mut self.progress.watched, length, now.min(until))?;
        for (why, part) in earned.to_tell() {
            *self.uncounted.entry(why).or_default() += part;
        }
        self.earned = self.earned.saturating_add(earned.credited);
        self.progress.place = beat.to.min(length);
        self.is_changed = true;
        Ok(earned)
    }

    /// Milliseconds that a crash would cost.
    pub(super) fn unwritten(&self) -> u32 {
        self.earned.saturating_sub(self.written)
    }

    /// Whether all is written down.
    pub(super) fn is_written(&self) -> bool {
        !self.is_changed && self.unwritten() == 0
    }

    /// Whether all is written down and nothing of it can come back.
    pub(super) fn is_settled(&self) -> bool {
        self.is_written() && self.has_arrived()
    }

    /// Whether no copy of this is on its way to the database.
    pub(super) fn has_arrived(&self) -> bool {
        self.under_way == 0
    }

    /// A copy of what is not written down yet, if anything, also when another copy is on its way: nobody knows yet what
    /// becomes of that one.
    pub(super) fn take_unwritten(&mut self) -> Option<Learner> {
        let copy = (!self.is_written()).then(|| self.clone());
        self.is_changed = false;
        self.uncounted.clear();
        self.under_way += u32::from(copy.is_some());
        copy
    }

    /// Notes that a copy of this is not on its way any more.
    pub(super) fn note_arrived(&mut self) {
        self.under_way = self.under_way.saturating_sub(1);
    }

    /// Notes that this copy of it is written down.
    pub(super) fn note_written(&mut self, copy: &Learner) {
        self.note_arrived();
        self.written = self.written.max(copy.earned);
    }

    /// Notes that a copy of it could not be written down.
    pub(super) fn note_lost(&mut self) {
        self.note_arrived();
        self.is_changed = true;
    }

    /// Takes back a copy that could not be written down; what was earned meanwhile stays.
    pub(super) fn take_back(&mut self, copy: Learner) {
        self.note_lost();
        for (why, part) in copy.uncounted {
            *self.uncounted.entry(why).or_default() += part;
        }
    }
}
