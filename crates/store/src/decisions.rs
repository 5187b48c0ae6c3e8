//! Assessments that were acted on, kept as they were. Rows are added, never changed.

use domain::{
    clock::Instant,
    decision::KeptDecision,
    ids::{DecisionId, PersonId},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT d.id, d.person_id, d.year, d.registration_id, d.pack_name, d.pack_hash, d.inputs, \
    d.inputs_hash, d.result, d.explanation, d.explanation_hash, d.decided_by, d.decided_at, d.supersedes, \
    d.supersedes_reason FROM kept_decision d";

/// Keeps a decision.
///
/// # Errors
/// `Unique` when what it supersedes was superseded meanwhile; `Check` when it does not say why.
pub async fn insert(tx: &mut Tx, decision: &KeptDecision) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO kept_decision (id, person_id, year, registration_id, pack_name, pack_hash, \
        inputs, inputs_hash, result, explanation, explanation_hash, decided_by, decided_at, supersedes, \
        supersedes_reason) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let values = Values::new()
        .text(decision.id)
        .text(decision.person_id)
        .number(decision.year)
        .text_or_null(decision.registration_id)
        .text(&decision.pack_name)
        .text(&decision.pack_hash)
        .text(&decision.inputs)
        .text(&decision.inputs_hash)
        .text(&decision.result)
        .text(&decision.explanation)
        .text(&decision.explanation_hash)
        .text(decision.decided_by)
        .number(decision.decided_at.as_millisecond())
        .text_or_null(decision.supersedes)
        .text_or_null(decision.supersedes_reason.as_ref());
    tx.execute(SQL, values).await?;
    Ok(())
}

/// The decision on a person's year that nothing supersedes.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(tx: &mut Tx, person: PersonId, year: i16) -> Result<Option<KeptDecision>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE d.person_id = $1 AND d.year = $2 \
         AND NOT EXISTS (SELECT 1 FROM kept_decision later WHERE later.supersedes = d.id)"
    );
    tx.read_one(sql, Values::new().text(person).number(year), read).await
}

/// The decision on a person's year that stood just before a moment; `None` too when an approval that rested on it had
/// been taken back by then.
///
/// # Errors
/// When the database does not answer.
pub async fn standing_before(
    tx: &mut Tx,
    person: PersonId,
    year: i16,
    before: Instant,
) -> Result<Option<KeptDecision>, StoreError> {
    let sql = format!(
        "{SELECT} WHERE d.person_id = $1 AND d.year = $2 AND d.decided_at < $3 \
         AND NOT EXISTS (SELECT 1 FROM kept_decision later WHERE later.supersedes = d.id AND later.decided_at < $3) \
         AND NOT EXISTS (SELECT 1 FROM approval_withdrawal w WHERE w.decision_id = d.id AND w.withdrawn_at < $3)"
    );
    let values = Values::new().text(person).number(year).number(before.as_millisecond());
    tx.read_one(sql, values, read).await
}

/// What was kept of a registered year, without the words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptResult {
    /// Content hash of the pack, 64 hexadecimal digits.
    pub pack_hash: String,
    /// The facts as JSON text.
    pub inputs: String,
    /// The assessment as JSON text.
    pub result: String,
}

/// The decisions on registrations of a year that nothing supersedes, each with its person.
///
/// # Errors
/// When the database does not answer.
pub async fn of_year(tx: &mut Tx, year: i16) -> Result<Vec<(PersonId, KeptResult)>, StoreError> {
    const SQL: &str = "SELECT d.person_id, d.pack_hash, d.inputs, d.result FROM kept_decision d WHERE d.year = $1 \
        AND d.registration_id IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM kept_decision later WHERE later.supersedes = d.id)";
    let kept = |row: &Row| {
        let kept =
            KeptResult { pack_hash: row.text("pack_hash")?, inputs: row.text("inputs")?, result: row.text("result")? };
        Ok((row.parsed("person_id")?, kept))
    };
    tx.read_all(SQL, Values::new().number(year), kept).await
}

/// Decisions in the order of their identifiers, those after one of them: a page of all that there are.
///
/// # Errors
/// When the database does not answer.
pub async fn after(tx: &mut Tx, last: Option<DecisionId>, limit: i64) -> Result<Vec<KeptDecision>, StoreError> {
    let sql = format!("{SELECT} WHERE d.id > $1 ORDER BY d.id LIMIT $2");
    let last = last.map_or_else(String::new, |id| id.to_string());
    tx.read_all(sql, Values::new().text(last).number(limit), read).await
}

fn read(row: &Row) -> Result<KeptDecision, StoreError> {
    Ok(KeptDecision {
        id: row.parsed("id")?,
        person_id: row.parsed("person_id")?,
        year: row.small("year")?,
        registration_id: row.parsed_or_null("registration_id")?,
        pack_name: row.text("pack_name")?,
        pack_hash: row.text("pack_hash")?,
        inputs: row.text("inputs")?,
        inputs_hash: row.text("inputs_hash")?,
        result: row.text("result")?,
        explanation: row.text("explanation")?,
        explanation_hash: row.text("explanation_hash")?,
        decided_by: row.parsed("decided_by")?,
        decided_at: row.moment("decided_at")?,
        supersedes: row.parsed_or_null("supersedes")?,
        supersedes_reason: row.text_or_null("supersedes_reason")?,
    })
}
