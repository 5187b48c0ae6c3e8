//! Results of the public course (article 3): one in force a person, year and course, and those that it replaced.

use domain::{clock::Instant, ids::PersonId, public_result::PublicResult, training_year::TrainingYear};

use crate::{
    StoreError, Tx,
    seam::{Row, Values, places},
};

const SELECT: &str = "SELECT person_id, year, course, required, study, exam_passed, score, attempts, hours, \
    without_exam, notice, source, sat_at, recorded_at FROM public_result";

/// Adds a result. The known one of the same person, year and course is superseded and stays.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn record(tx: &mut Tx, result: &PublicResult) -> Result<(), StoreError> {
    const SUPERSEDE: &str = "UPDATE public_result SET superseded_at = $4 \
        WHERE person_id = $1 AND year = $2 AND course = $3 AND superseded_at IS NULL";
    const SQL: &str = "INSERT INTO public_result (person_id, year, course, study, exam_passed, score, attempts, hours, \
        source, sat_at, recorded_at, required, without_exam, notice, revision) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, \
        (SELECT COALESCE(MAX(revision), 0) + 1 FROM public_result WHERE person_id = $1 AND year = $2 AND course = $3))";
    let key = || Values::new().text(result.person_id).number(result.year).text(&result.course);
    tx.execute(SUPERSEDE, key().number(result.recorded_at.as_millisecond())).await?;
    let values = key()
        .number(result.study.hundredths())
        .number(result.exam_passed)
        .number_or_null(result.score)
        .number(result.attempts)
        .number(result.hours.hundredths())
        .text(&result.source)
        .text_or_null(result.sat_at)
        .number(result.recorded_at.as_millisecond())
        .number(result.required)
        .number(result.without_exam)
        .text(&result.notice);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Every result that a person ever had, the replaced ones too, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(tx: &mut Tx, person: PersonId) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $1 ORDER BY year, course, revision");
    tx.read_all(sql, Values::new().text(person), read).await
}

/// A person's results of all years, as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!("{SELECT} WHERE person_id = $1 AND superseded_at IS NULL ORDER BY year, course");
    tx.read_all(sql, Values::new().text(person), read).await
}

/// A person's results of all years, as they stood just before a moment: those that were in force then.
///
/// # Errors
/// When the database does not answer.
pub async fn known_before(tx: &mut Tx, person: PersonId, before: Instant) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE person_id = $1 AND recorded_at < $2 AND (superseded_at IS NULL OR superseded_at >= $2) \
         ORDER BY year, course"
    );
    tx.read_all(sql, Values::new().text(person).number(before.as_millisecond()), read).await
}

/// Everybody's results of a year, as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<PublicResult>, StoreError> {
    tx.read_all(
        format!("{SELECT} WHERE year = $1 AND superseded_at IS NULL ORDER BY course"),
        Values::new().number(year),
        read,
    )
    .await
}

/// Which of these people have passed the year's required course, under its theme or another of its names.
///
/// # Errors
/// When the database does not answer.
pub async fn passed(tx: &mut Tx, people: &[PersonId], year: &TrainingYear) -> Result<Vec<PersonId>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT person_id FROM public_result WHERE year = $1 AND (required = 1 OR course = $2) \
         AND exam_passed = 1 AND superseded_at IS NULL AND person_id IN ({})",
        places(3, people.len())
    );
    let of_year = Values::new().number(year.year).text(&year.theme);
    let values = people.iter().fold(of_year, |values, person| values.text(person));
    tx.read_all(sql, values, |row| row.parsed("person_id")).await
}

fn read(row: &Row) -> Result<PublicResult, StoreError> {
    Ok(PublicResult {
        person_id: row.parsed("person_id")?,
        year: row.small("year")?,
        course: row.text("course")?,
        required: row.yes("required")?,
        study: row.hours("study")?,
        exam_passed: row.yes("exam_passed")?,
        score: row.number_or_null("score")?.and_then(|score| u16::try_from(score).ok()),
        attempts: row.small("attempts")?,
        hours: row.hours("hours")?,
        without_exam: row.yes("without_exam")?,
        notice: row.text("notice")?,
        source: row.text("source")?,
        sat_at: row.parsed_or_null("sat_at")?,
        recorded_at: row.moment("recorded_at")?,
    })
}
