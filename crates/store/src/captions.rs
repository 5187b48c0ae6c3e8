//! Captions of films: one text a lesson.

use domain::{captions::Captions, clock::Instant, ids::LessonId};

use crate::{StoreError, Tx, seam::Values};

/// The captions of a lesson.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, lesson: LessonId) -> Result<Option<Captions>, StoreError> {
    const SQL: &str = "SELECT file_name, text FROM lesson_captions WHERE lesson_id = $1";
    tx.read_one(SQL, Values::new().text(lesson), |row| {
        Ok(Captions { file_name: row.text("file_name")?, text: row.text("text")? })
    })
    .await
}

/// The name of the file of a lesson's captions, if it has any.
///
/// # Errors
/// When the database does not answer.
pub async fn name(tx: &mut Tx, lesson: LessonId) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT file_name FROM lesson_captions WHERE lesson_id = $1";
    tx.read_one(SQL, Values::new().text(lesson), |row| row.text("file_name")).await
}

/// Gives a lesson these captions, instead of those that it has.
///
/// # Errors
/// `ForeignKey` when there is no such lesson.
pub async fn set(tx: &mut Tx, lesson: LessonId, captions: &Captions, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson_captions (lesson_id, file_name, text, added_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (lesson_id) DO UPDATE SET file_name = excluded.file_name, text = excluded.text, \
        added_at = excluded.added_at";
    let values = Values::new().text(lesson).text(&captions.file_name).text(&captions.text).number(now.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Takes the captions of a lesson away.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(tx: &mut Tx, lesson: LessonId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM lesson_captions WHERE lesson_id = $1", Values::new().text(lesson)).await?;
    Ok(())
}
