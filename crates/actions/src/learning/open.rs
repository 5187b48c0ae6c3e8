//! Opening a lesson: from now on time in it counts, and in no other. What another window earned until now is kept.

use domain::{
    clock::{Instant, shanghai_date},
    course::{Course, ELECTIVE_ROUND, Lesson},
    ids::{LessonId, PersonId, TicketId},
    learning::{BeatRefused, Ticket, Watched},
    refusal::Refusal,
    training_year::Window,
};
use store::{Tx, learning::Progress};
use uuid::Uuid;

use super::{Whose, bookmark, end_ticket, learner::Learner};
use crate::{Act, random, refusals, training_years};

/// Milliseconds for which a request waits for its turn with the database at most.
const TURN_WAITED: i64 = 30_000;

/// A lesson that was opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The right to earn time in it.
    pub ticket: TicketId,
    /// Since when: beats say by it when they ended.
    pub given_at: Instant,
    /// The lesson.
    pub lesson: Lesson,
    /// What counts of it.
    pub watched: Watched,
    /// Where the person was last, in milliseconds.
    pub place: u32,
    /// Whether it is studied.
    pub is_done: bool,
}

/// Opens a lesson for the actor; any other lesson or window of theirs earns nothing from now on.
///
/// # Errors
/// `NotFound` for a lesson of a course that is not published; `Conflict` outside the window of its year, saying when that
/// opens or has closed.
pub async fn open(act: &mut Act, id: LessonId) -> Result<Opened, Refusal> {
    let person = act.signed_in()?.person;
    let lesson = visible(&mut act.tx, id).await?;
    let now = act.now;
    until(&mut act.tx, &lesson, now).await?;
    // First what the window before has earned, then its end: both in this transaction.
    end_ticket::write_earned(act, Whose::Person(person)).await?;
    let since = since(act, person).await?;
    let ticket = Ticket { heard_at: since, ..new_ticket(act, person, id)? };
    store::learning::give(&mut act.tx, &ticket).await.map_err(refusals::store)?;
    let progress = progress(&mut act.tx, person, &lesson).await?;
    let credited = progress.watched.total();
    let is_done = bookmark::is_done(&mut act.tx, person, &lesson, progress.round, credited).await?;
    let Progress { watched, place, .. } = progress;
    Ok(Opened { ticket: ticket.id, given_at: since, watched, place, is_done, lesson })
}

/// Since when a new ticket can earn: since the request, but not the time that the window before has earned already while the
/// request waited for its turn.
async fn since(act: &mut Act, person: PersonId) -> Result<Instant, Refusal> {
    // Also where an act has ended the window before meanwhile: what it earned until then is kept.
    let before = store::learning::heard_at(&mut act.tx, person).await.map_err(refusals::store)?;
    let heard_at = before.unwrap_or(act.now);
    let ahead = heard_at.as_millisecond() - act.now.as_millisecond();
    // Further ahead it is a clock that was set back since.
    Ok(if (0..=TURN_WAITED).contains(&ahead) { heard_at } else { act.now })
}

/// A ticket that nobody holds yet.
pub(super) fn new_ticket(act: &Act, person: PersonId, lesson: LessonId) -> Result<Ticket, Refusal> {
    // Not ordered by time like other identifiers: whoever knows one ticket must not guess the next.
    let id = TicketId::from_uuid(Uuid::from_bytes(random::bytes()?));
    Ok(Ticket::open(id, person, lesson, act.now))
}

/// A lesson in use of a published course.
pub(super) async fn visible(tx: &mut Tx, id: LessonId) -> Result<Lesson, Refusal> {
    let not_found = || Refusal::not_found("课时");
    let lesson = store::courses::lesson(tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    let course = store::courses::get(tx, lesson.course).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    if course.is_published && lesson.is_in_use() { Ok(lesson) } else { Err(not_found()) }
}

/// The last moment of the training to which a lesson belongs.
///
/// # Errors
/// `Conflict` outside its window.
pub(super) async fn until(tx: &mut Tx, lesson: &Lesson, now: Instant) -> Result<Instant, Refusal> {
    let (year, window) = window(tx, lesson, now).await?;
    window.may_study(year, shanghai_date(now))?;
    Ok(training_years::moments(&window)?.1)
}

/// The same; nothing outside its window.
pub(super) async fn until_if_open(tx: &mut Tx, lesson: &Lesson, now: Instant) -> Result<Option<Instant>, Refusal> {
    let (_, window) = window(tx, lesson, now).await?;
    if window.holds(shanghai_date(now)) { Ok(Some(training_years::moments(&window)?.1)) } else { Ok(None) }
}

/// The year of a lesson's training, with its window that matters at a moment.
async fn window(tx: &mut Tx, lesson: &Lesson, at: Instant) -> Result<(i16, Window), Refusal> {
    let course = store::courses::get(tx, lesson.course).await.map_err(refusals::store)?;
    let year = course.ok_or_else(|| Refusal::not_found("课时"))?.year;
    Ok((year, training_years::in_window(tx, year, at).await?.1))
}

/// The last moment of the training in which time in a lesson can be granted to whoever objected at a moment.
///
/// # Errors
/// `Conflict` when that was outside the window of its year.
pub(super) async fn may_grant(tx: &mut Tx, lesson: &Lesson, objected: Instant) -> Result<Instant, Refusal> {
    let (year, window) = window(tx, lesson, objected).await?;
    window.may_grant(year, shanghai_date(objected))?;
    Ok(training_years::moments(&window)?.1)
}

/// How far a person is in a lesson, in the round that they are in.
pub(super) async fn progress(tx: &mut Tx, person: PersonId, lesson: &Lesson) -> Result<Progress, Refusal> {
    let course = store::courses::get(tx, lesson.course).await.map_err(refusals::store)?;
    let round = match &course {
        Some(course) => round(tx, person, course).await?,
        None => ELECTIVE_ROUND,
    };
    let known = store::learning::progress(tx, person, lesson.id, round).await.map_err(refusals::store)?;
    Ok(known.unwrap_or(Progress { person, lesson: lesson.id, round, watched: Watched::default(), place: 0 }))
}

/// Which time the person studies a course: each make-up begins a new round of the required one.
pub(crate) async fn round(tx: &mut Tx, person: PersonId, course: &Course) -> Result<u8, Refusal> {
    if !course.is_required {
        return Ok(ELECTIVE_ROUND);
    }
    let granted = store::exams::make_ups(tx, &[person], course.year).await.map_err(refusals::store)?;
    Ok(round_after(true, granted.len()))
}

/// The same, where it is known how many make-ups were granted.
pub(super) fn round_after(is_required: bool, make_ups: usize) -> u8 {
    if is_required { u8::try_from(make_ups).unwrap_or(u8::MAX) } else { ELECTIVE_ROUND }
}

/// The learner behind a ticket that is good, as the database knows them. Where no training is under way, nobody knows here
/// since when: nothing counts that was not taken before.
pub(super) async fn learner(
    tx: &mut Tx,
    person: PersonId,
    ticket: TicketId,
    now: Instant,
) -> Result<Option<Learner>, Refusal> {
    let known = store::learning::ticket(tx, person).await.map_err(refusals::store)?;
    let Some(known) = known.filter(|known| known.id == ticket) else { return Ok(None) };
    let lesson = visible(tx, known.lesson).await?;
    let progress = progress(tx, person, &lesson).await?;
    let until = until_if_open(tx, &lesson, now).await?.unwrap_or(known.heard_at);
    Ok(Some(Learner::new(known, progress, &lesson, until)))
}

/// Why a ticket that is not the person's good one has ended. Nobody guesses a ticket: whoever has somebody else's sits at a
/// page that they opened.
pub(super) async fn ended(tx: &mut Tx, person: PersonId, ticket: TicketId) -> Result<BeatRefused, Refusal> {
    if let Some(by) = store::learning::ended_by(tx, person, ticket).await.map_err(refusals::store)? {
        return Ok(BeatRefused::Ended(by));
    }
    let is_foreign = store::learning::is_foreign(tx, person, ticket).await.map_err(refusals::store)?;
    Ok(if is_foreign { BeatRefused::Foreign } else { BeatRefused::TakenOver })
}
