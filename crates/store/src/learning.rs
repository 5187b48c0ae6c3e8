//! Tickets and progress of learners. Progress comes from thousands at once, so it is written many at a time.

use domain::{
    clock::Instant,
    ids::{LessonId, PersonId, TicketId},
    learning::{Ended, Ticket, Uncounted, Watched},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values, evened, pieces, places, row_places},
};

/// The most people whose progress one call writes: both databases bound how many values a statement has.
pub const CROWD_MAX: usize = 500;

/// How far one person is in one lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Whose.
    pub person: PersonId,
    /// In which lesson.
    pub lesson: LessonId,
    /// Which time the course is being studied; each make-up begins a new one.
    pub round: u8,
    /// What counts.
    pub watched: Watched,
    /// Where the person was last, in milliseconds.
    pub place: u32,
}

/// Gives the person this ticket; any other of theirs ends.
///
/// # Errors
/// `ForeignKey` when there is no such person or lesson.
pub async fn give(tx: &mut Tx, ticket: &Ticket) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson_ticket (person_id, id, lesson_id, beats, heard_at, spare) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (person_id) DO UPDATE SET id = excluded.id, lesson_id = excluded.lesson_id, \
        beats = excluded.beats, heard_at = excluded.heard_at, spare = excluded.spare, ended_at = NULL, ended_by = NULL";
    let values = Values::new()
        .text(ticket.person)
        .text(ticket.id)
        .text(ticket.lesson)
        .number(ticket.beats)
        .number(ticket.heard_at.as_millisecond())
        .number(ticket.spare);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Ends the person's ticket, if they have one in one of these lessons. A ticket that is being given at this moment is waited
/// for; when there is none at all, `none` stands in its place, ended.
///
/// # Errors
/// `ForeignKey` when there is no such person or lesson.
pub async fn end(tx: &mut Tx, none: &Ticket, lessons: &[LessonId], by: Ended, now: Instant) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO lesson_ticket (person_id, id, lesson_id, beats, heard_at, spare, ended_at, ended_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id) DO UPDATE SET ended_at = excluded.ended_at, \
         ended_by = excluded.ended_by WHERE lesson_ticket.lesson_id IN ({})",
        places(9, lessons.len())
    );
    let values = Values::new()
        .text(none.person)
        .text(none.id)
        .text(none.lesson)
        .number(none.beats)
        .number(none.heard_at.as_millisecond())
        .number(none.spare)
        .number(now.as_millisecond())
        .text(by.as_str());
    tx.execute(sql, lessons.iter().fold(values, |values, lesson| values.text(lesson))).await?;
    Ok(())
}

/// Ends everybody's ticket in a lesson.
///
/// # Errors
/// When the database does not answer.
pub async fn end_all(tx: &mut Tx, lesson: LessonId, by: Ended, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE lesson_ticket SET ended_at = $2, ended_by = $3 WHERE lesson_id = $1 AND ended_at IS NULL";
    tx.execute(SQL, Values::new().text(lesson).number(now.as_millisecond()).text(by.as_str())).await?;
    Ok(())
}

/// What ended this ticket of the person; `None` for one that is good, and when another ticket was given since.
///
/// # Errors
/// When the database does not answer.
pub async fn ended_by(tx: &mut Tx, person: PersonId, ticket: TicketId) -> Result<Option<Ended>, StoreError> {
    const SQL: &str = "SELECT ended_by FROM lesson_ticket WHERE person_id = $1 AND id = $2 AND ended_at IS NOT NULL";
    tx.read_one(SQL, Values::new().text(person).text(ticket), |row| {
        let text = row.text("ended_by")?;
        let known = Ended::ALL.into_iter().find(|by| by.as_str() == text);
        known.ok_or_else(|| crate::columns::unreadable("ended_by"))
    })
    .await
}

/// Whether this is the ticket of somebody else than this person.
///
/// # Errors
/// When the database does not answer.
pub async fn is_foreign(tx: &mut Tx, person: PersonId, ticket: TicketId) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT COUNT(*) AS number FROM lesson_ticket WHERE id = $1 AND person_id <> $2";
    Ok(tx.number(SQL, Values::new().text(ticket).text(person)).await? > 0)
}

/// The person's ticket, unless it has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn ticket(tx: &mut Tx, person: PersonId) -> Result<Option<Ticket>, StoreError> {
    const SQL: &str = "SELECT person_id, id, lesson_id, beats, heard_at, spare FROM lesson_ticket \
        WHERE person_id = $1 AND ended_at IS NULL";
    tx.read_one(SQL, Values::new().text(person), |row| {
        Ok(Ticket {
            id: row.parsed("id")?,
            person: row.parsed("person_id")?,
            lesson: row.parsed("lesson_id")?,
            beats: row.small("beats")?,
            heard_at: row.moment("heard_at")?,
            spare: row.small("spare")?,
        })
    })
    .await
}

/// Until when the person's last ticket has earned, or was to; also when it has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn heard_at(tx: &mut Tx, person: PersonId) -> Result<Option<Instant>, StoreError> {
    const SQL: &str = "SELECT heard_at FROM lesson_ticket WHERE person_id = $1";
    tx.read_one(SQL, Values::new().text(person), |row| row.moment("heard_at")).await
}

/// Writes how far these tickets are; answers whose of them are still good. What was earned under the others after they
/// ended must not be written.
///
/// # Errors
/// When the database does not answer.
pub async fn note_tickets(tx: &mut Tx, tickets: &[Ticket]) -> Result<Vec<PersonId>, StoreError> {
    if tickets.is_empty() {
        return Ok(Vec::new());
    }
    let tickets = evened(tickets);
    let rows = row_places(tickets.clone().count(), 5);
    let sql = format!(
        "UPDATE lesson_ticket SET beats = v.column3, heard_at = v.column4, spare = v.column5 FROM (VALUES {rows}) AS v \
         WHERE lesson_ticket.person_id = v.column1 AND lesson_ticket.id = v.column2 \
         AND lesson_ticket.beats <= v.column3 AND lesson_ticket.ended_at IS NULL RETURNING person_id"
    );
    let values = tickets.fold(Values::new(), |values, ticket| {
        values
            .text(ticket.person)
            .text(ticket.id)
            .number(ticket.beats)
            .number(ticket.heard_at.as_millisecond())
            .number(ticket.spare)
    });
    tx.read_all(sql, values, |row| row.parsed("person_id")).await
}

/// Writes progress.
///
/// # Errors
/// `ForeignKey` when there is no such person or lesson.
pub async fn save(tx: &mut Tx, all: &[Progress], now: Instant) -> Result<(), StoreError> {
    for piece in pieces(all) {
        save_piece(tx, piece, now).await?;
    }
    Ok(())
}

async fn save_piece(tx: &mut Tx, all: &[Progress], now: Instant) -> Result<(), StoreError> {
    let rows = row_places(all.len(), 7);
    let sql = format!(
        "INSERT INTO lesson_progress (person_id, lesson_id, round, watched, credited, place, changed_at) VALUES {rows} \
         ON CONFLICT (person_id, lesson_id, round) DO UPDATE SET watched = excluded.watched, \
         credited = excluded.credited, place = excluded.place, changed_at = excluded.changed_at"
    );
    let values = all.iter().fold(Values::new(), |values, one| {
        values
            .text(one.person)
            .text(one.lesson)
            .number(one.round)
            .text(&one.watched)
            .number(one.watched.total())
            .number(one.place)
            .number(now.as_millisecond())
    });
    tx.execute(sql, values).await?;
    Ok(())
}

const PROGRESS: &str = "SELECT person_id, lesson_id, round, watched, place FROM lesson_progress";

/// How far a person is in one lesson.
///
/// # Errors
/// When the database does not answer.
pub async fn progress(
    tx: &mut Tx,
    person: PersonId,
    lesson: LessonId,
    round: u8,
) -> Result<Option<Progress>, StoreError> {
    let sql = format!("{PROGRESS} WHERE person_id = $1 AND lesson_id = $2 AND round = $3");
    tx.read_one(sql, Values::new().text(person).text(lesson).number(round), read).await
}

/// How far a person is in these lessons.
///
/// # Errors
/// When the database does not answer.
pub async fn progress_in(
    tx: &mut Tx,
    person: PersonId,
    lessons: &[LessonId],
    round: u8,
) -> Result<Vec<Progress>, StoreError> {
    let sql = format!("{PROGRESS} WHERE person_id = $1 AND round = $2 AND lesson_id IN ({})", places(3, lessons.len()));
    let values = lessons.iter().fold(Values::new().text(person).number(round), |values, lesson| values.text(lesson));
    tx.read_all(sql, values, read).await
}

/// Lets nobody earn anything until this transaction ends, and waits for those who are earning now: whoever comes after
/// sees what this transaction changed.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_still(tx: &mut Tx) -> Result<(), StoreError> {
    tx.hold_still("lesson_progress, lesson_bookmark").await
}

/// How much of these lessons counts of everybody: person, round, lesson, milliseconds.
///
/// # Errors
/// When the database does not answer.
pub async fn credited_in(tx: &mut Tx, lessons: &[LessonId]) -> Result<Vec<(PersonId, u8, LessonId, u32)>, StoreError> {
    let sql = format!(
        "SELECT person_id, round, lesson_id, credited FROM lesson_progress WHERE lesson_id IN ({})",
        places(1, lessons.len())
    );
    let values = lessons.iter().fold(Values::new(), Values::text);
    tx.read_all(sql, values, |row| {
        Ok((row.parsed("person_id")?, row.small("round")?, row.parsed("lesson_id")?, row.small("credited")?))
    })
    .await
}

/// What of a person's time in these lessons did not count.
///
/// # Errors
/// `ForeignKey` when there is no such person or lesson.
pub async fn add_uncounted(
    tx: &mut Tx,
    person: PersonId,
    lesson: LessonId,
    why: Uncounted,
    milliseconds: u32,
    now: Instant,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson_uncounted (person_id, lesson_id, reason, total, last_at) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person_id, lesson_id, reason) \
        DO UPDATE SET total = lesson_uncounted.total + excluded.total, last_at = excluded.last_at";
    let values =
        Values::new().text(person).text(lesson).text(why.as_str()).number(milliseconds).number(now.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// What of a person's time in these lessons did not count: lesson, reason, milliseconds.
///
/// # Errors
/// When the database does not answer.
pub async fn uncounted(
    tx: &mut Tx,
    person: PersonId,
    lessons: &[LessonId],
) -> Result<Vec<(LessonId, Uncounted, i64)>, StoreError> {
    let sql = format!(
        "SELECT lesson_id, reason, total FROM lesson_uncounted WHERE person_id = $1 AND lesson_id IN ({}) \
         ORDER BY lesson_id, reason",
        places(2, lessons.len())
    );
    let values = lessons.iter().fold(Values::new().text(person), |values, lesson| values.text(lesson));
    tx.read_all(sql, values, |row| Ok((row.parsed("lesson_id")?, reason(row)?, row.number("total")?))).await
}

/// Why time did not count.
pub(crate) fn reason(row: &Row) -> Result<Uncounted, StoreError> {
    let text = row.text("reason")?;
    let known = Uncounted::ALL.into_iter().find(|why| why.as_str() == text);
    known.ok_or_else(|| crate::columns::unreadable("reason"))
}

fn read(row: &Row) -> Result<Progress, StoreError> {
    Ok(Progress {
        person: row.parsed("person_id")?,
        lesson: row.parsed("lesson_id")?,
        round: row.small("round")?,
        watched: row.parsed("watched")?,
        place: row.small("place")?,
    })
}
