//! Writing down what learners have earned, many at a time; [`complete`] says what follows for whoever completes a course
//! by it.

use std::{collections::HashSet, sync::Arc};

use domain::{
    clock::Instant,
    ids::PersonId,
    learning::{HEARD_WITHIN, SLACK, Ticket},
    refusal::Refusal,
};
use store::{
    Tx,
    learning::{CROWD_MAX, Progress},
};

use super::{complete::complete, learner::Learner, renew::renew};
use crate::{App, refusals};

/// Milliseconds within which everything is written down: a crash can cost what was said within them.
pub const WRITTEN_WITHIN: u32 = 15_000;
/// The most milliseconds of a person's time that are told to count and not written down: a crash costs no more. What would be
/// more, as after an outage, is written down before it is told.
pub const UNWRITTEN_MAX: u32 = 30_000;
/// The most milliseconds that a page plays while nothing of it is answered for: of what comes together after an outage
/// [`HEARD_WITHIN`] counts, and were the program killed, what it had not written down comes once more.
pub const UNHEARD_MAX: u32 = HEARD_WITHIN - UNWRITTEN_MAX - SLACK;
/// Who was not heard of for so many milliseconds is no longer kept in memory.
const IDLE: i64 = 10 * 60_000;

/// Writes down what came since the last time, and looks again at what everybody is judged by; answers of how many people.
/// For the service's own work, every ten seconds and at its end.
///
/// # Errors
/// `Internal` when the database does not answer; then it waits for the next time.
pub async fn write_down(app: &Arc<App>, now: Instant) -> Result<usize, Refusal> {
    let idle = Instant::from_millisecond(now.as_millisecond() - IDLE).map_err(refusals::internal)?;
    let mut changed = app.learners.changed(idle);
    // In the order of their rows: neighbours share a page, which is then written once and not once for each.
    changed.sort_unstable_by_key(|learner| learner.ticket.person);
    app.faces.forget_old(now);
    let count = changed.len();
    // One that fails keeps none of the others from its turn.
    let done = [write_all(app, changed, now).await, write_returned(app, now).await, renew(app, now).await];
    done.into_iter().collect::<Result<(), Refusal>>()?;
    Ok(count)
}

/// Writes down at once what came of one person, if anything.
///
/// # Errors
/// `Internal` when the database does not answer; then it waits for the next time.
pub async fn write_down_one(app: &Arc<App>, person: PersonId, now: Instant) -> Result<(), Refusal> {
    write_all(app, app.learners.changed_of(person).await.into_iter().collect(), now).await
}

/// Goes on to its end also when whoever waits for it goes away: what is written must not be written once more.
async fn write_all(app: &Arc<App>, learners: Vec<Learner>, now: Instant) -> Result<(), Refusal> {
    if learners.is_empty() {
        return Ok(());
    }
    let waiting = Waiting { app: Arc::clone(app), learners };
    tokio::spawn(write_waiting(waiting, now)).await.map_err(refusals::internal)?
}

async fn write_waiting(mut waiting: Waiting, now: Instant) -> Result<(), Refusal> {
    let app = Arc::clone(&waiting.app);
    while !waiting.learners.is_empty() {
        let some = &waiting.learners[..waiting.learners.len().min(CROWD_MAX)];
        let mut tx = app.store.begin().await.map_err(refusals::store)?;
        let ended = write(&mut tx, some, now).await?;
        tx.commit().await.map_err(refusals::store)?;
        app.learners.note_written(some, &ended);
        let count = some.len();
        waiting.learners.drain(..count);
    }
    Ok(())
}

/// Writes what did not count of learners who are forgotten or may be.
async fn write_returned(app: &Arc<App>, now: Instant) -> Result<(), Refusal> {
    let copies = app.learners.returned();
    if copies.is_empty() {
        return Ok(());
    }
    let done = write_uncounted(app, &copies, now).await;
    if done.is_err() {
        app.learners.return_again(copies);
    }
    done
}

async fn write_uncounted(app: &Arc<App>, copies: &[Learner], now: Instant) -> Result<(), Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    add_uncounted(&mut tx, copies, now).await?;
    tx.commit().await.map_err(refusals::store)
}

/// What is on its way to the database. What does not arrive goes back.
struct Waiting {
    app: Arc<App>,
    learners: Vec<Learner>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.app.learners.put_back(std::mem::take(&mut self.learners));
    }
}

/// Writes in a transaction. What was earned under a ticket that has ended elsewhere is left out; answers whose did.
pub(super) async fn write(tx: &mut Tx, learners: &[Learner], now: Instant) -> Result<Vec<Ticket>, Refusal> {
    let tickets: Vec<_> = learners.iter().map(|learner| learner.ticket.clone()).collect();
    let good = store::learning::note_tickets(tx, &tickets).await.map_err(refusals::store)?;
    let good: HashSet<PersonId> = good.into_iter().collect();
    let (good, ended): (Vec<&Learner>, Vec<&Learner>) =
        learners.iter().partition(|learner| good.contains(&learner.ticket.person));
    let progress: Vec<Progress> = good.iter().map(|learner| learner.progress.clone()).collect();
    store::learning::save(tx, &progress, now).await.map_err(refusals::store)?;
    // What did not count did not, whatever became of the ticket: a copy that a later one has overtaken has its own part of it.
    add_uncounted(tx, learners, now).await?;
    for learner in good.iter().filter(|learner| learner.has_enough()) {
        complete(tx, &learner.progress, learner.studied_at(), now).await?;
    }
    Ok(ended.iter().map(|learner| learner.ticket.clone()).collect())
}

async fn add_uncounted(tx: &mut Tx, learners: &[Learner], now: Instant) -> Result<(), Refusal> {
    for Learner { progress: Progress { person, lesson, .. }, uncounted, .. } in learners {
        for (why, part) in uncounted {
            store::learning::add_uncounted(tx, *person, *lesson, *why, *part, now).await.map_err(refusals::store)?;
        }
    }
    Ok(())
}
