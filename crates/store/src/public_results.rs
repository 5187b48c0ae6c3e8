//! Results of the public course (article 3): one in force a person, year and course, and those that it replaced.

use std::slice;

use domain::{clock::Instant, ids::PersonId, public_result::PublicResult};

use crate::{
    StoreError, Tx,
    exams::of_people,
    seam::{Row, Values, evened, pieces, places, row_places},
};

/// Whether a result `t` of this year is one of its required course, as 0 or 1: it says so, or bears the theme that is
/// settled for the year, with or without the marks of a title. A list may come before the year is settled.
pub(crate) fn is_required(year: &str) -> String {
    format!(
        "CASE WHEN t.without_exam = 0 AND trim(t.course, '《》') = \
         (SELECT trim(y.theme, '《》') FROM training_year y WHERE y.year = {year} ORDER BY y.revision DESC LIMIT 1) \
         THEN 1 ELSE t.required END"
    )
}

fn select() -> String {
    format!(
        "SELECT t.person_id, t.year, t.course, {} AS required, t.study, t.exam_passed, t.score, t.attempts, t.hours, \
         t.without_exam, t.notice, t.source, t.sat_at, t.recorded_at FROM public_result t",
        is_required("t.year")
    )
}

/// Adds a result. The known one of the same person, year and course is superseded and stays.
///
/// # Errors
/// `ForeignKey` when there is no such person.
pub async fn record(tx: &mut Tx, result: &PublicResult) -> Result<(), StoreError> {
    record_all(tx, slice::from_ref(result)).await
}

/// The same for many results, no two of one person, year and course.
///
/// # Errors
/// `ForeignKey` when there is no such person, `Unique` for two results of one person, year and course.
pub async fn record_all(tx: &mut Tx, results: &[PublicResult]) -> Result<(), StoreError> {
    for piece in pieces(results) {
        supersede(tx, piece).await?;
        add(tx, piece).await?;
    }
    Ok(())
}

async fn supersede(tx: &mut Tx, results: &[PublicResult]) -> Result<(), StoreError> {
    let sql = format!(
        "UPDATE public_result SET superseded_at = v.column4 FROM (VALUES {}) AS v \
         WHERE person_id = v.column1 AND year = v.column2 AND course = v.column3 AND superseded_at IS NULL",
        row_places(results.len(), 4)
    );
    let values =
        results.iter().fold(Values::new(), |values, it| key(values, it).number(it.recorded_at.as_millisecond()));
    tx.execute(sql, values).await?;
    Ok(())
}

async fn add(tx: &mut Tx, results: &[PublicResult]) -> Result<(), StoreError> {
    let sql = format!(
        "INSERT INTO public_result (person_id, year, course, study, exam_passed, score, attempts, hours, source, sat_at, \
         recorded_at, required, without_exam, notice, revision) \
         SELECT v.*, (SELECT COALESCE(MAX(known.revision), 0) + 1 FROM public_result known \
         WHERE known.person_id = v.column1 AND known.year = v.column2 AND known.course = v.column3) \
         FROM (VALUES {}) AS v",
        row_places(results.len(), 14)
    );
    let values = results.iter().fold(Values::new(), |values, it| {
        key(values, it)
            .number(it.study.hundredths())
            .number(it.exam_passed)
            .number_or_null(it.score)
            .number(it.attempts)
            .number(it.hours.hundredths())
            .text(&it.source)
            .text_or_null(it.sat_at)
            .number(it.recorded_at.as_millisecond())
            .number(it.required)
            .number(it.without_exam)
            .text(&it.notice)
    });
    tx.execute(sql, values).await?;
    Ok(())
}

fn key(values: Values, result: &PublicResult) -> Values {
    values.text(result.person_id).number(result.year).text(&result.course)
}

/// Every result that a person ever had, the replaced ones too, oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn history(tx: &mut Tx, person: PersonId) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!("{} WHERE person_id = $1 ORDER BY year, course, revision", select());
    tx.read_all(sql, Values::new().text(person), read).await
}

/// A person's results of all years, as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!("{} WHERE person_id = $1 AND superseded_at IS NULL ORDER BY year, course", select());
    tx.read_all(sql, Values::new().text(person), read).await
}

/// The results of some people of a year, as they stand, in the order of their courses.
///
/// # Errors
/// When the database does not answer.
pub async fn of_people_in(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!(
        "{} WHERE year = $1 AND person_id IN ({}) AND superseded_at IS NULL ORDER BY course",
        select(),
        places(2, evened(people).count())
    );
    tx.read_all(sql, of_people(people, year), read).await
}

/// A person's results of all years, as they stood just before a moment: those that were in force then.
///
/// # Errors
/// When the database does not answer.
pub async fn known_before(tx: &mut Tx, person: PersonId, before: Instant) -> Result<Vec<PublicResult>, StoreError> {
    let sql = format!(
        "{} WHERE person_id = $1 AND recorded_at < $2 AND (superseded_at IS NULL OR superseded_at >= $2) \
         ORDER BY year, course",
        select()
    );
    tx.read_all(sql, Values::new().text(person).number(before.as_millisecond()), read).await
}

/// Everybody's results of a year, as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<PublicResult>, StoreError> {
    tx.read_all(
        format!("{} WHERE year = $1 AND superseded_at IS NULL ORDER BY course", select()),
        Values::new().number(year),
        read,
    )
    .await
}

/// Which of these people have passed the year's required course, under its theme or another of its names.
///
/// # Errors
/// When the database does not answer.
pub async fn passed(tx: &mut Tx, people: &[PersonId], year: i16) -> Result<Vec<PersonId>, StoreError> {
    let sql = format!(
        "SELECT DISTINCT t.person_id FROM public_result t WHERE t.year = $1 AND {} = 1 \
         AND t.exam_passed = 1 AND t.superseded_at IS NULL AND t.person_id IN ({})",
        is_required("$1"),
        places(2, evened(people).count())
    );
    tx.read_all(sql, of_people(people, year), |row| row.parsed("person_id")).await
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
