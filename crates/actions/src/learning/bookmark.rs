//! Keeping what a package says of its learner, so that it goes on from there. Grants no time: what is studied besides the
//! package's word is for the beats to say.

use domain::{
    bookmark::{self, Bookmark},
    course::{Lesson, LessonKind},
    ids::{LessonId, PersonId, TicketId},
    learning::BeatRefused,
    refusal::Refusal,
};
use store::Tx;

use super::{complete, open};
use crate::{Act, refusals};

/// What a bookmark came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bookmarked {
    /// Whether the lesson is studied now.
    pub is_done: bool,
}

/// Keeps what the package of a lesson says, under the ticket with which the lesson was opened.
///
/// # Errors
/// `NotFound` for a lesson that is no package or not shown; `Conflict` when another window has opened a lesson since.
pub async fn bookmark(
    act: &mut Act,
    lesson: LessonId,
    ticket: TicketId,
    said: &Bookmark,
) -> Result<Bookmarked, Refusal> {
    let person = act.signed_in()?.person;
    let lesson = open::visible(&mut act.tx, lesson).await?;
    if lesson.kind != LessonKind::Package {
        return Err(Refusal::not_found("课件"));
    }
    let now = act.now;
    open::until(&mut act.tx, &lesson, now).await?;
    // Whoever writes down time under this ticket waits from here: one of the two sees what the other one did.
    if !store::bookmarks::hold_ticket(&mut act.tx, person, ticket, lesson.id).await.map_err(refusals::store)? {
        return Err(match open::ended(&mut act.tx, person, ticket).await? {
            BeatRefused::Ended(by) => bookmark::ended(by),
            BeatRefused::Foreign => bookmark::foreign(),
            _ => bookmark::taken_over(),
        });
    }
    let progress = open::progress(&mut act.tx, person, &lesson).await?;
    store::bookmarks::save(&mut act.tx, person, lesson.id, progress.round, said, act.now)
        .await
        .map_err(refusals::store)?;
    let is_done = is_done(&mut act.tx, person, &lesson, progress.round, progress.watched.total()).await?;
    if is_done {
        complete::complete(&mut act.tx, &progress, act.now, act.now).await?;
    }
    Ok(Bookmarked { is_done })
}

/// Whether a person has studied a lesson, so many milliseconds of which count.
pub(super) async fn is_done(
    tx: &mut Tx,
    person: PersonId,
    lesson: &Lesson,
    round: u8,
    credited: u32,
) -> Result<bool, Refusal> {
    let completed = match lesson.kind {
        LessonKind::Package => store::bookmarks::completed(tx, person, &[lesson.id], round).await,
        LessonKind::Video | LessonKind::Document | LessonKind::Page => Ok(Vec::new()),
    };
    let completed_at = completed.map_err(refusals::store)?.first().map(|(_, at)| *at);
    Ok(lesson.is_done(credited, completed_at))
}
