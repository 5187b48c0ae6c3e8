//! Saying how far one is. Judged in memory; the database is asked only for somebody who is not known here.

use std::sync::Arc;

use domain::{
    clock::Instant,
    course::LessonKind,
    ids::{PersonId, TicketId},
    learning::{Beat, BeatRefused, Earned},
    refusal::{Refusal, RefusalKind},
};

use super::{
    desk::{Came, Enough, Met},
    open,
    write_down::{WRITTEN_WITHIN, write_down_one},
};
use crate::{App, refusals};

/// What a beat came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BeatReply {
    /// What it earned, or why it was not taken.
    pub outcome: Result<Earned, BeatRefused>,
    /// Milliseconds of the lesson that count in all.
    pub credited: u32,
    /// Whether as much of the lesson counts as has to.
    pub has_enough: bool,
    /// Whether the lesson is studied: a package has to say so besides.
    pub is_done: bool,
    /// Milliseconds within which what is told here is written down.
    pub written_within: u32,
}

/// Takes a beat of a person under a ticket.
///
/// # Errors
/// `Internal` when the database does not answer; a beat that does not count is no error but a reply.
pub async fn beat(
    app: &Arc<App>,
    person: PersonId,
    ticket: TicketId,
    beat: Beat,
    now: Instant,
) -> Result<BeatReply, Refusal> {
    let mut met = app.learners.take(person, ticket, beat, now);
    if matches!(met, Met::Unknown) {
        let mut tx = app.store.read().await.map_err(refusals::store)?;
        // Nobody knows here since when the training is over: what the page says of the time before is not taken either.
        let learner = match open::learner(&mut tx, person, ticket, now).await {
            Err(refusal) if refusal.kind == RefusalKind::Conflict => return Ok(refused_reply(BeatRefused::Closed)),
            Err(refusal) if refusal.kind == RefusalKind::NotFound => return Ok(refused_reply(BeatRefused::Withdrawn)),
            learner => learner?,
        };
        let Some(learner) = learner else {
            return Ok(refused_reply(open::ended(&mut tx, person, ticket).await?));
        };
        app.learners.seat(learner);
        met = app.learners.take(person, ticket, beat, now);
    }
    match met {
        Met::Known(came) => known_reply(app, person, came, now).await,
        Met::Unknown => Ok(refused_reply(BeatRefused::TakenOver)),
    }
}

async fn known_reply(app: &Arc<App>, person: PersonId, came: Came, now: Instant) -> Result<BeatReply, Refusal> {
    let Came { outcome, credited, enough, is_too_much } = came;
    // Of a beat that is said again the reply was lost, and with it what is told here.
    let is_news = match &outcome {
        Ok(earned) => earned.credited > 0,
        Err(refused) => *refused == BeatRefused::Replayed,
    };
    let mut reply = BeatReply { outcome, credited, has_enough: false, is_done: false, written_within: WRITTEN_WITHIN };
    // What completes a lesson is seen at once, in the account too.
    if is_too_much || (is_news && enough.is_some()) {
        write_down_one(app, person, now).await?;
    }
    let Some(Enough { lesson, kind, round }) = enough else { return Ok(reply) };
    reply.has_enough = true;
    reply.is_done = match kind {
        LessonKind::Package => {
            let mut tx = app.store.read().await.map_err(refusals::store)?;
            let completed = store::bookmarks::completed(&mut tx, person, &[lesson], round).await;
            !completed.map_err(refusals::store)?.is_empty()
        }
        LessonKind::Video | LessonKind::Document | LessonKind::Page => true,
    };
    Ok(reply)
}

fn refused_reply(refused: BeatRefused) -> BeatReply {
    BeatReply { outcome: Err(refused), credited: 0, has_enough: false, is_done: false, written_within: WRITTEN_WITHIN }
}
