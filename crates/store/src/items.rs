//! The items of registrations, each with its decision.

use domain::{
    ids::{ItemId, PersonId, RegistrationId},
    item::{Decision, Item},
    registration::State,
};
use policy::Hours;

use crate::{
    StoreError, Tx,
    columns::unreadable,
    item_rows,
    seam::{Row, Values, places},
};

const SELECT: &str = "SELECT i.id, i.registration_id, i.position, i.kind, i.title, i.organiser, i.starts, i.ends, \
    i.answers, i.applied, i.decision, i.decision_hours, i.decision_reason, i.decided_by, i.decided_at, i.told_at \
    FROM registration_item i";

/// The registration that an item belongs to, as far as one can know without holding it.
///
/// # Errors
/// When the database does not answer.
pub async fn registration_of(tx: &mut Tx, id: ItemId) -> Result<Option<RegistrationId>, StoreError> {
    const SQL: &str = "SELECT registration_id FROM registration_item WHERE id = $1";
    tx.read_one(SQL, Values::new().text(id), |row| row.parsed("registration_id")).await
}

/// An item by identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: ItemId) -> Result<Option<Item>, StoreError> {
    tx.read_one(format!("{SELECT} WHERE i.id = $1"), Values::new().text(id), read).await
}

/// The items of a registration, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_registration(tx: &mut Tx, id: RegistrationId) -> Result<Vec<Item>, StoreError> {
    of_registrations(tx, &[id]).await
}

/// The items of several registrations, by registration and in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_registrations(tx: &mut Tx, ids: &[RegistrationId]) -> Result<Vec<Item>, StoreError> {
    let values = ids.iter().fold(Values::new(), |values, id| values.text(id));
    let sql = format!(
        "{SELECT} WHERE i.registration_id IN ({}) ORDER BY i.registration_id, i.position",
        places(1, ids.len())
    );
    tx.read_all(sql, values, read).await
}

/// An item, and the registration in which somebody typed it.
#[derive(Debug)]
pub struct TypedItem {
    /// The year of the registration.
    pub year: i16,
    /// Its number.
    pub number: String,
    /// Where it stands.
    pub state: State,
    /// The item.
    pub item: Item,
}

/// Everything that a person typed in any year, in order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<TypedItem>, StoreError> {
    const SQL: &str = "SELECT i.id, i.registration_id, i.position, i.kind, i.title, i.organiser, i.starts, i.ends, \
        i.answers, i.applied, i.decision, i.decision_hours, i.decision_reason, i.decided_by, i.decided_at, \
        i.told_at, r.year, r.number, r.state FROM registration_item i \
        JOIN registration r ON r.id = i.registration_id WHERE r.person_id = $1 \
        ORDER BY r.year, i.position";
    let typed = |row: &Row| {
        let (year, number, state) = (row.small("year")?, row.text("number")?, row.parsed("state")?);
        Ok(TypedItem { year, number, state, item: read(row)? })
    };
    tx.read_all(SQL, Values::new().text(person), typed).await
}

/// The items of everybody's registrations of a year, in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<Item>, StoreError> {
    let sql = format!("{SELECT} JOIN registration r ON r.id = i.registration_id WHERE r.year = $1 ORDER BY i.position");
    tx.read_all(sql, Values::new().number(year), read).await
}

/// Adds an item.
///
/// # Errors
/// `Unique` when its position is taken.
pub async fn insert(tx: &mut Tx, item: &Item) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO registration_item (id, registration_id, position, kind, title, organiser, starts, \
        ends, answers, applied, decision, decision_hours, decision_reason, decided_by, decided_at, told_at, person_id) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
        (SELECT person_id FROM registration WHERE id = $2))";
    tx.execute(SQL, written(item)?).await?;
    item_rows::keep(tx, item.registration_id).await
}

/// Writes an item over the old one.
///
/// # Errors
/// `Check` when a decision has no author, or lacks what it needs; `ForeignKey` when its author is not the registration's
/// checker; `Stale` when it is gone.
pub async fn save(tx: &mut Tx, item: &Item) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE registration_item SET position = $3, kind = $4, title = $5, \
        organiser = $6, starts = $7, ends = $8, answers = $9, applied = $10, decision = $11, decision_hours = $12, \
        decision_reason = $13, decided_by = $14, decided_at = $15, told_at = $16 WHERE id = $1 AND registration_id = $2";
    tx.execute_one(SQL, written(item)?).await?;
    item_rows::keep(tx, item.registration_id).await
}

/// Removes an item; its evidence must be gone.
///
/// # Errors
/// `ForeignKey` while evidence hangs on it; `Stale` when it was gone already.
pub async fn delete(tx: &mut Tx, item: &Item) -> Result<(), StoreError> {
    tx.execute_one("DELETE FROM registration_item WHERE id = $1", Values::new().text(item.id)).await?;
    item_rows::keep(tx, item.registration_id).await
}

fn written(item: &Item) -> Result<Values, StoreError> {
    let answers = serde_json::to_string(&item.answers).map_err(|_| unreadable("answers"))?;
    Ok(Values::new()
        .text(item.id)
        .text(item.registration_id)
        .number(item.position)
        .text(&item.kind)
        .text(&item.title)
        .text(&item.organiser)
        .text(item.starts)
        .text(item.ends)
        .text(answers)
        .number_or_null(item.applied.map(Hours::hundredths))
        .text(item.decision.as_str())
        .number_or_null(item.decision.hours().map(Hours::hundredths))
        .text_or_null(item.decision.reason())
        .text_or_null(item.decided_by)
        .number_or_null(item.decided_at.map(|at| at.as_millisecond()))
        .number_or_null(item.told_at.map(|at| at.as_millisecond())))
}

fn read(row: &Row) -> Result<Item, StoreError> {
    Ok(Item {
        id: row.parsed("id")?,
        registration_id: row.parsed("registration_id")?,
        position: row.number("position")?,
        kind: row.text("kind")?,
        title: row.text("title")?,
        organiser: row.text("organiser")?,
        starts: row.parsed("starts")?,
        ends: row.parsed("ends")?,
        answers: serde_json::from_str(&row.text("answers")?).map_err(|_| unreadable("answers"))?,
        applied: row.hours_or_null("applied")?,
        decision: decision(row)?,
        decided_by: row.parsed_or_null("decided_by")?,
        decided_at: row.moment_or_null("decided_at")?,
        told_at: row.moment_or_null("told_at")?,
    })
}

fn decision(row: &Row) -> Result<Decision, StoreError> {
    Ok(match row.text("decision")?.as_str() {
        "open" => Decision::Open,
        "accepted" => Decision::Accepted { hours: row.hours("decision_hours")? },
        "changed" => Decision::Changed { hours: row.hours("decision_hours")?, reason: row.text("decision_reason")? },
        "returned" => Decision::Returned { reason: row.text("decision_reason")? },
        _ => return Err(unreadable("decision")),
    })
}
