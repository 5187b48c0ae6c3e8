//! Assessments that were acted on, kept as they were. Rows are added, never changed.

use domain::{decision::KeptDecision, ids::PersonId};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

/// Keeps a decision.
///
/// # Errors
/// `Unique` when what it supersedes was superseded meanwhile.
pub async fn insert(tx: &mut Tx, decision: &KeptDecision) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO kept_decision (id, person_id, year, registration_id, pack_name, pack_hash, \
        inputs_hash, result, explanation, decided_by, decided_at, supersedes) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let values = Values::new()
        .text(decision.id)
        .text(decision.person_id)
        .number(decision.year)
        .text_or_null(decision.registration_id)
        .text(&decision.pack_name)
        .text(&decision.pack_hash)
        .text(&decision.inputs_hash)
        .text(&decision.result)
        .text(&decision.explanation)
        .text(decision.decided_by)
        .number(decision.decided_at.as_millisecond())
        .text_or_null(decision.supersedes);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// The decision on a person's year that nothing supersedes.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(tx: &mut Tx, person: PersonId, year: i16) -> Result<Option<KeptDecision>, StoreError> {
    let sql = "SELECT d.id, d.person_id, d.year, d.registration_id, d.pack_name, d.pack_hash, d.inputs_hash, \
        d.result, d.explanation, d.decided_by, d.decided_at, d.supersedes FROM kept_decision d \
        WHERE d.person_id = $1 AND d.year = $2 \
        AND NOT EXISTS (SELECT 1 FROM kept_decision later WHERE later.supersedes = d.id)";
    tx.read_one(sql, Values::new().text(person).number(year), read).await
}

fn read(row: &Row) -> Result<KeptDecision, StoreError> {
    Ok(KeptDecision {
        id: row.parsed("id")?,
        person_id: row.parsed("person_id")?,
        year: row.small("year")?,
        registration_id: row.parsed_or_null("registration_id")?,
        pack_name: row.text("pack_name")?,
        pack_hash: row.text("pack_hash")?,
        inputs_hash: row.text("inputs_hash")?,
        result: row.text("result")?,
        explanation: row.text("explanation")?,
        decided_by: row.parsed("decided_by")?,
        decided_at: row.moment("decided_at")?,
        supersedes: row.parsed_or_null("supersedes")?,
    })
}
