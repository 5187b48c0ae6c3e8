//! The texts of the packs that decisions rest on, each once: whoever looks at a decision later, with a program that carries
//! other texts, judges by the very text that it was made with. Must not read what a pack says.

use std::collections::BTreeMap;

use domain::clock::Instant;

use crate::{StoreError, Tx, columns::unreadable, seam::Values};

/// The text of a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackText {
    /// SHA-256 over the text, in hexadecimal digits, as decisions name it.
    pub hash: String,
    /// The pack's name.
    pub name: String,
    /// The files that it is read from, those of the packs that it extends among them: by path, such as
    /// `guet-2022/rules.md`.
    pub files: BTreeMap<String, String>,
}

/// Whether the text with this hash is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn is_kept(tx: &mut Tx, hash: &str) -> Result<bool, StoreError> {
    let sql = "SELECT COUNT(*) AS number FROM pack_text WHERE hash = $1";
    Ok(tx.number(sql, Values::new().text(hash)).await? > 0)
}

/// Keeps a text. Somebody else may have done so in this moment.
///
/// # Errors
/// When the database does not answer.
pub async fn keep(tx: &mut Tx, text: &PackText, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO pack_text (hash, name, files, kept_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (hash) DO NOTHING";
    let files = serde_json::to_string(&text.files).map_err(|_| unreadable("files"))?;
    let values = Values::new().text(&text.hash).text(&text.name).text(files).number(now.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Every text that is kept.
///
/// # Errors
/// When the database does not answer, `Column` when a text cannot be read.
pub async fn all(tx: &mut Tx) -> Result<Vec<PackText>, StoreError> {
    let sql = "SELECT hash, name, files FROM pack_text ORDER BY kept_at, hash";
    tx.read_all(sql, Values::new(), |row| {
        let files = serde_json::from_str(&row.text("files")?).map_err(|_| unreadable("files"))?;
        Ok(PackText { hash: row.text("hash")?, name: row.text("name")?, files })
    })
    .await
}
