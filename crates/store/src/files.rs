//! Which stored files the rows name: what no row names may be removed. Must not touch a file.

use std::collections::BTreeSet;

use crate::{
    StoreError, Tx,
    seam::{Values, places},
};

/// What is asked in one statement.
const PORTION: usize = 500;

/// Keeps everybody from adding evidence, documents, lessons and attachments until this transaction ends, and waits for those who are adding
/// now. A file is written after the row that names it, so what no row names from here on is named by nobody.
///
/// # Errors
/// When the database does not answer.
pub async fn hold_still(tx: &mut Tx) -> Result<(), StoreError> {
    tx.hold_still("evidence, document, lesson, lesson_attachment").await
}

/// Those of the contents (SHA-256) that a piece of evidence has.
///
/// # Errors
/// When the database does not answer.
pub async fn evidence_with(tx: &mut Tx, contents: &[String]) -> Result<BTreeSet<String>, StoreError> {
    named(tx, "SELECT DISTINCT sha256 AS found FROM evidence WHERE sha256 IN", contents).await
}

/// Those of the contents (SHA-256) that an attachment of a lesson has.
///
/// # Errors
/// When the database does not answer.
pub async fn attachments_with(tx: &mut Tx, contents: &[String]) -> Result<BTreeSet<String>, StoreError> {
    named(tx, "SELECT DISTINCT sha256 AS found FROM lesson_attachment WHERE sha256 IN", contents).await
}

/// Those of the paths under which a document lies.
///
/// # Errors
/// When the database does not answer.
pub async fn documents_at(tx: &mut Tx, paths: &[String]) -> Result<BTreeSet<String>, StoreError> {
    named(tx, "SELECT DISTINCT path AS found FROM document WHERE path IN", paths).await
}

/// Those of the paths under which the file of a lesson lies.
///
/// # Errors
/// When the database does not answer.
pub async fn lessons_at(tx: &mut Tx, paths: &[String]) -> Result<BTreeSet<String>, StoreError> {
    named(tx, "SELECT DISTINCT content AS found FROM lesson WHERE content IN", paths).await
}

async fn named(tx: &mut Tx, select: &str, wanted: &[String]) -> Result<BTreeSet<String>, StoreError> {
    let mut found = BTreeSet::new();
    for portion in wanted.chunks(PORTION) {
        let sql = format!("{select} ({})", places(1, portion.len()));
        let values = portion.iter().fold(Values::new(), |values, text| values.text(text));
        found.extend(tx.read_all(sql, values, |row| row.text("found")).await?);
    }
    Ok(found)
}
