//! Counters for the numbers that people read, and for what happened to a database as a whole.

use crate::{StoreError, Tx, seam::Values};

/// The next value of a counter, from 1. Two transactions never get the same one.
///
/// # Errors
/// When the database does not answer.
pub async fn next(tx: &mut Tx, name: &str) -> Result<i64, StoreError> {
    let sql = "INSERT INTO counter (name, value) VALUES ($1, 1) \
        ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value AS number";
    tx.number(sql, Values::new().text(name)).await
}

/// The present value of a counter; 0 when it was never used.
///
/// # Errors
/// When the database does not answer.
pub async fn current(tx: &mut Tx, name: &str) -> Result<i64, StoreError> {
    tx.number("SELECT COALESCE(MAX(value), 0) AS number FROM counter WHERE name = $1", Values::new().text(name)).await
}
