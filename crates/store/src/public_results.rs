//! Results of the public course (article 3), one row a person, year and course.

use domain::{ids::PersonId, public_result::PublicResult};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT person_id, year, course, study, exam_passed, score, attempts, hours, source, sat_at, \
    recorded_at FROM public_result";

/// Adds a result, or writes it over the known one of the same person, year and course.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn upsert(tx: &mut Tx, result: &PublicResult) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO public_result (person_id, year, course, study, exam_passed, score, attempts, hours, \
        source, sat_at, recorded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
        ON CONFLICT (person_id, year, course) DO UPDATE SET study = excluded.study, \
        exam_passed = excluded.exam_passed, score = excluded.score, attempts = excluded.attempts, \
        hours = excluded.hours, source = excluded.source, sat_at = excluded.sat_at, \
        recorded_at = excluded.recorded_at";
    let values = Values::new()
        .text(result.person_id)
        .number(result.year)
        .text(&result.course)
        .number(result.study.hundredths())
        .number(result.exam_passed)
        .number_or_null(result.score)
        .number(result.attempts)
        .number(result.hours.hundredths())
        .text(&result.source)
        .text_or_null(result.sat_at)
        .number(result.recorded_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// A person's results of all years.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $1 ORDER BY year, course");
    tx.read_all(sql, Values::new().text(person), read).await
}

/// Everybody's results of a year.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<PublicResult>, StoreError> {
    tx.read_all(format!("{SELECT} WHERE year = $1"), Values::new().number(year), read).await
}

fn read(row: &Row) -> Result<PublicResult, StoreError> {
    Ok(PublicResult {
        person_id: row.parsed("person_id")?,
        year: row.small("year")?,
        course: row.text("course")?,
        study: row.hours("study")?,
        exam_passed: row.yes("exam_passed")?,
        score: row.number_or_null("score")?.and_then(|score| u16::try_from(score).ok()),
        attempts: row.small("attempts")?,
        hours: row.hours("hours")?,
        source: row.text("source")?,
        sat_at: row.parsed_or_null("sat_at")?,
        recorded_at: row.moment("recorded_at")?,
    })
}
