//! Files that come with lessons: what they are and what their bytes hash to.

use domain::{
    attachment::Attachment,
    ids::{AttachmentId, LessonId},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT id, lesson_id, file_name, media_type, size_bytes, sha256, added_at FROM lesson_attachment";

/// An attachment.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: AttachmentId) -> Result<Option<Attachment>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE id = $1"), Values::new().text(id), read).await
}

/// The attachments of a lesson, in the order of adding.
///
/// # Errors
/// When the database does not answer.
pub async fn of_lesson(tx: &mut Tx, lesson: LessonId) -> Result<Vec<Attachment>, StoreError> {
    tx.read_all(format!("{SELECT} WHERE lesson_id = $1 ORDER BY added_at, id"), Values::new().text(lesson), read).await
}

/// Adds an attachment.
///
/// # Errors
/// `ForeignKey` when there is no such lesson, `Check` when it is empty.
pub async fn insert(tx: &mut Tx, attachment: &Attachment) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson_attachment (id, lesson_id, file_name, media_type, size_bytes, sha256, added_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let values = Values::new()
        .text(attachment.id)
        .text(attachment.lesson)
        .text(&attachment.file_name)
        .text(&attachment.media_type)
        .number(attachment.size_bytes)
        .text(&attachment.sha256)
        .number(attachment.added_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Removes an attachment. Its file may serve others: `files` says whether any row still names it.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(tx: &mut Tx, id: AttachmentId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM lesson_attachment WHERE id = $1", Values::new().text(id)).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Attachment, StoreError> {
    Ok(Attachment {
        id: row.parsed("id")?,
        lesson: row.parsed("lesson_id")?,
        file_name: row.text("file_name")?,
        media_type: row.text("media_type")?,
        size_bytes: row.number("size_bytes")?,
        sha256: row.text("sha256")?,
        added_at: row.moment("added_at")?,
    })
}
