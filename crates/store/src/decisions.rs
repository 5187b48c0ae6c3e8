//! Assessments that were acted on, kept as they were. Rows are added, never changed.

use domain::{
    decision::KeptDecision,
    ids::{DecisionId, PersonId},
};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

const SELECT: &str = "SELECT d.id, d.person_id, d.year, d.registration_id, d.pack_name, d.pack_hash, d.inputs, \
    d.inputs_hash, d.result, d.explanation, d.explanation_hash, d.decided_by, d.decided_at, d.supersedes, \
    d.supersedes_why FROM kept_decision d";

/// Keeps a decision.
///
/// # Errors
/// `Unique` when what it supersedes was superseded meanwhile.
pub async fn insert(tx: &mut Tx, decision: &KeptDecision) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO kept_decision (id, person_id, year, registration_id, pack_name, pack_hash, \
        inputs, inputs_hash, result, explanation, explanation_hash, decided_by, decided_at, supersedes, \
        supersedes_why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
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
        .text_or_null(decision.supersedes_why.as_ref());
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
        supersedes_why: row.text_or_null("supersedes_why")?,
    })
}
