//! Checking that nobody rewrote the log.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    refusal::Refusal,
};

pub use store::audit::{BadRow, Verification};

use crate::{Act, load, refusals};

/// Checks the whole log; that it was checked is recorded.
///
/// # Errors
/// `NotFound` for whoever is not an auditor.
pub async fn verify(act: &mut Act) -> Result<Verification, Refusal> {
    load::office(act, Deed::ViewAudit)?;
    let verdict = store::audit::verify(&mut act.tx).await.map_err(refusals::store)?;
    let said = match &verdict.first_bad {
        None => "完整".to_owned(),
        Some(bad) => format!("第 {} 行有问题", bad.seq),
    };
    let rows = verdict.rows.to_string();
    let event = Event::new(EventKind::AuditVerified, "audit:log", &[("rows", &rows), ("verdict", &said)]);
    act.record_access(&event).await?;
    Ok(verdict)
}
