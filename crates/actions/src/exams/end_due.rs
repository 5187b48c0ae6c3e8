//! Handing in what the time has ended: the service's own work, for which nobody waits. An attempt that cannot be marked costs
//! only itself: it is told in the service's log, and tried again after a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{clock::Instant, exam::GRACE_SECONDS, ids::AttemptId, refusal::Refusal};
use store::exams::{self, Due};

use super::end::{HandingIn, TOGETHER, end_all};
use crate::{App, refusals};

/// Seconds until an attempt that could not be marked is tried again.
const REST_SECONDS: i64 = 60;

/// Hands in every attempt whose time is over; answers how many.
///
/// # Errors
/// `Internal` when the database does not answer; what was handed in until then stays so.
pub async fn end_due(app: &Arc<App>, now: Instant) -> Result<usize, Refusal> {
    let moment = Instant::from_millisecond(now.as_millisecond() - GRACE_SECONDS * 1_000).map_err(refusals::internal)?;
    let (mut ended, mut last) = (0, None);
    loop {
        let due = due(app, moment, last).await?;
        // Each look goes on behind the one before: what cannot be marked is met once.
        last = due.last().copied();
        if last.is_none() {
            return Ok(ended);
        }
        let mut ids: Vec<AttemptId> = due.into_iter().map(|(_, id)| id).collect();
        ids.retain(|id| !app.desk.unmarked.rests(*id, now));
        for piece in ids.chunks(TOGETHER) {
            ended += end_piece(app, piece, now).await?;
        }
    }
}

/// The next attempts whose time is over.
async fn due(app: &App, moment: Instant, last: Option<Due>) -> Result<Vec<Due>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let due = exams::due(&mut tx, moment, last).await.map_err(refusals::store)?;
    tx.end().await.map_err(refusals::store)?;
    Ok(due)
}

async fn end_piece(app: &Arc<App>, piece: &[AttemptId], now: Instant) -> Result<usize, Refusal> {
    let all: Vec<HandingIn> = piece.iter().map(|id| HandingIn { id: *id, by: None, now }).collect();
    let (mut ended, mut unmarked) = (0, Vec::new());
    for (one, outcome) in all.iter().zip(end_all(app, &all).await) {
        match outcome {
            Ok(attempt) => ended += usize::from(attempt.ending.is_some_and(|ending| !ending.by_person)),
            Err(refusal) => unmarked.push((one.id, refusal)),
        }
    }
    if !unmarked.is_empty() {
        // A database that does not answer at all is no fault of theirs: they are tried again as soon as it does.
        due(app, now, None).await?;
    }
    for (id, refusal) in unmarked {
        tracing::error!(attempt = %id, code = refusal.code, "an attempt whose time is over cannot be marked");
        app.desk.unmarked.note(id, now);
    }
    Ok(ended)
}

/// Attempts that could not be marked, and when that was last tried: however many they are, they neither fill the log nor
/// keep the database from everybody else.
#[derive(Default)]
pub(super) struct Unmarked(Mutex<HashMap<AttemptId, Instant>>);

impl Unmarked {
    fn rests(&self, id: AttemptId, now: Instant) -> bool {
        self.tried().get(&id).is_some_and(|tried| is_recent(*tried, now))
    }

    fn note(&self, id: AttemptId, now: Instant) {
        let mut tried = self.tried();
        tried.retain(|_, tried| is_recent(*tried, now));
        tried.insert(id, now);
    }

    fn tried(&self) -> MutexGuard<'_, HashMap<AttemptId, Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_recent(tried: Instant, now: Instant) -> bool {
    now.as_second() - tried.as_second() < REST_SECONDS
}
