//! What packages keep of their learners.

use domain::{
    bookmark::Bookmark,
    clock::Instant,
    ids::{LessonId, PersonId, TicketId},
};

use crate::{
    StoreError, Tx,
    seam::{Values, places},
};

/// Holds the person's ticket until this transaction ends, when it is this one and for this lesson; whoever writes down
/// time under it waits. Answers whether it is.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_ticket(
    tx: &mut Tx,
    person: PersonId,
    ticket: TicketId,
    lesson: LessonId,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE lesson_ticket SET beats = beats WHERE person_id = $1 AND id = $2 AND lesson_id = $3 \
        AND ended_at IS NULL";
    Ok(tx.execute(SQL, Values::new().text(person).text(ticket).text(lesson)).await? > 0)
}

/// Keeps what a package said last. The moment at which it first was complete stays.
///
/// # Errors
/// `ForeignKey` when there is no such person or lesson.
pub async fn save(
    tx: &mut Tx,
    person: PersonId,
    lesson: LessonId,
    round: u8,
    bookmark: &Bookmark,
    now: Instant,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson_bookmark \
        (person_id, lesson_id, round, status, location, suspend_data, changed_at, completed_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (person_id, lesson_id, round) DO UPDATE SET \
        status = excluded.status, location = excluded.location, suspend_data = excluded.suspend_data, \
        changed_at = excluded.changed_at, completed_at = COALESCE(lesson_bookmark.completed_at, excluded.completed_at)";
    let completed_at = bookmark.status.is_complete().then(|| now.as_millisecond());
    let values = Values::new()
        .text(person)
        .text(lesson)
        .number(round)
        .text(bookmark.status.as_str())
        .text(&bookmark.location)
        .text(&bookmark.suspend_data)
        .number(now.as_millisecond())
        .number_or_null(completed_at);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// What the package of a lesson said last.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, person: PersonId, lesson: LessonId, round: u8) -> Result<Option<Bookmark>, StoreError> {
    const SQL: &str = "SELECT status, location, suspend_data FROM lesson_bookmark \
        WHERE person_id = $1 AND lesson_id = $2 AND round = $3";
    tx.read_one(SQL, Values::new().text(person).text(lesson).number(round), |row| {
        Ok(Bookmark {
            status: row.parsed("status")?,
            location: row.text("location")?,
            suspend_data: row.text("suspend_data")?,
        })
    })
    .await
}

/// Which of these lessons their packages have called complete, and since when.
///
/// # Errors
/// When the database does not answer.
pub async fn completed(
    tx: &mut Tx,
    person: PersonId,
    lessons: &[LessonId],
    round: u8,
) -> Result<Vec<(LessonId, Instant)>, StoreError> {
    if lessons.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT lesson_id, completed_at FROM lesson_bookmark \
         WHERE person_id = $1 AND round = $2 AND completed_at IS NOT NULL AND lesson_id IN ({})",
        places(3, lessons.len())
    );
    let values = lessons.iter().fold(Values::new().text(person).number(round), |values, lesson| values.text(lesson));
    tx.read_all(sql, values, |row| Ok((row.parsed("lesson_id")?, row.moment("completed_at")?))).await
}
