//! Questions of the banks, one bank a year, each question through all its versions.

use domain::{
    clock::Instant,
    exam::Drawn,
    ids::QuestionId,
    question::{Choice, Question},
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values},
};

/// A question of a bank in its newest version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banked {
    /// Which.
    pub id: QuestionId,
    /// Its newest version.
    pub version: i64,
    /// What it asks.
    pub question: Question,
}

/// A question as a list of the bank shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The question.
    pub banked: Banked,
    /// The year of its bank.
    pub year: i16,
    /// Since when no paper asks it any more; `None` while it is in use.
    pub retired_at: Option<Instant>,
}

/// Adds a question at version 1.
///
/// # Errors
/// When the database does not answer.
pub async fn add(tx: &mut Tx, year: i16, id: QuestionId, question: &Question, now: Instant) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO question (id, year, added_at) VALUES ($1, $2, $3)";
    tx.execute(SQL, Values::new().text(id).number(year).number(now.as_millisecond())).await?;
    add_version(tx, id, 1, question, now).await
}

/// Adds a version to a question; papers that are drawn keep the one that they have.
///
/// # Errors
/// `Unique` when somebody else added this version, `ForeignKey` when there is no such question.
pub async fn add_version(
    tx: &mut Tx,
    id: QuestionId,
    version: i64,
    question: &Question,
    now: Instant,
) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO question_version (question_id, version, form, stem, options, right_options, \
        explanation, chapter, difficulty, added_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let options = serde_json::to_string(&question.options).map_err(|_| unreadable("options"))?;
    let values = Values::new()
        .text(id)
        .number(version)
        .text(question.form.as_str())
        .text(&question.stem)
        .text(options)
        .number(question.right.bits())
        .text(&question.explanation)
        .text(&question.chapter)
        .number(question.difficulty)
        .number(now.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

const NEWEST: &str = "SELECT q.id, q.year, q.retired_at, v.version, v.form, v.stem, v.options, v.right_options, v.explanation, v.chapter, \
    v.difficulty FROM question q JOIN question_version v ON v.question_id = q.id AND v.version = \
    (SELECT MAX(version) FROM question_version WHERE question_id = q.id)";

/// The bank of a year: every question that is not retired, in its newest version, in the order of adding.
///
/// # Errors
/// When the database does not answer.
pub async fn bank(tx: &mut Tx, year: i16) -> Result<Vec<Banked>, StoreError> {
    let sql = format!("{NEWEST} WHERE q.year = $1 AND q.retired_at IS NULL ORDER BY q.id");
    tx.read_all(sql, Values::new().number(year), |row| {
        Ok(Banked { id: row.parsed("id")?, version: row.number("version")?, question: read(row)? })
    })
    .await
}

/// What drawing needs to know of the bank of a year, in the order of adding.
///
/// # Errors
/// When the database does not answer.
pub async fn to_draw(tx: &mut Tx, year: i16) -> Result<Vec<Drawn>, StoreError> {
    let bank = bank(tx, year).await?;
    Ok(bank
        .into_iter()
        .map(|banked| Drawn {
            id: banked.id,
            version: banked.version,
            form: banked.question.form,
            options: u8::try_from(banked.question.options.len()).unwrap_or(0),
            chapter: banked.question.chapter,
            difficulty: banked.question.difficulty,
        })
        .collect())
}

/// One version of a question.
///
/// # Errors
/// When the database does not answer.
pub async fn version(tx: &mut Tx, id: QuestionId, version: i64) -> Result<Option<Question>, StoreError> {
    const SQL: &str = "SELECT form, stem, options, right_options, explanation, chapter, difficulty FROM question_version \
        WHERE question_id = $1 AND version = $2";
    tx.read_one(SQL, Values::new().text(id).number(version), read).await
}

/// Takes a question out of its bank, or back into it; answers whether that changes anything. Papers that ask it go on asking
/// it.
///
/// # Errors
/// When the database does not answer.
pub async fn retire(tx: &mut Tx, id: QuestionId, at: Option<Instant>) -> Result<bool, StoreError> {
    const OUT: &str = "UPDATE question SET retired_at = $2 WHERE id = $1 AND retired_at IS NULL";
    const BACK: &str = "UPDATE question SET retired_at = $2 WHERE id = $1 AND retired_at IS NOT NULL";
    let values = Values::new().text(id).number_or_null(at.map(Instant::as_millisecond));
    Ok(tx.execute(if at.is_some() { OUT } else { BACK }, values).await? == 1)
}

/// Every question of a year in its newest version, retired ones too, in the order of adding.
///
/// # Errors
/// When the database does not answer.
pub async fn all(tx: &mut Tx, year: i16) -> Result<Vec<Listed>, StoreError> {
    tx.read_all(format!("{NEWEST} WHERE q.year = $1 ORDER BY q.id"), Values::new().number(year), read_listed).await
}

/// One question in its newest version.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: QuestionId) -> Result<Option<Listed>, StoreError> {
    tx.read_one(format!("{NEWEST} WHERE q.id = $1"), Values::new().text(id), read_listed).await
}

fn read_listed(row: &Row) -> Result<Listed, StoreError> {
    let banked = Banked { id: row.parsed("id")?, version: row.number("version")?, question: read(row)? };
    Ok(Listed { year: row.small("year")?, retired_at: row.moment_or_null("retired_at")?, banked })
}

fn read(row: &Row) -> Result<Question, StoreError> {
    Ok(Question {
        form: row.parsed("form")?,
        stem: row.text("stem")?,
        options: serde_json::from_str(&row.text("options")?).map_err(|_| unreadable("options"))?,
        right: Choice::from_bits(row.small("right_options")?),
        explanation: row.text("explanation")?,
        chapter: row.text("chapter")?,
        difficulty: row.small("difficulty")?,
    })
}
