//! Evidence files of items: what they are and what their bytes hash to.

use domain::{
    evidence::Evidence,
    ids::{EvidenceId, ItemId, RegistrationId},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str =
    "SELECT id, item_id, registration_id, need, file_name, media_type, size_bytes, sha256, uploaded_at FROM evidence";

/// A piece of evidence by identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: EvidenceId) -> Result<Option<Evidence>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE id = $1"), Values::new().text(id), read).await
}

/// The registration that a piece of evidence belongs to, as far as one can know without holding it.
///
/// # Errors
/// When the database does not answer.
pub async fn registration_of(tx: &mut Tx, id: EvidenceId) -> Result<Option<RegistrationId>, StoreError> {
    const SQL: &str = "SELECT registration_id FROM evidence WHERE id = $1";
    tx.read_one(SQL, Values::new().text(id), |row| row.parsed("registration_id")).await
}

/// Every piece of evidence of a registration, in the order of uploading.
///
/// # Errors
/// When the database does not answer.
pub async fn of_registration(tx: &mut Tx, id: RegistrationId) -> Result<Vec<Evidence>, StoreError> {
    let sql = format!("{SELECT} WHERE registration_id = $1 ORDER BY uploaded_at, id");
    tx.read_all(sql, Values::new().text(id), read).await
}

/// Every piece of evidence of an item, in the order of uploading.
///
/// # Errors
/// When the database does not answer.
pub async fn of_item(tx: &mut Tx, id: ItemId) -> Result<Vec<Evidence>, StoreError> {
    let sql = format!("{SELECT} WHERE item_id = $1 ORDER BY uploaded_at, id");
    tx.read_all(sql, Values::new().text(id), read).await
}

/// How many files a registration has.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx, id: RegistrationId) -> Result<i64, StoreError> {
    tx.number("SELECT COUNT(*) AS number FROM evidence WHERE registration_id = $1", Values::new().text(id)).await
}

/// Adds a piece of evidence.
///
/// # Errors
/// `Check` when it is empty.
pub async fn insert(tx: &mut Tx, evidence: &Evidence) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO evidence (id, item_id, registration_id, need, file_name, media_type, size_bytes, \
        sha256, uploaded_at, person_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, \
        (SELECT person_id FROM registration WHERE id = $3))";
    let values = Values::new()
        .text(evidence.id)
        .text(evidence.item_id)
        .text(evidence.registration_id)
        .text(&evidence.need)
        .text(&evidence.file_name)
        .text(&evidence.media_type)
        .number(evidence.size_bytes)
        .text(&evidence.sha256)
        .number(evidence.uploaded_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Removes a piece of evidence. Its file may serve others: `files` says whether any row still names it.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(tx: &mut Tx, id: EvidenceId) -> Result<(), StoreError> {
    tx.execute_one("DELETE FROM evidence WHERE id = $1", Values::new().text(id)).await
}

fn read(row: &Row) -> Result<Evidence, StoreError> {
    Ok(Evidence {
        id: row.parsed("id")?,
        item_id: row.parsed("item_id")?,
        registration_id: row.parsed("registration_id")?,
        need: row.text("need")?,
        file_name: row.text("file_name")?,
        media_type: row.text("media_type")?,
        size_bytes: row.number("size_bytes")?,
        sha256: row.text("sha256")?,
        uploaded_at: row.moment("uploaded_at")?,
    })
}
