//! What others knew of items before they were changed. Rows are added and superseded, never changed otherwise.

use domain::{clock::Instant, ids::RegistrationId, item_revision::ItemRevision};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values},
};

/// Keeps what an item said before it is changed.
///
/// # Errors
/// `ForeignKey` when there is no such registration; `Check` when it was superseded before it was told.
pub async fn keep(tx: &mut Tx, revision: &ItemRevision) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO item_revision (registration_id, item_id, facts, told_at, decided_at, superseded_at, \
        revision) VALUES ($1, $2, $3, $4, $5, $6, (SELECT COALESCE(MAX(known.revision), 0) + 1 \
        FROM item_revision known WHERE known.item_id = $2))";
    let values = Values::new()
        .text(revision.registration_id)
        .text(&revision.facts.id)
        .text(serde_json::to_string(&revision.facts).map_err(|_| unreadable("facts"))?)
        .number(revision.told_at.as_millisecond())
        .number_or_null(revision.decided_at.map(|at| at.as_millisecond()))
        .number_or_null(revision.superseded_at.map(|at| at.as_millisecond()));
    tx.execute(SQL, values).await?;
    Ok(())
}

/// The registration was handed in: from now on others know its items as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn hand_in(tx: &mut Tx, registration: RegistrationId, now: Instant) -> Result<(), StoreError> {
    let told = || Values::new().text(registration).number(now.as_millisecond());
    let superseded = "UPDATE item_revision SET superseded_at = $2 WHERE registration_id = $1 AND superseded_at IS NULL";
    tx.execute(superseded, told()).await?;
    let items = "UPDATE registration_item SET told_at = $2 WHERE registration_id = $1 AND told_at IS NULL";
    tx.execute(items, told()).await?;
    Ok(())
}

/// Everything that items of a registration said before.
///
/// # Errors
/// When the database does not answer.
pub async fn of_registration(tx: &mut Tx, registration: RegistrationId) -> Result<Vec<ItemRevision>, StoreError> {
    const SQL: &str = "SELECT registration_id, facts, told_at, decided_at, superseded_at FROM item_revision \
        WHERE registration_id = $1 ORDER BY item_id, revision";
    tx.read_all(SQL, Values::new().text(registration), read).await
}

fn read(row: &Row) -> Result<ItemRevision, StoreError> {
    Ok(ItemRevision {
        registration_id: row.parsed("registration_id")?,
        facts: serde_json::from_str(&row.text("facts")?).map_err(|_| unreadable("facts"))?,
        told_at: row.moment("told_at")?,
        decided_at: row.moment_or_null("decided_at")?,
        superseded_at: row.moment_or_null("superseded_at")?,
    })
}
