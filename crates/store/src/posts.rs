//! Posts that people hold from a day inside a year on, as rosters say (article 1). Superseded, never written over.

use domain::{
    clock::Instant,
    ids::PersonId,
    person::{Post, Standing, category_code, category_from_code},
};
use jiff::civil::Date;

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT person_id, from_day, category, declares_title_next_year, confirmation_only, learned_at \
    FROM person_post";

/// Adds a post. What is known from the same day on is superseded and stays.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn record(tx: &mut Tx, person: PersonId, post: &Post) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO person_post (person_id, from_day, category, declares_title_next_year, \
        confirmation_only, learned_at, revision) VALUES ($1, $2, $3, $4, $5, $6, \
        (SELECT COALESCE(MAX(revision), 0) + 1 FROM person_post WHERE person_id = $1 AND from_day = $2))";
    supersede(tx, person, post.from, post.learned_at).await?;
    let values = Values::new()
        .text(person)
        .text(post.from)
        .text(category_code(post.standing.category))
        .number(post.standing.declares_title_next_year)
        .number(post.standing.confirmation_only)
        .number(post.learned_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// A post did not begin on that day.
///
/// # Errors
/// When the database does not answer.
pub async fn supersede(tx: &mut Tx, person: PersonId, from: Date, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE person_post SET superseded_at = $3 \
        WHERE person_id = $1 AND from_day = $2 AND superseded_at IS NULL";
    tx.execute(SQL, Values::new().text(person).text(from).number(now.as_millisecond())).await?;
    Ok(())
}

/// A person's posts that begin in a year, in their order, as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId, year: i16) -> Result<Vec<Post>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE person_id = $3 AND from_day >= $1 AND from_day <= $2 AND superseded_at IS NULL ORDER BY from_day"
    );
    Ok(posts(tx.read_all(sql, days(year).text(person), read).await?))
}

/// The same as it stood just before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn known_before(tx: &mut Tx, person: PersonId, year: i16, before: Instant) -> Result<Vec<Post>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE person_id = $3 AND from_day >= $1 AND from_day <= $2 AND learned_at < $4 \
         AND (superseded_at IS NULL OR superseded_at >= $4) ORDER BY from_day"
    );
    Ok(posts(tx.read_all(sql, days(year).text(person).number(before.as_millisecond()), read).await?))
}

/// Everybody's posts that begin in a year, by person and in their order.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, Post)>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE from_day >= $1 AND from_day <= $2 AND superseded_at IS NULL ORDER BY person_id, from_day"
    );
    tx.read_all(sql, days(year), read).await
}

fn days(year: i16) -> Values {
    Values::new().text(format!("{year:04}-01-01")).text(format!("{year:04}-12-31"))
}

fn posts(rows: Vec<(PersonId, Post)>) -> Vec<Post> {
    rows.into_iter().map(|(_, post)| post).collect()
}

fn read(row: &Row) -> Result<(PersonId, Post), StoreError> {
    let standing = Standing {
        category: row.coded("category", category_from_code)?,
        declares_title_next_year: row.yes("declares_title_next_year")?,
        confirmation_only: row.yes("confirmation_only")?,
    };
    let post = Post { from: row.parsed("from_day")?, standing, learned_at: row.moment("learned_at")? };
    Ok((row.parsed("person_id")?, post))
}
