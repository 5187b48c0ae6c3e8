//! How often somebody tried to sign in of late, counted before the password is looked at, so that guesses made at once
//! are counted as well.

use domain::clock::Instant;

use crate::{StoreError, Tx, seam::Values};

/// Counts one more try under a name and answers how many there were since `since`. A window that began before `since` is
/// over, and a new one begins now.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx, name: &str, since: Instant, now: Instant) -> Result<i64, StoreError> {
    let sql = "INSERT INTO sign_in_attempt (name, since, tries) VALUES ($1, $3, 1) ON CONFLICT (name) DO UPDATE SET \
        tries = CASE WHEN sign_in_attempt.since < $2 THEN 1 ELSE sign_in_attempt.tries + 1 END, \
        since = CASE WHEN sign_in_attempt.since < $2 THEN $3 ELSE sign_in_attempt.since END \
        RETURNING tries AS number";
    let values = Values::new().text(name).number(since.as_millisecond()).number(now.as_millisecond());
    tx.number(sql, values).await
}

/// Takes one try back, after it turned out to be right.
///
/// # Errors
/// When the database does not answer.
pub async fn forgive(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    let sql = "UPDATE sign_in_attempt SET tries = tries - 1 WHERE name = $1 AND tries > 0";
    tx.execute(sql, Values::new().text(name)).await?;
    Ok(())
}

/// Forgets every try under a name.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &mut Tx, name: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sign_in_attempt WHERE name = $1", Values::new().text(name)).await?;
    Ok(())
}
