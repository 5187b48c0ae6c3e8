//! One-time links with which a person sets the first password. Only hashes of their tokens are kept.

use domain::{clock::Instant, ids::PersonId};

use crate::{StoreError, Tx, seam::Values};

/// Adds an invitation. Earlier ones of the same person stop working.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    person: PersonId,
    expires_at: Instant,
    now: Instant,
) -> Result<(), StoreError> {
    cancel(tx, person, now).await?;
    let values =
        Values::new().text(token_hash).text(person).number(now.as_millisecond()).number(expires_at.as_millisecond());
    let sql = "INSERT INTO invitation (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, values).await?;
    Ok(())
}

/// Ends a person's open links; answers how many there were.
///
/// # Errors
/// When the database does not answer.
pub async fn cancel(tx: &mut Tx, person: PersonId, now: Instant) -> Result<u64, StoreError> {
    let sql = "UPDATE invitation SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2";
    tx.execute(sql, Values::new().text(person).number(now.as_millisecond())).await
}

/// Whom a link invites, while it is neither used nor expired.
///
/// # Errors
/// When the database does not answer.
pub async fn open(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<PersonId>, StoreError> {
    let sql = "SELECT person_id FROM invitation WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2";
    let values = Values::new().text(token_hash).number(now.as_millisecond());
    tx.read_one(sql, values, |row| row.parsed("person_id")).await
}

/// Until when a person's open link works; `None` when they have none.
///
/// # Errors
/// When the database does not answer.
pub async fn open_until(tx: &mut Tx, person: PersonId, now: Instant) -> Result<Option<Instant>, StoreError> {
    let sql = "SELECT expires_at FROM invitation WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2";
    let values = Values::new().text(person).number(now.as_millisecond());
    tx.read_one(sql, values, |row| row.moment("expires_at")).await
}

/// Uses a link up.
///
/// # Errors
/// `Stale` when somebody else used it first.
pub async fn use_up(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<(), StoreError> {
    let sql = "UPDATE invitation SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL";
    let touched = tx.execute(sql, Values::new().text(token_hash).number(now.as_millisecond())).await?;
    if touched == 1 { Ok(()) } else { Err(StoreError::Stale) }
}
