//! What rosters said about people, year by year (articles 1 and 8). Appended, never written over.

use std::collections::HashSet;

use domain::{
    clock::Instant,
    ids::PersonId,
    person::{Standing, YearStanding, category_code, category_from_code},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str =
    "SELECT person_id, category, declares_title_next_year, confirmation_only, title_series FROM person_year";
/// What was said for the year itself, else for the latest year before it, else for the earliest after it; of several
/// words about one year the last.
const NEAREST_FIRST: &str =
    "CASE WHEN year <= $1 THEN 0 ELSE 1 END, CASE WHEN year <= $1 THEN -year ELSE year END, revision DESC";

/// Adds what a roster says about a person for a year.
///
/// # Errors
/// `ForeignKey` when there is no such person; `Check` for a year outside the calendar.
pub async fn record(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    said: &YearStanding,
    now: Instant,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO person_year (person_id, year, category, declares_title_next_year, \
        confirmation_only, title_series, learned_at, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, \
        (SELECT COALESCE(MAX(revision), 0) + 1 FROM person_year WHERE person_id = $1 AND year = $2))";
    let values = Values::new()
        .text(person)
        .number(year)
        .text(category_code(said.standing.category))
        .number(said.standing.declares_title_next_year)
        .number(said.standing.confirmation_only)
        .text_or_null(said.title_series.as_ref())
        .number(now.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// How a person stood in a year, as far as any roster says; `None` when none ever named them.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId, year: i16) -> Result<Option<YearStanding>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $2 ORDER BY {NEAREST_FIRST} LIMIT 1");
    let found = tx.read_one(sql, Values::new().number(year).text(person), read).await?;
    Ok(found.map(|(_, said)| said))
}

/// How a person stood in a year, as far as any roster had said before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn known_before(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    before: Instant,
) -> Result<Option<YearStanding>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $2 AND learned_at < $3 ORDER BY {NEAREST_FIRST} LIMIT 1");
    let values = Values::new().number(year).text(person).number(before.as_millisecond());
    Ok(tx.read_one(sql, values, read).await?.map(|(_, said)| said))
}

/// What the last roster before a moment said of a person about just that year.
///
/// # Errors
/// When the database does not answer.
pub async fn said_before(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    before: Instant,
) -> Result<Option<YearStanding>, StoreError> {
    let sql = format!("{SELECT} WHERE year = $1 AND person_id = $2 AND learned_at < $3 ORDER BY revision DESC LIMIT 1");
    let values = Values::new().number(year).text(person).number(before.as_millisecond());
    Ok(tx.read_one(sql, values, read).await?.map(|(_, said)| said))
}

/// What the last roster about just that year says of a person; `None` when none was about it.
///
/// # Errors
/// When the database does not answer.
pub async fn said_of(tx: &mut Tx, person: PersonId, year: i16) -> Result<Option<YearStanding>, StoreError> {
    let sql = format!("{SELECT} WHERE year = $1 AND person_id = $2 ORDER BY revision DESC LIMIT 1");
    let found = tx.read_one(sql, Values::new().number(year).text(person), read).await?;
    Ok(found.map(|(_, said)| said))
}

/// Everybody about whom a roster of just that year said something.
///
/// # Errors
/// When the database does not answer.
pub async fn named_in(tx: &mut Tx, year: i16) -> Result<HashSet<PersonId>, StoreError> {
    const SQL: &str = "SELECT person_id FROM person_year WHERE year = $1";
    let named = tx.read_all(SQL, Values::new().number(year), |row| row.parsed("person_id")).await?;
    Ok(named.into_iter().collect())
}

/// How everybody stood in a year, once each.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, YearStanding)>, StoreError> {
    let sql = format!("{SELECT} ORDER BY person_id, {NEAREST_FIRST}");
    let mut all = tx.read_all(sql, Values::new().number(year), read).await?;
    all.dedup_by_key(|(person, _)| *person);
    Ok(all)
}

fn read(row: &Row) -> Result<(PersonId, YearStanding), StoreError> {
    let standing = Standing {
        category: row.coded("category", category_from_code)?,
        declares_title_next_year: row.yes("declares_title_next_year")?,
        confirmation_only: row.yes("confirmation_only")?,
    };
    let said = YearStanding { standing, title_series: row.text_or_null("title_series")? };
    Ok((row.parsed("person_id")?, said))
}
