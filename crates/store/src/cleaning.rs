//! Taking away rows that have served: ended sessions, old invitations, keys of requests long answered, tries to sign in
//! that no longer count. Never more than asked for at once, so that nobody waits long for the database meanwhile.

use domain::clock::Instant;

use crate::{StoreError, Tx, seam::Values};

/// Takes away sessions that ended before a moment; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn sessions(tx: &mut Tx, before: Instant, limit: i64) -> Result<u64, StoreError> {
    let sql = "DELETE FROM session WHERE token_hash IN \
        (SELECT token_hash FROM session WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    delete(tx, sql, before, limit).await
}

/// Takes away invitations that were used up, or ended, before a moment; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn invitations(tx: &mut Tx, before: Instant, limit: i64) -> Result<u64, StoreError> {
    let sql = "DELETE FROM invitation WHERE token_hash IN \
        (SELECT token_hash FROM invitation WHERE used_at <= $1 OR expires_at <= $1 ORDER BY expires_at LIMIT $2)";
    delete(tx, sql, before, limit).await
}

/// Takes away keys of requests that were answered before a moment; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn request_keys(tx: &mut Tx, before: Instant, limit: i64) -> Result<u64, StoreError> {
    let sql = "DELETE FROM idempotency WHERE key IN \
        (SELECT key FROM idempotency WHERE claimed_at <= $1 ORDER BY claimed_at LIMIT $2)";
    delete(tx, sql, before, limit).await
}

/// Takes away tries to sign in whose window began before a moment; answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn sign_in_attempts(tx: &mut Tx, before: Instant, limit: i64) -> Result<u64, StoreError> {
    let sql = "DELETE FROM sign_in_attempt WHERE name IN \
        (SELECT name FROM sign_in_attempt WHERE since <= $1 ORDER BY since LIMIT $2)";
    delete(tx, sql, before, limit).await
}

async fn delete(tx: &mut Tx, sql: &'static str, before: Instant, limit: i64) -> Result<u64, StoreError> {
    tx.execute(sql, Values::new().number(before.as_millisecond()).number(limit)).await
}
