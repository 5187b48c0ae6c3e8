//! Who is learning at the moment, in memory: one ticket a person with what it has earned. The database has the last word:
//! what was earned under a ticket that ended elsewhere is not written.

use std::{
    collections::{BTreeSet, HashMap},
    pin::pin,
    sync::{Mutex, PoisonError},
};

use domain::{
    clock::Instant,
    ids::{LessonId, PersonId, TicketId},
    learning::{Beat, BeatRefused, Earned, Ticket},
};
use tokio::sync::Notify;

use super::{
    learner::{Enough, Learner},
    write_down::UNWRITTEN_MAX,
};

/// Everybody who is learning.
#[derive(Default)]
pub(crate) struct Desk {
    room: Mutex<Room>,
    /// Tells that copies have come to the database or have come back, and that nobody's ticket is being ended any more.
    news: Notify,
}

#[derive(Default)]
struct Room {
    learners: HashMap<PersonId, Learner>,
    /// Copies that could not be written down, of learners who are forgotten or may be: what was earned is written by whatever
    /// ends their tickets, and what did not count is not.
    returned: Vec<Learner>,
    /// Whose tickets are being ended, in how many acts at once.
    leaving: HashMap<Whose, u32>,
    /// Of whom the database is being asked; not those whose ticket has ended since.
    asking: HashMap<u64, PersonId>,
    /// The last number that was given to somebody who asks, and is the seat's whom they bring.
    last: u64,
}

/// Whose tickets are ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Whose {
    /// The one that this person has.
    Person(PersonId),
    /// Everybody's in this lesson.
    Lesson(LessonId),
}

/// What came of a beat of somebody who is known.
pub(super) struct Came {
    pub(super) outcome: Result<Earned, BeatRefused>,
    pub(super) lesson: LessonId,
    /// Milliseconds of the lesson that count in all.
    pub(super) credited: u32,
    /// Of a beat that is said again, the parts of the lesson that do not count yet.
    pub(super) gaps: Vec<(u32, u32)>,
    /// When as much of the lesson counts as has to: what it is, and the round in which it is studied.
    pub(super) enough: Option<Enough>,
    /// Whether more is not written down than a crash may cost.
    pub(super) is_too_much: bool,
}

/// What a beat met at the desk.
pub(super) enum Met {
    /// What came of the beat.
    Known(Came),
    /// Nobody with this ticket is known here.
    Unknown,
}

/// Somebody of whom the database is asked: what it answers is worth nothing when their ticket ends meanwhile.
pub(super) struct Asking<'a> {
    desk: &'a Desk,
    number: u64,
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.desk.with(|room| room.asking.remove(&self.number));
    }
}

impl Room {
    fn is_leaving(&self, learner: &Learner) -> bool {
        let whose = [Whose::Person(learner.ticket.person), Whose::Lesson(learner.ticket.lesson)];
        whose.iter().any(|whose| self.leaving.contains_key(whose))
    }

    fn take(&mut self, person: PersonId, ticket: TicketId, beat: Beat, now: Instant) -> Option<Met> {
        if self.learners.get(&person).is_none_or(|known| known.ticket.id != ticket) {
            return Some(Met::Unknown);
        }
        let learner = self.staying(person)?;
        let outcome = learner.take(beat, now);
        Some(Met::Known(Came {
            lesson: learner.progress.lesson,
            credited: learner.progress.watched.total(),
            gaps: if outcome == Err(BeatRefused::Replayed) { learner.gaps() } else { Vec::new() },
            enough: learner.enough(),
            is_too_much: learner.unwritten() > UNWRITTEN_MAX,
            outcome,
        }))
    }

    /// A person of whom no ticket is being ended: the act that does it writes what there is to write.
    fn staying(&mut self, person: PersonId) -> Option<&mut Learner> {
        let is_leaving = self.is_leaving(self.learners.get(&person)?);
        if is_leaving { None } else { self.learners.get_mut(&person) }
    }

    /// Of whom the copy was made, unless they were forgotten meanwhile.
    fn behind(&mut self, copy: &Learner) -> Option<&mut Learner> {
        self.learners.get_mut(&copy.ticket.person).filter(|learner| learner.is_of(copy))
    }

    fn forget(&mut self, whose: Whose) {
        match whose {
            Whose::Person(person) => {
                self.learners.remove(&person);
                self.asking.retain(|_, asked| *asked != person);
            }
            Whose::Lesson(lesson) => {
                self.learners.retain(|_, learner| learner.ticket.lesson != lesson);
                // Whoever is asked about may be in it.
                self.asking.clear();
            }
        }
    }
}

impl Desk {
    /// Takes a beat of somebody who is known under this ticket. While that is being ended the beat waits for what becomes of
    /// it: nothing is told to count that ends with it.
    pub(super) async fn take(&self, person: PersonId, ticket: TicketId, beat: Beat, now: Instant) -> Met {
        self.once(|room| room.take(person, ticket, beat, now)).await
    }

    /// Notes that the database is asked of a person from now on.
    pub(super) fn ask(&self, person: PersonId) -> Asking<'_> {
        self.with(|room| {
            room.last += 1;
            room.asking.insert(room.last, person);
            Asking { desk: self, number: room.last }
        })
    }

    /// Knows from now on whom the database told of, unless the same ticket is known already, or has ended since it was asked.
    pub(super) fn seat(&self, asking: &Asking<'_>, learner: Learner) {
        self.with(|room| {
            let is_known =
                room.learners.get(&learner.ticket.person).is_some_and(|known| known.ticket.id == learner.ticket.id);
            if !is_known && room.asking.contains_key(&asking.number) {
                room.learners.insert(learner.ticket.person, learner.seated(asking.number));
            }
        });
    }

    /// From now on these beats wait.
    pub(super) fn hold(&self, whose: Whose) {
        self.with(|room| *room.leaving.entry(whose).or_default() += 1);
    }

    /// Lets them go on; those whose tickets `have_ended` are forgotten, and their next beats ask the database.
    pub(super) fn release(&self, all: &[Whose], have_ended: bool) {
        self.with(|room| {
            for whose in all {
                if let Some(acts) = room.leaving.get_mut(whose) {
                    *acts -= 1;
                }
                if have_ended {
                    room.forget(*whose);
                }
            }
            room.leaving.retain(|_, acts| *acts > 0);
        });
        self.news.notify_waiters();
    }

    /// The lessons that somebody is learning.
    pub(super) fn lessons(&self) -> BTreeSet<LessonId> {
        self.with(|room| room.learners.values().map(|learner| learner.progress.lesson).collect())
    }

    /// Judges everybody at a lesson anew from now on, see [`Learner::renew`].
    pub(super) fn renew(&self, lesson: LessonId, length: u32, until: Option<Instant>, now: Instant) {
        self.with(|room| {
            for learner in room.learners.values_mut().filter(|learner| learner.progress.lesson == lesson) {
                learner.renew(length, until, now);
            }
        });
    }

    /// Forgets everybody at a lesson of whom all is written down.
    pub(super) fn let_go(&self, lesson: LessonId) {
        self.with(|room| {
            room.learners.retain(|_, learner| learner.progress.lesson != lesson || !learner.is_settled());
        });
    }

    /// Copies of these, who stay, in the order of their rows; also of whom all seems to be written down: the copy that is on
    /// its way to the database may come after the ticket has ended, and is left out then.
    pub(super) fn copies_of(&self, whose: Whose) -> Vec<Learner> {
        self.with(|room| match whose {
            Whose::Person(person) => room.learners.get(&person).cloned().into_iter().collect(),
            Whose::Lesson(lesson) => {
                let is_in = |learner: &&Learner| learner.ticket.lesson == lesson;
                let mut copies: Vec<Learner> = room.learners.values().filter(is_in).cloned().collect();
                copies.sort_unstable_by_key(|learner| learner.ticket.person);
                copies
            }
        })
    }

    /// Notes that these copies are written down, but for those whose tickets have ended elsewhere, who are forgotten: their
    /// next beat asks the database, and they are told. Who was heard of since the copy was made stays: what was written of
    /// them in between is newer than the copy.
    pub(super) fn note_written(&self, copies: &[Learner], ended: &[Ticket]) {
        self.with(|room| {
            for copy in copies {
                let Some(learner) = room.behind(copy) else { continue };
                if !ended.contains(&copy.ticket) {
                    learner.note_written(copy);
                } else if learner.ticket == copy.ticket {
                    room.learners.remove(&copy.ticket.person);
                } else {
                    learner.note_arrived();
                }
            }
        });
        self.news.notify_waiters();
    }

    /// Copies what there is to write down, but not of whose tickets are being ended. Who was not heard of since `idle` is
    /// forgotten as soon as it is written.
    pub(super) fn changed(&self, idle: Instant) -> Vec<Learner> {
        self.with(|room| {
            let people: Vec<PersonId> = room.learners.keys().copied().collect();
            let changed = people.into_iter().filter_map(|person| room.staying(person)?.take_unwritten()).collect();
            room.learners.retain(|_, learner| learner.ticket.heard_at >= idle || !learner.is_settled());
            changed
        })
    }

    /// Copies what there is to write down of one person, once nobody ends their ticket.
    pub(super) async fn changed_of(&self, person: PersonId) -> Option<Learner> {
        self.once(|room| {
            if !room.learners.contains_key(&person) {
                return Some(None);
            }
            room.staying(person).map(Learner::take_unwritten)
        })
        .await
    }

    /// What has come back of learners who are forgotten or may be.
    pub(super) fn returned(&self) -> Vec<Learner> {
        self.with(|room| std::mem::take(&mut room.returned))
    }

    /// Takes back what could not be written down. Where an act ends the ticket it has seen nothing of it, and may forget the
    /// learner: then what did not count waits beside them.
    pub(super) fn put_back(&self, copies: Vec<Learner>) {
        self.with(|room| {
            for copy in copies {
                let is_leaving = room.is_leaving(&copy);
                match room.behind(&copy) {
                    Some(learner) if !is_leaving => learner.take_back(copy),
                    known => {
                        known.into_iter().for_each(Learner::note_lost);
                        room.returned.push(copy);
                    }
                }
            }
        });
        self.news.notify_waiters();
    }

    /// Takes back what [`Desk::returned`] gave away and could not be written.
    pub(super) fn return_again(&self, copies: Vec<Learner>) {
        self.with(|room| room.returned.extend(copies));
    }

    /// Waits until no copy of a person is on its way to the database.
    pub(super) async fn all_arrived(&self, person: PersonId) {
        self.once(|room| room.learners.get(&person).is_none_or(Learner::has_arrived).then_some(())).await;
    }

    /// Waits for news until there is an answer.
    async fn once<Out>(&self, mut answer: impl FnMut(&mut Room) -> Option<Out>) -> Out {
        loop {
            let mut news = pin!(self.news.notified());
            // From here on none is missed.
            news.as_mut().enable();
            if let Some(out) = self.with(&mut answer) {
                return out;
            }
            news.await;
        }
    }

    fn with<Out>(&self, use_it: impl FnOnce(&mut Room) -> Out) -> Out {
        use_it(&mut self.room.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests;
