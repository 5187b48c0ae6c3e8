//! Keys of requests that change something, kept in the transaction of the change, so that a retry is harmless.

use domain::clock::Instant;

use crate::{StoreError, Tx, seam::Values};

/// What claiming a key found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key is new and now belongs to this transaction.
    New,
    /// The key was used by a transaction that was committed.
    Done {
        /// Who used it.
        actor: String,
        /// Digest of what was sent.
        request: String,
        /// Where that act ended.
        outcome: String,
    },
}

/// Claims a key for this transaction; `request` is a digest of what is sent under it. A second transaction with the same key waits for the first to end.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(tx: &mut Tx, key: &str, actor: &str, request: &str, now: Instant) -> Result<Claim, StoreError> {
    let sql = "INSERT INTO idempotency (key, actor, request, claimed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (key) DO NOTHING";
    let values = Values::new().text(key).text(actor).text(request).number(now.as_millisecond());
    if tx.execute(sql, values).await? == 1 {
        return Ok(Claim::New);
    }
    let sql = "SELECT actor, request, outcome FROM idempotency WHERE key = $1";
    let found = tx
        .read_one(sql, Values::new().text(key), |row| {
            Ok(Claim::Done {
                actor: row.text("actor")?,
                request: row.text("request")?,
                outcome: row.text_or_null("outcome")?.unwrap_or_default(),
            })
        })
        .await?;
    found.ok_or(StoreError::Stale)
}

/// Keeps where the act with this key ended.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(tx: &mut Tx, key: &str, outcome: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE idempotency SET outcome = $2 WHERE key = $1", Values::new().text(key).text(outcome)).await?;
    Ok(())
}
