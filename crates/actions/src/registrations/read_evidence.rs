//! Reading a piece of evidence; that it was read is recorded unless the reader is its owner.

use domain::{access::Deed, audit::EventKind, ids::EvidenceId, refusal::Refusal};

use crate::{Act, FileBytes, files, load};

/// The bytes of a piece of evidence.
///
/// # Errors
/// `NotFound` for whoever may not see the registration.
pub async fn read_evidence(act: &mut Act, id: EvidenceId) -> Result<FileBytes, Refusal> {
    let actor = act.signed_in()?;
    let (registration, evidence) = load::evidence(act, id, Deed::View).await?;
    let bytes = files::fetch(&act.app, &evidence.object_path(), &evidence.sha256).await?;
    if actor.person != registration.person_id {
        let event = registration.event(EventKind::EvidenceRead, &[("file", &evidence.file_name)]);
        act.record_access(&event).await?;
    }
    Ok(FileBytes { name: evidence.file_name, media_type: evidence.media_type, bytes })
}
