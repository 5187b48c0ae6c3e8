//! What everybody at the desk is judged by, looked at again while they learn: an office settles another last day, or takes a
//! course or a lesson back, and nobody who is at it may go on by what was settled before.

use std::sync::Arc;

use domain::{
    clock::Instant,
    ids::LessonId,
    refusal::{Refusal, RefusalKind},
};
use store::Tx;

use super::open;
use crate::{App, refusals};

/// Looks again at each lesson that somebody learns. Who learns one that is not shown any more is forgotten: their next beat
/// asks the database, and they are told.
///
/// # Errors
/// `Internal` when the database does not answer; what is not looked at is the next time.
pub(super) async fn renew(app: &Arc<App>, now: Instant) -> Result<(), Refusal> {
    let lessons = app.learners.lessons();
    if lessons.is_empty() {
        return Ok(());
    }
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    for lesson in lessons {
        match terms(&mut tx, lesson, now).await? {
            Some((length, until)) => app.learners.renew(lesson, length, until, now),
            None => app.learners.let_go(lesson),
        }
    }
    tx.end().await.map_err(refusals::store)
}

/// What a lesson is judged by, its length in milliseconds and the last moment of its training, if that is under way; nothing
/// when it is not shown.
async fn terms(tx: &mut Tx, id: LessonId, now: Instant) -> Result<Option<(u32, Option<Instant>)>, Refusal> {
    match open::visible(tx, id).await {
        Ok(lesson) => Ok(Some((lesson.length, open::until_if_open(tx, &lesson, now).await?))),
        Err(refusal) if refusal.kind == RefusalKind::NotFound => Ok(None),
        Err(refusal) => Err(refusal),
    }
}
