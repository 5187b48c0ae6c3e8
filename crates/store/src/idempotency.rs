//! Keys of requests that change something, kept in the transaction of the change, so that a retry is harmless.

use domain::clock::Instant;

use crate::{StoreError, Tx, seam::Values};

/// What claiming a key found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// The key is new and now belongs to this transaction.
    New,
    /// The key was used by a transaction that was committed.
    Done(Done),
}

/// What was carried out under a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// By whom.
    pub actor: String,
    /// Digest of what was sent.
    pub request: String,
    /// Where that act ended.
    pub outcome: String,
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
    find(tx, key).await?.map(Claim::Done).ok_or(StoreError::Stale)
}

/// What was carried out under a key; `None` when nothing was. Claims nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn find(tx: &mut Tx, key: &str) -> Result<Option<Done>, StoreError> {
    let sql = "SELECT actor, request, outcome FROM idempotency WHERE key = $1";
    tx.read_one(sql, Values::new().text(key), |row| {
        Ok(Done {
            actor: row.text("actor")?,
            request: row.text("request")?,
            outcome: row.text_or_null("outcome")?.unwrap_or_default(),
        })
    })
    .await
}

/// Keeps where the act with this key ended.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(tx: &mut Tx, key: &str, outcome: &str) -> Result<(), StoreError> {
    tx.execute("UPDATE idempotency SET outcome = $2 WHERE key = $1", Values::new().text(key).text(outcome)).await?;
    Ok(())
}
