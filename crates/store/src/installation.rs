//! Which installation a database belongs to, and whether anything was ever done in it. Must not look at the data folder.

use domain::ids::InstallationId;

use crate::{StoreError, Tx, seam::Values};

/// The installation that the database belongs to; `None` when nobody has begun one in it.
///
/// # Errors
/// When the database does not answer.
pub async fn id(tx: &mut Tx) -> Result<Option<InstallationId>, StoreError> {
    tx.read_one("SELECT id FROM installation", Values::new(), |row| row.parsed("id")).await
}

/// Gives the database to an installation, unless it belongs to one already.
///
/// # Errors
/// When the database does not answer.
pub async fn begin(tx: &mut Tx, id: InstallationId) -> Result<(), StoreError> {
    let sql = "INSERT INTO installation (single, id) VALUES (1, $1) ON CONFLICT (single) DO NOTHING";
    tx.execute(sql, Values::new().text(id)).await?;
    Ok(())
}

/// Name of the pack that was last put in force, and the hash of its text then; `None` when none ever was.
///
/// # Errors
/// When the database does not answer.
pub async fn pack(tx: &mut Tx) -> Result<Option<(String, String)>, StoreError> {
    let sql = "SELECT pack_name, pack_hash FROM installation";
    let row =
        tx.read_one(sql, Values::new(), |row| Ok((row.text_or_null("pack_name")?, row.text_or_null("pack_hash")?)));
    Ok(row.await?.and_then(|(name, hash)| Some((name?, hash.unwrap_or_default()))))
}

/// Remembers which pack is in force, and the hash of its text.
///
/// # Errors
/// When the database does not answer.
pub async fn put_in_force(tx: &mut Tx, pack_name: &str, pack_hash: &str) -> Result<(), StoreError> {
    let values = Values::new().text(pack_name).text(pack_hash);
    tx.execute("UPDATE installation SET pack_name = $1, pack_hash = $2", values).await?;
    Ok(())
}

/// Whether anything was ever done in it. Everything that changes something is in the log, and everybody is of a unit.
///
/// # Errors
/// When the database does not answer.
pub async fn is_used(tx: &mut Tx) -> Result<bool, StoreError> {
    let sql = "SELECT COALESCE(MAX(seq), 0) + (SELECT COUNT(*) FROM unit) AS number FROM audit_head";
    Ok(tx.number(sql, Values::new()).await? > 0)
}
