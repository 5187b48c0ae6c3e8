//! Objections of learners to what counts of a lesson, and the answers of support.

use std::collections::HashMap;

use domain::{
    clock::Instant,
    ids::{DisputeId, LessonId, PersonId, UnitId},
    learning::{DisputeAnswer, Granted, Stretch, Uncounted, Watched},
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    learning,
    seam::{Row, Values, places},
};

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

/// An objection without an answer, with what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenDispute {
    /// The objection.
    pub dispute: Dispute,
    /// Name of the person.
    pub name: String,
    /// Their staff number.
    pub staff_number: String,
    /// Their unit.
    pub unit: UnitId,
    /// Name of the lesson.
    pub lesson: String,
    /// Milliseconds of it.
    pub length: u32,
    /// The year of its course.
    pub year: i16,
    /// Whether that is the required one of the year.
    pub is_required: bool,
    /// How many make-ups the person was granted for the year.
    pub make_ups: usize,
}

/// Objections without an answer, the oldest first, so many behind `offset`; and how many there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn open(tx: &mut Tx, limit: i64, offset: i64) -> Result<(Vec<OpenDispute>, i64), StoreError> {
    const SQL: &str = "SELECT d.id, d.person_id, d.lesson_id, d.reason, d.raised_at, d.answer, p.name, p.staff_number, \
        p.unit_id, l.title, l.length, c.year, c.is_required, \
        (SELECT COUNT(*) FROM make_up m WHERE m.person_id = d.person_id AND m.year = c.year) AS make_ups \
        FROM lesson_dispute d JOIN person p ON p.id = d.person_id JOIN lesson l ON l.id = d.lesson_id \
        JOIN course c ON c.id = l.course_id WHERE d.answer IS NULL ORDER BY d.raised_at, d.id LIMIT $1 OFFSET $2";
    let total = count_open(tx).await?;
    let open = tx.read_all(SQL, Values::new().number(limit).number(offset), |row| {
        Ok(OpenDispute {
            dispute: read(row)?,
            name: row.text("name")?,
            staff_number: row.text("staff_number")?,
            unit: row.parsed("unit_id")?,
            lesson: row.text("title")?,
            length: row.small("length")?,
            year: row.small("year")?,
            is_required: row.yes("is_required")?,
            make_ups: row.small("make_ups")?,
        })
    });
    Ok((open.await?, total))
}

/// How many objections have no answer.
///
/// # Errors
/// When the database does not answer.
pub async fn count_open(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.number("SELECT COUNT(*) AS number FROM lesson_dispute WHERE answer IS NULL", Values::new()).await
}

/// Person and lesson of the objections that are listed.
const OPEN: &str = "(person_id, lesson_id) IN (SELECT person_id, lesson_id FROM (SELECT person_id, lesson_id \
    FROM lesson_dispute WHERE answer IS NULL ORDER BY raised_at, id LIMIT $1 OFFSET $2) AS listed)";

/// What counts of the lessons to which the listed objections are, by person and lesson and by round.
///
/// # Errors
/// When the database does not answer.
pub async fn progress_of_open(
    tx: &mut Tx,
    limit: i64,
    offset: i64,
) -> Result<HashMap<((PersonId, LessonId), u8), Watched>, StoreError> {
    let sql = format!("SELECT person_id, lesson_id, round, watched FROM lesson_progress WHERE {OPEN}");
    let all = tx.read_all(sql, Values::new().number(limit).number(offset), |row| {
        Ok(((about(row)?, row.small("round")?), row.parsed("watched")?))
    });
    Ok(all.await?.into_iter().collect())
}

/// What did not count of them, in milliseconds by reason.
///
/// # Errors
/// When the database does not answer.
pub async fn uncounted_of_open(
    tx: &mut Tx,
    limit: i64,
    offset: i64,
) -> Result<HashMap<(PersonId, LessonId), Vec<(Uncounted, i64)>>, StoreError> {
    let sql = format!("SELECT person_id, lesson_id, reason, total FROM lesson_uncounted WHERE {OPEN} ORDER BY reason");
    let all = tx.read_all(sql, Values::new().number(limit).number(offset), |row| {
        Ok((about(row)?, (learning::reason(row)?, row.number("total")?)))
    });
    let mut uncounted: HashMap<_, Vec<_>> = HashMap::new();
    for (about, part) in all.await? {
        uncounted.entry(about).or_default().push(part);
    }
    Ok(uncounted)
}

const GRANTED: &str = "SELECT person_id, lesson_id, granted_from, granted_to, granted_round, granted_fresh \
    FROM lesson_dispute WHERE granted_from IS NOT NULL";

/// What was granted to a person in these lessons, the oldest first.
///
/// # Errors
/// When the database does not answer.
pub async fn granted(
    tx: &mut Tx,
    person: PersonId,
    lessons: &[LessonId],
) -> Result<Vec<(LessonId, Granted)>, StoreError> {
    if lessons.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "{GRANTED} AND person_id = $1 AND lesson_id IN ({}) ORDER BY answered_at, id",
        places(2, lessons.len())
    );
    let values = lessons.iter().fold(Values::new().text(person), |values, lesson| values.text(lesson));
    Ok(tx.read_all(sql, values, told).await?.into_iter().map(|((_, lesson), granted)| (lesson, granted)).collect())
}

/// What was granted before in the lessons to which the listed objections are.
///
/// # Errors
/// When the database does not answer.
pub async fn granted_of_open(
    tx: &mut Tx,
    limit: i64,
    offset: i64,
) -> Result<HashMap<(PersonId, LessonId), Vec<Granted>>, StoreError> {
    let sql = format!("{GRANTED} AND {OPEN} ORDER BY answered_at, id");
    let mut all: HashMap<_, Vec<_>> = HashMap::new();
    for (about, granted) in tx.read_all(sql, Values::new().number(limit).number(offset), told).await? {
        all.entry(about).or_default().push(granted);
    }
    Ok(all)
}

/// A row of [`GRANTED`].
fn told(row: &Row) -> Result<((PersonId, LessonId), Granted), StoreError> {
    Ok((about(row)?, granted_in(row)?.ok_or_else(|| unreadable("granted_from"))?))
}

fn about(row: &Row) -> Result<(PersonId, LessonId), StoreError> {
    Ok((row.parsed("person_id")?, row.parsed("lesson_id")?))
}

fn read(row: &Row) -> Result<Dispute, StoreError> {
    let answer = match row.text_or_null("answer")? {
        Some(text) => Some(DisputeAnswer { text, at: row.moment("answered_at")?, granted: granted_in(row)? }),
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

fn granted_in(row: &Row) -> Result<Option<Granted>, StoreError> {
    if row.number_or_null("granted_from")?.is_none() {
        return Ok(None);
    }
    let stretch = Stretch::new(row.small("granted_from")?, row.small("granted_to")?);
    let stretch = stretch.ok_or_else(|| unreadable("granted_to"))?;
    Ok(Some(Granted { stretch, round: row.small("granted_round")?, fresh: row.small("granted_fresh")? }))
}
