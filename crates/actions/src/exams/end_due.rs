//! Handing in what the time has ended: the service's own work, for which nobody waits. An attempt that cannot be marked costs
//! only itself: it is told in the service's log, and tried again after a while.

use std::{
    collections::HashMap,
    slice,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{clock::Instant, exam::GRACE_SECONDS, ids::AttemptId, refusal::Refusal};
use store::{Tx, exams};

use super::end::end;
use crate::{App, refusals};

/// How many attempts are ended in one transaction: whoever answers meanwhile waits for no more than these.
const TOGETHER: usize = 16;
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
        let mut tx = app.store.read().await.map_err(refusals::store)?;
        let due = exams::due(&mut tx, moment, last).await.map_err(refusals::store)?;
        tx.end().await.map_err(refusals::store)?;
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

/// All of them at once; where one of them undoes that, each by itself.
async fn end_piece(app: &Arc<App>, piece: &[AttemptId], now: Instant) -> Result<usize, Refusal> {
    let tx = app.store.begin().await.map_err(refusals::store)?;
    if let Ok(ended) = end_together(app, tx, piece, now).await {
        return Ok(ended);
    }
    let mut ended = 0;
    for id in piece {
        let tx = app.store.begin().await.map_err(refusals::store)?;
        match end_together(app, tx, slice::from_ref(id), now).await {
            Ok(one) => ended += one,
            Err(refusal) => {
                tracing::error!(attempt = %id, code = refusal.code, "an attempt whose time is over cannot be marked");
                app.desk.unmarked.note(*id, now);
            }
        }
    }
    Ok(ended)
}

async fn end_together(app: &Arc<App>, mut tx: Tx, ids: &[AttemptId], now: Instant) -> Result<usize, Refusal> {
    let mut ended = 0;
    for mut attempt in exams::hold(&mut tx, ids).await.map_err(refusals::store)? {
        if attempt.is_due(now) {
            end(app, &mut tx, &mut attempt, None, false, now).await?;
            ended += 1;
        }
    }
    tx.commit().await.map_err(refusals::store)?;
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
