//! Who is learning at the moment, in memory: one ticket a person with what it has earned. The database has the last word:
//! what was earned under a ticket that ended elsewhere is not written.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
};

use domain::{
    clock::Instant,
    course::{Lesson, LessonKind, has_enough},
    ids::{LessonId, PersonId, TicketId},
    learning::{Beat, BeatRefused, Earned, Ticket, Uncounted},
};
use store::learning::Progress;
use tokio::sync::Notify;

use super::write_down::UNWRITTEN_MAX;

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

impl Learner {
    pub(super) fn new(ticket: Ticket, progress: Progress, lesson: &Lesson, until: Instant) -> Learner {
        let (kind, terms) = (lesson.kind, Terms { length: lesson.length, until });
        let uncounted = BTreeMap::new();
        Learner { ticket, progress, kind, terms, uncounted, is_changed: false, under_way: 0, earned: 0, written: 0 }
    }

    /// When what counts was studied: never after the end, see [`Learner::take`].
    pub(super) fn studied_at(&self) -> Instant {
        self.ticket.heard_at
    }

    /// Whether as much of the lesson counts as has to.
    pub(super) fn has_enough(&self) -> bool {
        has_enough(self.terms.length, self.progress.watched.total())
    }

    fn enough(&self) -> Option<Enough> {
        self.has_enough().then_some(Enough { kind: self.kind, round: self.progress.round })
    }

    /// Milliseconds that a crash would cost.
    fn unwritten(&self) -> u32 {
        self.earned.saturating_sub(self.written)
    }

    /// A copy of what is not written down yet, if anything, also when another copy is on its way: nobody knows yet what
    /// becomes of that one.
    fn take_unwritten(&mut self) -> Option<Learner> {
        let copy = (self.is_changed || self.unwritten() > 0).then(|| self.clone());
        self.is_changed = false;
        self.uncounted.clear();
        self.under_way += u32::from(copy.is_some());
        copy
    }

    /// Notes that this copy is not on its way any more.
    fn arrived(&mut self, copy: &Learner) {
        if self.ticket.id == copy.ticket.id {
            self.under_way = self.under_way.saturating_sub(1);
        }
    }

    fn take(&mut self, beat: Beat, now: Instant) -> Result<Earned, BeatRefused> {
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
}

/// Everybody who is learning.
#[derive(Default)]
pub(crate) struct Desk {
    learners: Mutex<HashMap<PersonId, Learner>>,
    /// Whose tickets are being ended, in how many acts at once.
    leaving: Mutex<HashMap<PersonId, u32>>,
    /// Tells that copies have come to the database or have come back, and that nobody's ticket is being ended any more.
    news: Notify,
}

/// A lesson of which as much counts as has to.
#[derive(Clone, Copy)]
pub(super) struct Enough {
    pub(super) kind: LessonKind,
    pub(super) round: u8,
}

/// What came of a beat of somebody who is known.
pub(super) struct Came {
    pub(super) outcome: Result<Earned, BeatRefused>,
    pub(super) lesson: LessonId,
    /// Milliseconds of the lesson that count in all.
    pub(super) credited: u32,
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

impl Desk {
    /// Takes a beat of somebody who is known under this ticket. While that is being ended the beat waits for what becomes of
    /// it: nothing is told to count that ends with it.
    pub(super) async fn take(&self, person: PersonId, ticket: TicketId, beat: Beat, now: Instant) -> Met {
        self.once(|learners| {
            if lock(&self.leaving).contains_key(&person) {
                return None;
            }
            Some(match learners.get_mut(&person).filter(|learner| learner.ticket.id == ticket) {
                None => Met::Unknown,
                Some(learner) => {
                    let outcome = learner.take(beat, now);
                    Met::Known(Came {
                        outcome,
                        lesson: learner.progress.lesson,
                        credited: learner.progress.watched.total(),
                        enough: learner.enough(),
                        is_too_much: learner.unwritten() > UNWRITTEN_MAX,
                    })
                }
            })
        })
        .await
    }

    /// Knows a learner from now on, unless the same ticket is known already.
    pub(super) fn seat(&self, learner: Learner) {
        self.with(|learners| {
            let known = learners.get(&learner.ticket.person).is_some_and(|known| known.ticket.id == learner.ticket.id);
            if !known {
                learners.insert(learner.ticket.person, learner);
            }
        });
    }

    /// Forgets these people, whose tickets have ended: their next beats ask the database.
    pub(super) fn forget(&self, people: &[PersonId]) {
        self.with(|learners| {
            for person in people {
                learners.remove(person);
            }
        });
    }

    /// From now on beats of these people wait.
    pub(super) fn hold(&self, people: &[PersonId]) {
        let mut leaving = lock(&self.leaving);
        for person in people {
            *leaving.entry(*person).or_default() += 1;
        }
    }

    /// Lets them go on.
    pub(super) fn release(&self, people: &[PersonId]) {
        let mut leaving = lock(&self.leaving);
        for person in people {
            if let Some(acts) = leaving.get_mut(person) {
                *acts -= 1;
            }
        }
        leaving.retain(|_, acts| *acts > 0);
        drop(leaving);
        self.news.notify_waiters();
    }

    /// The lessons that somebody is learning.
    pub(super) fn lessons(&self) -> BTreeSet<LessonId> {
        self.with(|learners| learners.values().map(|learner| learner.progress.lesson).collect())
    }

    /// Judges everybody at a lesson by this length and this last moment from now on. Where no training is under way, nothing
    /// counts from now on, and the last moment stays that was known if it has come: the beat that comes first after it still
    /// tells of time before it.
    pub(super) fn renew(&self, lesson: LessonId, length: u32, until: Option<Instant>, now: Instant) {
        self.with(|learners| {
            for learner in learners.values_mut().filter(|learner| learner.progress.lesson == lesson) {
                learner.terms = Terms { length, until: until.unwrap_or_else(|| learner.terms.until.min(now)) };
            }
        });
    }

    /// Forgets everybody at a lesson of whom all is written down.
    pub(super) fn let_go(&self, lesson: LessonId) {
        self.with(|learners| {
            learners.retain(|_, learner| {
                learner.progress.lesson != lesson || learner.is_changed || learner.unwritten() > 0
            });
        });
    }

    /// A copy of what is known of a person, who stays; also when it seems to be written down: the copy that is on its way to
    /// the database may come after the ticket has ended, and is left out then.
    pub(super) fn copy_of(&self, person: PersonId) -> Option<Learner> {
        self.with(|learners| learners.get(&person).cloned())
    }

    /// All who are in a lesson, in the order of their rows.
    pub(super) fn people_in(&self, lesson: LessonId) -> Vec<PersonId> {
        let is_in = |learner: &&Learner| learner.ticket.lesson == lesson;
        let people = |learners: &mut HashMap<PersonId, Learner>| {
            learners.values().filter(is_in).map(|learner| learner.ticket.person).collect()
        };
        let mut people: Vec<PersonId> = self.with(people);
        people.sort_unstable();
        people
    }

    /// Notes that these copies are written down, but for those whose tickets have ended elsewhere, who are forgotten: their
    /// next beat asks the database, and they are told. Who was heard of since the copy was made stays: what was written of
    /// them in between is newer than the copy.
    pub(super) fn note_written(&self, copies: &[Learner], ended: &[Ticket]) {
        self.with(|learners| {
            for copy in copies {
                let Some(learner) = learners.get_mut(&copy.ticket.person) else { continue };
                learner.arrived(copy);
                if !ended.contains(&copy.ticket) && learner.ticket.id == copy.ticket.id {
                    learner.written = learner.written.max(copy.earned);
                } else if learner.ticket == copy.ticket {
                    learners.remove(&copy.ticket.person);
                }
            }
        });
        self.news.notify_waiters();
    }

    /// Copies what there is to write down. Who was not heard of since `idle` is forgotten as soon as it is written.
    pub(super) fn changed(&self, idle: Instant) -> Vec<Learner> {
        self.with(|learners| {
            let changed: Vec<Learner> = learners.values_mut().filter_map(Learner::take_unwritten).collect();
            learners.retain(|_, learner| learner.ticket.heard_at >= idle || learner.unwritten() > 0);
            changed
        })
    }

    /// Copies what there is to write down of one person.
    pub(super) fn changed_of(&self, person: PersonId) -> Option<Learner> {
        self.with(|learners| learners.get_mut(&person)?.take_unwritten())
    }

    /// Puts back what could not be written down; what was earned meanwhile stays.
    pub(super) fn put_back(&self, learners: Vec<Learner>) {
        self.with(|known| {
            for mut learner in learners {
                (learner.is_changed, learner.under_way) = (true, 0);
                match known.get_mut(&learner.ticket.person) {
                    None => drop(known.insert(learner.ticket.person, learner)),
                    Some(place) if place.ticket.id == learner.ticket.id => {
                        place.arrived(&learner);
                        place.is_changed = true;
                        for (why, part) in learner.uncounted {
                            *place.uncounted.entry(why).or_default() += part;
                        }
                    }
                    // Another ticket was given since: what this one earned ended with it.
                    Some(_) => {}
                }
            }
        });
        self.news.notify_waiters();
    }

    /// Waits until no copy of a person is on its way to the database.
    pub(super) async fn all_arrived(&self, person: PersonId) {
        self.once(|learners| learners.get(&person).is_none_or(|learner| learner.under_way == 0).then_some(())).await;
    }

    /// Waits for news until there is an answer.
    async fn once<Out>(&self, mut answer: impl FnMut(&mut HashMap<PersonId, Learner>) -> Option<Out>) -> Out {
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

    fn with<Out>(&self, use_it: impl FnOnce(&mut HashMap<PersonId, Learner>) -> Out) -> Out {
        use_it(&mut lock(&self.learners))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Waker},
    };

    use domain::learning::Watched;

    use super::*;

    fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(digit: &str) -> T {
        format!("00000000-0000-7000-8000-00000000000{digit}").parse().expect("an identifier")
    }

    fn learner(beats: u32) -> Learner {
        let (id, person, lesson) = (id("1"), id("2"), id("3"));
        let ticket = Ticket { id, person, lesson, beats, heard_at: Instant::UNIX_EPOCH, spare: 0 };
        let progress = Progress { person, lesson, round: 1, watched: Watched::default(), place: 0 };
        let (terms, uncounted) = (Terms { length: 60_000, until: Instant::MAX }, BTreeMap::new());
        let kind = LessonKind::Video;
        Learner { ticket, progress, kind, terms, uncounted, is_changed: true, under_way: 0, earned: 0, written: 0 }
    }

    #[test]
    fn who_asks_what_is_written_waits_for_what_is_on_its_way_however_it_ends() {
        let person = id("2");
        for comes_back in [false, true] {
            let desk = Desk::default();
            desk.seat(learner(1));
            let copies = desk.changed(Instant::UNIX_EPOCH);
            let mut context = Context::from_waker(Waker::noop());
            let mut asking = pin!(desk.all_arrived(person));
            assert!(asking.as_mut().poll(&mut context).is_pending(), "a copy is on its way");
            if comes_back {
                desk.put_back(copies)
            } else {
                desk.note_written(&copies, &[])
            }
            assert!(asking.as_mut().poll(&mut context).is_ready());
        }
    }
}
