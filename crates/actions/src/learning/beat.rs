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
    desk::{Came, Met},
    learner::Enough,
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
    /// Of a beat that is said again, because the reply that told of the new part was lost.
    pub in_all: Option<InAll>,
}

/// How it is with a lesson as a whole. Times are milliseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InAll {
    /// Everything that ever did not count, by its reason.
    pub uncounted: Vec<(Uncounted, i64)>,
    /// The parts that do not count yet, from where to where.
    pub gaps: Vec<(u32, u32)>,
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
    match take(app, person, ticket, beat, now).await? {
        Ok(came) => reply(app, person, came, now).await,
        Err(refused) => Ok(refused_reply(refused)),
    }
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
        // What came of it is for nobody; what has to be told of it, the last one is told too.
        take(app, person, ticket, *one, now).await?.ok();
    }
    beat(app, person, ticket, *last, now).await.map(Some)
}

/// Takes a beat, and writes down at once what it must not be told before.
async fn take(
    app: &Arc<App>,
    person: PersonId,
    ticket: TicketId,
    beat: Beat,
    now: Instant,
) -> Result<Result<Came, BeatRefused>, Refusal> {
    loop {
        if let Met::Known(came) = app.learners.take(person, ticket, beat, now).await {
            let is_news = came.outcome.as_ref().is_ok_and(|earned| earned.credited > 0);
            // What completes a lesson is seen at once, in the account too.
            if came.is_too_much || (is_news && came.enough.is_some()) {
                write_down_one(app, person, now).await?;
            }
            return Ok(Ok(came));
        }
        if let Err(refused) = seat(app, person, ticket, now).await? {
            return Ok(Err(refused));
        }
        // Where the ticket has ended while the database was asked, nobody is seated, and it is asked once more.
    }
}

/// Seats whoever the database says holds this ticket; or tells why nobody does.
async fn seat(
    app: &Arc<App>,
    person: PersonId,
    ticket: TicketId,
    now: Instant,
) -> Result<Result<(), BeatRefused>, Refusal> {
    let asking = app.learners.ask(person);
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let learner = match open::learner(&mut tx, person, ticket, now).await {
        Err(refusal) if refusal.kind == RefusalKind::NotFound => return Ok(Err(BeatRefused::Withdrawn)),
        learner => learner?,
    };
    let Some(learner) = learner else { return open::ended(&mut tx, person, ticket).await.map(Err) };
    // An act that ends the ticket may be waited for, and nobody else has to wait for this connection meanwhile.
    tx.end().await.map_err(refusals::store)?;
    app.learners.seat(&asking, learner);
    Ok(Ok(()))
}

async fn reply(app: &Arc<App>, person: PersonId, came: Came, now: Instant) -> Result<BeatReply, Refusal> {
    let Came { outcome, lesson, credited, gaps, enough, .. } = came;
    let is_replayed = outcome == Err(BeatRefused::Replayed);
    let mut reply = BeatReply { credited, ..empty_reply(outcome) };
    if is_replayed {
        reply.in_all = Some(InAll { uncounted: uncounted(app, person, lesson, now).await?, gaps });
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
    BeatReply { outcome, credited: 0, has_enough: false, is_done: false, written_within: WRITTEN_WITHIN, in_all: None }
}
