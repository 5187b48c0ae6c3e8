//! What happened to a registration, oldest first.

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};

use crate::{Act, AuditLine, load, refusals};

/// Everything recorded about a registration.
///
/// # Errors
/// `NotFound` for whoever may not see it.
pub async fn history(act: &mut Act, id: RegistrationId) -> Result<Vec<AuditLine>, Refusal> {
    load::registration(act, id, Deed::View).await?;
    of_subject(act, &id.subject()).await
}

/// Everything recorded about a subject. The caller has authorised.
pub(crate) async fn of_subject(act: &mut Act, subject: &str) -> Result<Vec<AuditLine>, Refusal> {
    let entries = store::audit::of_subject(&mut act.tx, subject).await.map_err(refusals::store)?;
    // What was refused did not happen, and looking changes nothing: the auditor finds both in the log.
    let happened =
        entries.into_iter().filter(|entry| !entry.name.ends_with(".refused") && !entry.name.ends_with(".read"));
    Ok(happened.map(AuditLine::from).collect())
}
