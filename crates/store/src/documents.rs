//! Documents kept as files: where they lie and what their bytes hash to.

use domain::{
    document::{Document, DocumentKind},
    ids::DocumentId,
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

/// Adds a document.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(tx: &mut Tx, document: &Document) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO document (id, kind, person_id, path, file_name, media_type, sha256, size_bytes, \
        created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let values = Values::new()
        .text(document.id)
        .text(document.kind.as_str())
        .text_or_null(document.person_id)
        .text(&document.path)
        .text(&document.file_name)
        .text(&document.media_type)
        .text(&document.sha256)
        .number(document.size_bytes)
        .number(document.created_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// A document by identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: DocumentId) -> Result<Option<Document>, StoreError> {
    let sql = "SELECT id, kind, person_id, path, file_name, media_type, sha256, size_bytes, created_at \
        FROM document WHERE id = $1";
    tx.read_one(sql, Values::new().text(id), read).await
}

fn read(row: &Row) -> Result<Document, StoreError> {
    Ok(Document {
        id: row.parsed("id")?,
        kind: row.coded("kind", DocumentKind::from_code)?,
        person_id: row.parsed_or_null("person_id")?,
        path: row.text("path")?,
        file_name: row.text("file_name")?,
        media_type: row.text("media_type")?,
        sha256: row.text("sha256")?,
        size_bytes: row.number("size_bytes")?,
        created_at: row.moment("created_at")?,
    })
}
