//! What is settled for the public subjects of each year (article 3): appended, the newest revision counts.

use domain::{clock::Instant, training_year::TrainingYear};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT t.year, t.theme, t.notice, t.notices, t.study_hours, t.exam_hours, t.opens, t.closes, \
    t.past_years, t.exam";

/// A year's settings with who settled them so, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// Its number, from 1 for each year.
    pub number: i64,
    /// The settings.
    pub year: TrainingYear,
    /// Who: a person's identifier as text.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Adds the revision of a year's settings with this number.
///
/// # Errors
/// `Unique` when somebody else has added it.
pub async fn settle(tx: &mut Tx, year: &TrainingYear, revision: i64, by: &str, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO training_year (year, theme, notice, study_hours, exam_hours, opens, closes, exam, \
        settled_by, settled_at, notices, past_years, revision) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let exam = serde_json::to_string(&year.exam).map_err(|_| unreadable("exam"))?;
    let notices = serde_json::to_string(&year.notices).map_err(|_| unreadable("notices"))?;
    let past = serde_json::to_string(&year.past_years).map_err(|_| unreadable("past_years"))?;
    let values = Values::new()
        .number(year.year)
        .text(&year.theme)
        .text(&year.notice)
        .number(year.study_hours.hundredths())
        .number(year.exam_hours.hundredths())
        .text(year.opens)
        .text(year.closes)
        .text(exam)
        .text(by)
        .number(now.as_millisecond())
        .text(notices)
        .text(past)
        .number(revision);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// The settings of a year as they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, year: i16) -> Result<Option<TrainingYear>, StoreError> {
    let sql = format!("{SELECT} FROM training_year t WHERE year = $1 ORDER BY revision DESC LIMIT 1");
    tx.read_one(sql, Values::new().number(year), read).await
}

/// Every revision of a year's settings, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn revisions(tx: &mut Tx, year: i16) -> Result<Vec<Revision>, StoreError> {
    let sql = format!(
        "{SELECT}, t.revision, t.settled_by, t.settled_at FROM training_year t WHERE year = $1 \
        ORDER BY revision DESC"
    );
    tx.read_all(sql, Values::new().number(year), |row| {
        Ok(Revision {
            number: row.number("revision")?,
            year: read(row)?,
            by: row.text("settled_by")?,
            at: row.moment("settled_at")?,
        })
    })
    .await
}

/// Every year that is settled, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all(tx: &mut Tx) -> Result<Vec<TrainingYear>, StoreError> {
    let sql = format!(
        "{SELECT} FROM training_year t \
         WHERE revision = (SELECT MAX(revision) FROM training_year WHERE year = t.year) ORDER BY year DESC"
    );
    tx.read_all(sql, Values::new(), read).await
}

fn read(row: &Row) -> Result<TrainingYear, StoreError> {
    let exam = serde_json::from_str(&row.text("exam")?).map_err(|_| unreadable("exam"))?;
    let notices = serde_json::from_str(&row.text("notices")?).map_err(|_| unreadable("notices"))?;
    let past_years = serde_json::from_str(&row.text("past_years")?).map_err(|_| unreadable("past_years"))?;
    Ok(TrainingYear {
        notices,
        past_years,
        year: row.small("year")?,
        theme: row.text("theme")?,
        notice: row.text("notice")?,
        study_hours: row.hours("study_hours")?,
        exam_hours: row.hours("exam_hours")?,
        opens: row.parsed("opens")?,
        closes: row.parsed("closes")?,
        exam,
    })
}
