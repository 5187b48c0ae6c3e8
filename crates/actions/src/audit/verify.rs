//! Checking that nobody rewrote the log.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    refusal::Refusal,
};

use crate::{Act, load, refusals};

/// What the check of the log found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditVerdict {
    /// Rows that were checked.
    pub rows: i64,
    /// The first row that is not as it was written; `None` when all are.
    pub first_bad: Option<BadRow>,
}

/// A row that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Its place.
    pub seq: i64,
    /// What is wrong with it.
    pub problem: String,
}

/// Checks the whole log; that it was checked is recorded.
///
/// # Errors
/// Refuses whoever is not an auditor.
pub async fn verify(act: &mut Act) -> Result<AuditVerdict, Refusal> {
    load::institution(act, Deed::ViewAudit)?;
    let found = store::audit::verify(&mut act.tx).await.map_err(refusals::store)?;
    let verdict = AuditVerdict {
        rows: found.rows,
        first_bad: found.first_bad.map(|bad| BadRow { seq: bad.seq, problem: bad.problem }),
    };
    let said = match &verdict.first_bad {
        None => "完整".to_owned(),
        Some(bad) => format!("第 {} 条有问题", bad.seq),
    };
    let rows = verdict.rows.to_string();
    let event = Event::new(EventKind::AuditVerified, "audit:log", &[("rows", &rows), ("verdict", &said)]);
    act.record_access(&event).await?;
    Ok(verdict)
}
