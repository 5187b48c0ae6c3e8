//! Requests for a make-up, and how they were answered.

use domain::{
    clock::Instant,
    exam::{MakeUpRequest, RequestAnswer},
    ids::{MakeUpRequestId, PersonId},
};

use crate::{
    StoreError, Tx,
    columns::unreadable,
    seam::{Row, Values},
};

/// Adds a request.
///
/// # Errors
/// `Unique` while the person has an open one for the year; `ForeignKey` when there is no such person.
pub async fn add(tx: &mut Tx, request: &MakeUpRequest) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO make_up_request (id, person_id, year, reason, asked_at) VALUES ($1, $2, $3, $4, $5)";
    let values = Values::new()
        .text(request.id)
        .text(request.person)
        .number(request.year)
        .text(&request.reason)
        .number(request.asked_at.as_millisecond());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// Answers the open request of a person for a year; `false` when there is none.
///
/// # Errors
/// `Check` when somebody answers themselves.
pub async fn answer(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    answer: &RequestAnswer,
    by: PersonId,
    now: Instant,
) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE make_up_request SET closed_at = $3, closed_by = $4, make_up_id = $5, refusal = $6 \
        WHERE person_id = $1 AND year = $2 AND closed_at IS NULL";
    let (granted, refused) = match answer {
        RequestAnswer::Granted(id) => (Some(id.to_string()), None),
        RequestAnswer::Refused(reason) => (None, Some(reason)),
    };
    let values = Values::new()
        .text(person)
        .number(year)
        .number(now.as_millisecond())
        .text(by)
        .text_or_null(granted.as_ref())
        .text_or_null(refused);
    Ok(tx.execute(SQL, values).await? == 1)
}

const REQUEST: &str =
    "SELECT id, person_id, year, reason, asked_at, closed_at, make_up_id, refusal FROM make_up_request";

/// One request.
///
/// # Errors
/// When the database does not answer.
pub async fn get(tx: &mut Tx, id: MakeUpRequestId) -> Result<Option<MakeUpRequest>, StoreError> {
    tx.read_one(format!("{REQUEST} WHERE id = $1"), Values::new().text(id), read).await
}

/// What a person asked for a year, the newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_person(tx: &mut Tx, person: PersonId, year: i16) -> Result<Vec<MakeUpRequest>, StoreError> {
    let sql = format!("{REQUEST} WHERE person_id = $1 AND year = $2 ORDER BY asked_at DESC, id DESC");
    tx.read_all(sql, Values::new().text(person).number(year), read).await
}

/// Requests without an answer, the oldest first, so many behind `offset`; and how many there are in all.
///
/// # Errors
/// When the database does not answer.
pub async fn open(tx: &mut Tx, limit: i64, offset: i64) -> Result<(Vec<MakeUpRequest>, i64), StoreError> {
    let total = count_open(tx).await?;
    let sql = format!("{REQUEST} WHERE closed_at IS NULL ORDER BY asked_at, id LIMIT $1 OFFSET $2");
    Ok((tx.read_all(sql, Values::new().number(limit).number(offset), read).await?, total))
}

/// How many requests have no answer.
///
/// # Errors
/// When the database does not answer.
pub async fn count_open(tx: &mut Tx) -> Result<i64, StoreError> {
    tx.number("SELECT COUNT(*) AS number FROM make_up_request WHERE closed_at IS NULL", Values::new()).await
}

fn read(row: &Row) -> Result<MakeUpRequest, StoreError> {
    let answer = match (row.moment_or_null("closed_at")?, row.text_or_null("refusal")?) {
        (None, _) => None,
        (Some(at), Some(reason)) => Some((at, RequestAnswer::Refused(reason))),
        (Some(at), None) => {
            let id = row.text("make_up_id")?.parse().map_err(|_| unreadable("make_up_id"))?;
            Some((at, RequestAnswer::Granted(id)))
        }
    };
    Ok(MakeUpRequest {
        id: row.parsed("id")?,
        person: row.parsed("person_id")?,
        year: row.small("year")?,
        reason: row.text("reason")?,
        asked_at: row.moment("asked_at")?,
        answer,
    })
}
