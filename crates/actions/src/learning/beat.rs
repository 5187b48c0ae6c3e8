//! Saying how far one is. Judged in memory; the database is asked only for somebody who is not known here.

use std::sync::Arc;

use domain::{
    clock::Instant,
    course::LessonKind,
    ids::{LessonId, PersonId, TicketId},
    learning::{Beat, BeatRefused, Earned, Uncounted},
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
    /// Of a beat that is said again, everything of the lesson that ever did not count, in milliseconds: the reply that told
    /// of the new part was lost.
    pub uncounted_in_all: Vec<(Uncounted, i64)>,
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
    let (mut reply, lesson) = take(app, person, ticket, beat, now).await?;
    if let Some(lesson) = lesson.filter(|_| reply.outcome == Err(BeatRefused::Replayed)) {
        reply.uncounted_in_all = uncounted(app, person, lesson, now).await?;
    }
    Ok(reply)
}

/// Takes several beats as [`beat`] does, one after the other, and answers for the last: a page that is left hears no more.
/// `None` when there are none.
///
/// # Errors
/// As [`beat`]; those before the one that was refused are taken.
pub async fn beats(
    app: &Arc<App>,
    person: PersonId,
    ticket: TicketId,
    beats: &[Beat],
    now: Instant,
) -> Result<Option<BeatReply>, Refusal> {
    let Some((last, before)) = beats.split_last() else { return Ok(None) };
    for one in before {
        take(app, person, ticket, *one, now).await?;
    }
    beat(app, person, ticket, *last, now).await.map(Some)
}

/// Takes a beat; answers the lesson too, where the ticket is known.
async fn take(
    app: &Arc<App>,
    person: PersonId,
    ticket: TicketId,
    beat: Beat,
    now: Instant,
) -> Result<(BeatReply, Option<LessonId>), Refusal> {
    let mut met = app.learners.take(person, ticket, beat, now).await;
    if matches!(met, Met::Unknown) {
        let mut tx = app.store.read().await.map_err(refusals::store)?;
        let learner = match open::learner(&mut tx, person, ticket, now).await {
            Err(refusal) if refusal.kind == RefusalKind::NotFound => {
                return Ok((refused_reply(BeatRefused::Withdrawn), None));
            }
            learner => learner?,
        };
        let Some(learner) = learner else {
            return Ok((refused_reply(open::ended(&mut tx, person, ticket).await?), None));
        };
        // An act that ends the ticket may be waited for, and nobody else has to wait for this connection meanwhile.
        tx.end().await.map_err(refusals::store)?;
        app.learners.seat(learner);
        met = app.learners.take(person, ticket, beat, now).await;
    }
    match met {
        Met::Known(came) => {
            let lesson = came.lesson;
            Ok((known_reply(app, person, came, now).await?, Some(lesson)))
        }
        Met::Unknown => Ok((refused_reply(BeatRefused::TakenOver), None)),
    }
}

async fn known_reply(app: &Arc<App>, person: PersonId, came: Came, now: Instant) -> Result<BeatReply, Refusal> {
    let Came { outcome, lesson, credited, enough, is_too_much } = came;
    let is_news = outcome.as_ref().is_ok_and(|earned| earned.credited > 0);
    let mut reply = BeatReply { credited, ..empty_reply(outcome) };
    // What completes a lesson is seen at once, in the account too.
    if is_too_much || (is_news && enough.is_some()) {
        write_down_one(app, person, now).await?;
    }
    let Some(Enough { kind, round }) = enough else { return Ok(reply) };
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

/// What of a person's time in a lesson did not count, once all of it is written down.
async fn uncounted(
    app: &Arc<App>,
    person: PersonId,
    lesson: LessonId,
    now: Instant,
) -> Result<Vec<(Uncounted, i64)>, Refusal> {
    write_down_one(app, person, now).await?;
    app.learners.all_arrived(person).await;
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let found = store::learning::uncounted(&mut tx, person, &[lesson]).await.map_err(refusals::store)?;
    Ok(found.into_iter().map(|(_, why, total)| (why, total)).collect())
}

fn refused_reply(refused: BeatRefused) -> BeatReply {
    empty_reply(Err(refused))
}

fn empty_reply(outcome: Result<Earned, BeatRefused>) -> BeatReply {
    BeatReply {
        outcome,
        credited: 0,
        has_enough: false,
        is_done: false,
        written_within: WRITTEN_WITHIN,
        uncounted_in_all: Vec::new(),
    }
}
