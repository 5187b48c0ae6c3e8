//! Counters for the numbers that people read.

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
