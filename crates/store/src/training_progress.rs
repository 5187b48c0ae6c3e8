//! How far everybody is in a year's public subject, read for all at once: a statement each, however many people there
//! are. Must not decide what it comes to.

use domain::ids::PersonId;

use crate::{StoreError, Tx, seam::Values};

/// Attempts of one person at the examination of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many were begun.
    pub attempts: u8,
    /// How many of them go on.
    pub running: u8,
    /// The most points of those that ended.
    pub best: Option<i64>,
}

/// Milliseconds that count of the required course of a year, by person and round, of no lesson more than it has; who has
/// none is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn credited(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, u8, u64)>, StoreError> {
    const SQL: &str = "SELECT p.person_id, p.round, CAST(SUM(CASE WHEN p.credited > l.length THEN l.length ELSE p.credited END) \
        AS BIGINT) AS credited FROM course c \
        JOIN lesson l ON l.course_id = c.id JOIN lesson_progress p ON p.lesson_id = l.id \
        WHERE c.year = $1 AND c.is_required = 1 AND l.withdrawn_at IS NULL AND p.credited > 0 \
        GROUP BY p.person_id, p.round";
    tx.read_all(SQL, Values::new().number(year), |row| {
        Ok((row.parsed("person_id")?, row.small("round")?, row.small("credited")?))
    })
    .await
}

/// Who has studied the required course of a year, with the round.
///
/// # Errors
/// When the database does not answer.
pub async fn studied(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, u8)>, StoreError> {
    const SQL: &str = "SELECT person_id, round FROM study WHERE year = $1";
    tx.read_all(SQL, Values::new().number(year), |row| Ok((row.parsed("person_id")?, row.small("round")?))).await
}

/// Attempts at the examination of a year, by person; who has none is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn taken(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, Taken)>, StoreError> {
    const SQL: &str = "SELECT person_id, COUNT(*) AS attempts, MAX(points) AS best, \
        CAST(SUM(CASE WHEN ended_at IS NULL THEN 1 ELSE 0 END) AS BIGINT) AS running FROM exam_attempt \
        WHERE year = $1 GROUP BY person_id";
    tx.read_all(SQL, Values::new().number(year), |row| {
        let taken = Taken {
            attempts: row.small("attempts")?,
            running: row.small("running")?,
            best: row.number_or_null("best")?,
        };
        Ok((row.parsed("person_id")?, taken))
    })
    .await
}

/// How many make-ups were granted for a year, by person; who has none is left out.
///
/// # Errors
/// When the database does not answer.
pub async fn make_ups(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, u8)>, StoreError> {
    const SQL: &str = "SELECT person_id, COUNT(*) AS granted FROM make_up WHERE year = $1 GROUP BY person_id";
    tx.read_all(SQL, Values::new().number(year), |row| Ok((row.parsed("person_id")?, row.small("granted")?))).await
}
