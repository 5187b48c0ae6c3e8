//! Who holds which role, for a unit or for the institution.

use domain::{
    access::Grant,
    clock::Instant,
    ids::{PersonId, UnitId},
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values},
};

/// The roles of one person.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Grant>, StoreError> {
    let sql = "SELECT person_id, role, unit_id FROM role_grant WHERE person_id = $1 ORDER BY role, unit_id";
    let held = tx.read_all(sql, Values::new().text(person), read).await?;
    Ok(held.into_iter().map(|(_, grant)| grant).collect())
}

/// Every role with its holder.
///
/// # Errors
/// When the database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<(PersonId, Grant)>, StoreError> {
    tx.read_all("SELECT person_id, role, unit_id FROM role_grant ORDER BY granted_at, person_id", Values::new(), read)
        .await
}

/// Gives a role.
///
/// # Errors
/// `Unique` when the person holds it.
pub async fn grant(tx: &mut Tx, person: PersonId, grant: &Grant, now: Instant) -> Result<(), StoreError> {
    let sql = "INSERT INTO role_grant (person_id, role, unit_id, granted_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, key(person, grant).number(now.as_millisecond())).await?;
    Ok(())
}

/// Takes a role back; `false` when the person did not hold it.
///
/// # Errors
/// When the database does not answer.
pub async fn revoke(tx: &mut Tx, person: PersonId, grant: &Grant) -> Result<bool, StoreError> {
    let sql = "DELETE FROM role_grant WHERE person_id = $1 AND role = $2 AND unit_id = $3";
    Ok(tx.execute(sql, key(person, grant)).await? > 0)
}

fn key(person: PersonId, grant: &Grant) -> Values {
    let unit = grant.unit.map(|unit| unit.to_string()).unwrap_or_default();
    Values::new().text(person).text(grant.role.as_str()).text(unit)
}

fn read(row: &Row) -> Result<(PersonId, Grant), StoreError> {
    Ok((row.parsed("person_id")?, read_grant(row)?))
}

/// The role in a row.
pub(crate) fn read_grant(row: &Row) -> Result<Grant, StoreError> {
    let unit = row.text("unit_id")?;
    let unit: Option<UnitId> =
        if unit.is_empty() { None } else { Some(unit.parse().map_err(|_| unreadable("unit_id"))?) };
    Ok(Grant { role: row.parsed("role")?, unit })
}
