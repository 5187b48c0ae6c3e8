//! Hours that connected industry systems registered (article 4): one in force a system and reference, and those that it
//! replaced.

use domain::{
    clock::Instant,
    ids::{ItemId, PersonId},
    industry_hours::IndustryHours,
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT system, reference, person_id, title, organiser, starts, ends, hours, registered_at, \
    recorded_at, typed_item FROM industry_hours";

/// Adds what a system registered. What is known under the same reference is superseded and stays.
///
/// # Errors
/// `ForeignKey` when there is no such person; `Check` for no hours, no system or no reference.
pub async fn record(tx: &mut Tx, hours: &IndustryHours) -> Result<(), StoreError> {
    const SUPERSEDE: &str = "UPDATE industry_hours SET superseded_at = $3 \
        WHERE system = $1 AND reference = $2 AND superseded_at IS NULL";
    const SQL: &str = "INSERT INTO industry_hours (system, reference, person_id, title, organiser, starts, ends, hours, \
        registered_at, recorded_at, typed_item, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, \
        (SELECT COALESCE(MAX(revision), 0) + 1 FROM industry_hours WHERE system = $1 AND reference = $2))";
    let key = || Values::new().text(&hours.system).text(&hours.reference);
    tx.execute(SUPERSEDE, key().number(hours.recorded_at.as_millisecond())).await?;
    let values = key()
        .text(hours.person_id)
        .text(&hours.title)
        .text(&hours.organiser)
        .text(hours.starts)
        .text(hours.ends)
        .number(hours.hours.hundredths())
        .text_or_null(hours.registered_at)
        .number(hours.recorded_at.as_millisecond())
        .text_or_null(hours.typed_item);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// What a system registered under a reference, as it stands.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, system: &str, reference: &str) -> Result<Option<IndustryHours>, StoreError> {
    let sql = format!("{SELECT} WHERE system = $1 AND reference = $2 AND superseded_at IS NULL");
    tx.read_one(sql, Values::new().text(system).text(reference), read).await
}

/// Everything that was ever registered under a reference, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(tx: &mut Tx, system: &str, reference: &str) -> Result<Vec<IndustryHours>, StoreError> {
    let sql = format!("{SELECT} WHERE system = $1 AND reference = $2 ORDER BY revision");
    tx.read_all(sql, Values::new().text(system).text(reference), read).await
}

/// What is registered for a person, of all years, as it stands.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<IndustryHours>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $1 AND superseded_at IS NULL");
    sorted(tx.read_all(sql, Values::new().text(person), read).await?)
}

/// The same as it stood just before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn known_before(tx: &mut Tx, person: PersonId, before: Instant) -> Result<Vec<IndustryHours>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE person_id = $1 AND recorded_at < $2 AND (superseded_at IS NULL OR superseded_at >= $2)"
    );
    sorted(tx.read_all(sql, Values::new().text(person).number(before.as_millisecond()), read).await?)
}

/// Everybody's of a year, as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<IndustryHours>, StoreError> {
    let sql = format!("{SELECT} WHERE starts >= $1 AND starts <= $2 AND superseded_at IS NULL");
    let values = Values::new().text(format!("{year:04}-01-01")).text(format!("{year:04}-12-31"));
    sorted(tx.read_all(sql, values, read).await?)
}

/// An item that was typed no longer stands for what was registered: it is another activity now, or gone.
///
/// # Errors
/// When the database does not answer.
pub async fn part_from(tx: &mut Tx, item: ItemId) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE industry_hours SET typed_item = NULL WHERE typed_item = $1 AND superseded_at IS NULL";
    tx.execute(SQL, Values::new().text(item)).await?;
    Ok(())
}

/// In an order that no database's way with letters changes.
fn sorted(mut all: Vec<IndustryHours>) -> Result<Vec<IndustryHours>, StoreError> {
    all.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(all)
}

fn read(row: &Row) -> Result<IndustryHours, StoreError> {
    Ok(IndustryHours {
        system: row.text("system")?,
        reference: row.text("reference")?,
        person_id: row.parsed("person_id")?,
        title: row.text("title")?,
        organiser: row.text("organiser")?,
        starts: row.parsed("starts")?,
        ends: row.parsed("ends")?,
        hours: row.hours("hours")?,
        registered_at: row.parsed_or_null("registered_at")?,
        recorded_at: row.moment("recorded_at")?,
        typed_item: row.parsed_or_null("typed_item")?,
    })
}
