//! Approvals that were taken back. Rows are added, never changed.

use domain::{ids::RegistrationId, registration::ApprovalWithdrawal};

use crate::{
    StoreError, Tx,
    seam::{Row, Values},
};

/// Adds that an approval was taken back.
///
/// # Errors
/// `Unique` when the decision was withdrawn already; `Check` when the person does it for themselves, or without a reason.
pub async fn insert(tx: &mut Tx, withdrawal: &ApprovalWithdrawal) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO approval_withdrawal (decision_id, registration_id, person_id, withdrawn_by, \
        withdrawn_at, reason) VALUES ($1, $2, $3, $4, $5, $6)";
    let values = Values::new()
        .text(withdrawal.decision)
        .text(withdrawal.registration_id)
        .text(withdrawal.person_id)
        .text(withdrawal.withdrawn_by)
        .number(withdrawal.withdrawn_at.as_millisecond())
        .text(&withdrawal.reason);
    tx.execute(SQL, values).await?;
    Ok(())
}

/// The last time that the approval of a registration was taken back.
///
/// # Errors
/// When the database does not answer.
pub async fn latest(tx: &mut Tx, registration: RegistrationId) -> Result<Option<ApprovalWithdrawal>, StoreError> {
    let sql = "SELECT decision_id, registration_id, person_id, withdrawn_by, withdrawn_at, reason \
        FROM approval_withdrawal WHERE registration_id = $1 ORDER BY withdrawn_at DESC, decision_id DESC LIMIT 1";
    tx.read_one(sql, Values::new().text(registration), read).await
}

fn read(row: &Row) -> Result<ApprovalWithdrawal, StoreError> {
    Ok(ApprovalWithdrawal {
        registration_id: row.parsed("registration_id")?,
        person_id: row.parsed("person_id")?,
        decision: row.parsed("decision_id")?,
        withdrawn_by: row.parsed("withdrawn_by")?,
        withdrawn_at: row.moment("withdrawn_at")?,
        reason: row.text("reason")?,
    })
}
