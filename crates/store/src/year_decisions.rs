//! Everybody's year, judged and kept a portion at a time. Rows are added, never changed.

use domain::{clock::Instant, ids::PersonId};

use crate::{
    StoreError, Tx,
    seam::{Cell, Fields, Values},
    year_rows::{DecisionRow, moment, parsed},
};

/// What a year was concluded to have come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conclusion {
    /// The result as JSON.
    pub result: String,
    /// When it was kept.
    pub at: Instant,
}

/// What the decisions of a portion have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judging<'a> {
    /// The year.
    pub year: i16,
    /// The policy pack.
    pub pack_name: &'a str,
    /// Its content hash.
    pub pack_hash: &'a str,
    /// SHA-256 of the decisions, one after another.
    pub digest: &'a str,
    /// Who had it done.
    pub decided_by: PersonId,
    /// When.
    pub decided_at: Instant,
}

/// One person's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearDecision {
    /// Whose.
    pub person: PersonId,
    /// SHA-256 of what was judged.
    pub inputs_hash: String,
    /// The result as JSON.
    pub result: String,
    /// SHA-256 of the account.
    pub explanation_hash: String,
}

/// Keeps a portion of decisions; answers the number of the judging.
///
/// # Errors
/// `Unique` when somebody else kept a portion meanwhile.
pub async fn keep(tx: &mut Tx, judging: &Judging<'_>, decisions: &[YearDecision]) -> Result<i64, StoreError> {
    const SQL: &str = "INSERT INTO judging (number, year, pack_name, pack_hash, decisions, digest, decided_by, \
        decided_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    const TABLE: (&str, [&str; 6]) =
        ("year_decision", ["person_id", "year", "judging", "inputs_hash", "result", "explanation_hash"]);
    let last = "SELECT COALESCE(MAX(number), 0) AS number FROM judging";
    let number = tx.number(last, Values::new()).await? + 1;
    let values = Values::new()
        .number(number)
        .number(judging.year)
        .text(judging.pack_name)
        .text(judging.pack_hash)
        .number(i64::try_from(decisions.len()).unwrap_or(i64::MAX))
        .text(judging.digest)
        .text(judging.decided_by)
        .number(judging.decided_at.as_millisecond());
    tx.execute(SQL, values).await?;
    let people: Vec<String> = decisions.iter().map(|decision| decision.person.to_string()).collect();
    let rows = people.iter().zip(decisions).map(|(person, decision)| {
        [
            Cell::Text(person),
            Cell::Number(i64::from(judging.year)),
            Cell::Number(number),
            Cell::Text(&decision.inputs_hash),
            Cell::Text(&decision.result),
            Cell::Text(&decision.explanation_hash),
        ]
    });
    tx.insert_all(TABLE, rows).await?;
    Ok(number)
}

/// What a person's year came to when everybody was judged last before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn latest_before(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    before: Instant,
) -> Result<Option<Conclusion>, StoreError> {
    const SQL: &str = "SELECT t.result, j.decided_at FROM year_decision t JOIN judging j ON j.number = t.judging \
        WHERE t.person_id = $1 AND t.year = $2 AND j.decided_at < $3 ORDER BY t.judging DESC LIMIT 1";
    let values = Values::new().text(person).number(year).number(before.as_millisecond());
    tx.read_one(SQL, values, |row| Ok(Conclusion { result: row.text("result")?, at: row.moment("decided_at")? })).await
}

/// All decisions of a year about a range of people, both ends among them, each person's in the order in which they were kept.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    tx: &mut Tx,
    year: i16,
    (first, last): (PersonId, PersonId),
) -> Result<Vec<(PersonId, DecisionRow)>, StoreError> {
    const SQL: &str = "SELECT t.person_id, t.judging, j.decided_at, j.pack_hash, t.inputs_hash, t.result, \
        t.explanation_hash FROM year_decision t JOIN judging j ON j.number = t.judging \
        WHERE t.person_id >= $1 AND t.person_id <= $2 AND +t.year = $3 ORDER BY t.person_id, t.judging";
    let values = Values::new().text(first).text(last).number(year);
    let mut decisions = Vec::new();
    let each = &mut |fields: &Fields<'_>| {
        let decision = DecisionRow {
            judging: fields.number(1)?,
            at: moment(fields, 2)?,
            pack_hash: fields.text(3)?.to_owned(),
            inputs_hash: fields.text(4)?.to_owned(),
            result: fields.text(5)?.to_owned(),
            explanation_hash: fields.text(6)?.to_owned(),
        };
        decisions.push((parsed(fields, 0)?, decision));
        Ok(())
    };
    tx.visit(SQL, values, each).await?;
    Ok(decisions)
}

/// How many decisions of a year there are, those that were superseded too.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &mut Tx, year: i16) -> Result<i64, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(decisions), 0) AS BIGINT) AS number FROM judging WHERE year = $1";
    tx.number(sql, Values::new().number(year)).await
}

/// The years of which decisions are kept.
///
/// # Errors
/// When the database does not answer.
pub async fn years(tx: &mut Tx) -> Result<Vec<i16>, StoreError> {
    const SQL: &str = "SELECT DISTINCT year FROM judging ORDER BY year";
    tx.read_all(SQL, Values::new(), |row| row.small("year")).await
}
