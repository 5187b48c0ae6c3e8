//! Objections of learners to what counts of a lesson, and the answers of support.

use domain::{
    clock::Instant,
    ids::{DisputeId, LessonId, PersonId},
    learning::{DisputeAnswer, Granted, Stretch},
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values},
};

/// The most open objections that are listed at once.
pub const LISTED_MAX: i64 = 200;

/// One objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// Identity.
    pub id: DisputeId,
    /// Who objects.
    pub person: PersonId,
    /// To what counts of which lesson.
    pub lesson: LessonId,
    /// Why.
    pub reason: String,
    /// When.
    pub raised_at: Instant,
    /// What support answered.
    pub answer: Option<DisputeAnswer>,
}

/// Adds an objection.
///
/// # Errors
/// `ForeignKey` when there is no such person or lesson.
pub async fn add(tx: &mut Tx, dispute: &Dispute) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO lesson_dispute (id, person_id, lesson_id, reason, raised_at) \
        VALUES ($1, $2, $3, $4, $5)";
    let values = Values::new()
        .text(dispute.id)
        .text(dispute.person)
        .text(dispute.lesson)
        .text(&dispute.reason)
        .number(dispute.raised_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Answers an objection; `false` when it has an answer already.
///
/// # Errors
/// `Check` when somebody answers themselves, or when nothing of what is granted is new.
pub async fn answer(tx: &mut Tx, id: DisputeId, answer: &DisputeAnswer, by: PersonId) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE lesson_dispute SET answer = $2, answered_by = $3, answered_at = $4, granted_from = $5, \
        granted_to = $6, granted_round = $7, granted_fresh = $8 WHERE id = $1 AND answer IS NULL";
    let granted = answer.granted;
    let values = Values::new()
        .text(id)
        .text(&answer.text)
        .text(by)
        .number(answer.at.as_millisecond())
        .number_or_null(granted.map(|granted| granted.stretch.from()))
        .number_or_null(granted.map(|granted| granted.stretch.to()))
        .number_or_null(granted.map(|granted| granted.round))
        .number_or_null(granted.map(|granted| granted.fresh));
    Ok(tx.execute(SQL, values).await? > 0)
}

const DISPUTE: &str = "SELECT id, person_id, lesson_id, reason, raised_at, answer, answered_at, granted_from, \
    granted_to, granted_round, granted_fresh FROM lesson_dispute";

/// One objection.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: DisputeId) -> Result<Option<Dispute>, StoreError> {
    tx.read_one(format!("{DISPUTE} WHERE id = $1"), Values::new().text(id), read).await
}

/// What a person objected to in a lesson, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_lesson(tx: &mut Tx, person: PersonId, lesson: LessonId) -> Result<Vec<Dispute>, StoreError> {
    let sql = format!("{DISPUTE} WHERE person_id = $1 AND lesson_id = $2 ORDER BY raised_at DESC, id DESC");
    tx.read_all(sql, Values::new().text(person).text(lesson), read).await
}

/// Objections without an answer, the oldest first, at most [`LISTED_MAX`].
///
/// # Errors
/// When the database does not answer.
pub async fn open(tx: &mut Tx) -> Result<Vec<Dispute>, StoreError> {
    let sql = format!("{DISPUTE} WHERE answer IS NULL ORDER BY raised_at, id LIMIT $1");
    tx.read_all(sql, Values::new().number(LISTED_MAX), read).await
}

fn read(row: &Row) -> Result<Dispute, StoreError> {
    let answer = match row.text_or_null("answer")? {
        Some(text) => Some(DisputeAnswer { text, at: row.moment("answered_at")?, granted: granted(row)? }),
        None => None,
    };
    Ok(Dispute {
        id: row.parsed("id")?,
        person: row.parsed("person_id")?,
        lesson: row.parsed("lesson_id")?,
        reason: row.text("reason")?,
        raised_at: row.moment("raised_at")?,
        answer,
    })
}

fn granted(row: &Row) -> Result<Option<Granted>, StoreError> {
    if row.number_or_null("granted_from")?.is_none() {
        return Ok(None);
    }
    let stretch = Stretch::new(row.small("granted_from")?, row.small("granted_to")?);
    let stretch = stretch.ok_or_else(|| unreadable("granted_to"))?;
    Ok(Some(Granted { stretch, round: row.small("granted_round")?, fresh: row.small("granted_fresh")? }))
}
