//! Second-level units.

use domain::person::Unit;

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

/// Every unit, by code.
///
/// # Errors
/// When the database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<Unit>, StoreError> {
    tx.read_all("SELECT id, code, name, kind FROM unit ORDER BY code", Values::new(), read).await
}

/// Adds units.
///
/// # Errors
/// `Unique` when a code or a name is taken.
pub async fn insert_many(tx: &mut Tx, units: &[Unit]) -> Result<(), StoreError> {
    for unit in units {
        let values = Values::new().text(unit.id).text(&unit.code).text(&unit.name).text(&unit.kind);
        tx.execute("INSERT INTO unit (id, code, name, kind) VALUES ($1, $2, $3, $4)", values).await?;
    }
    Ok(())
}

/// Writes a unit's code, name and kind over the old ones.
///
/// # Errors
/// `Unique` when a code or a name is taken.
pub async fn update(tx: &mut Tx, unit: &Unit) -> Result<(), StoreError> {
    let values = Values::new().text(unit.id).text(&unit.code).text(&unit.name).text(&unit.kind);
    tx.execute("UPDATE unit SET code = $2, name = $3, kind = $4 WHERE id = $1", values).await?;
    Ok(())
}

fn read(row: &Row) -> Result<Unit, StoreError> {
    Ok(Unit { id: row.parsed("id")?, code: row.text("code")?, name: row.text("name")?, kind: row.text("kind")? })
}
