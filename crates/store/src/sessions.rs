//! Open sessions. Only hashes of their tokens are kept.

use domain::{clock::Instant, ids::PersonId};

use crate::{StoreError, Tx, seam::Values};

/// Opens a session.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    person: PersonId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let values =
        Values::new().text(token_hash).text(person).number(now.as_millisecond()).number(expires_at.as_millisecond());
    let sql = "INSERT INTO session (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, values).await?;
    Ok(())
}

/// Whose session it is, while it has not expired.
///
/// # Errors
/// When the database does not answer.
pub async fn person(tx: &mut Tx, token_hash: &str, now: Instant) -> Result<Option<PersonId>, StoreError> {
    let sql = "SELECT person_id FROM session WHERE token_hash = $1 AND expires_at > $2";
    let values = Values::new().text(token_hash).number(now.as_millisecond());
    tx.read_one(sql, values, |row| row.parsed("person_id")).await
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE token_hash = $1", Values::new().text(token_hash)).await?;
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_of_person(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE person_id = $1", Values::new().text(person)).await?;
    Ok(())
}
