//! Reading the signed and sealed summary form.

use domain::{access::Deed, audit::EventKind, ids::RegistrationId, refusal::Refusal};

use crate::{Act, FileBytes, files, load, refusals};

/// The bytes of the sealed form.
///
/// # Errors
/// `NotFound` when there is none, or for whoever may not see the registration.
pub async fn read_sealed_form(act: &mut Act, id: RegistrationId) -> Result<FileBytes, Refusal> {
    let actor = act.signed_in()?;
    let registration = load::registration(act, id, Deed::View).await?;
    let missing = || Refusal::not_found("汇总表");
    let form = registration.sealed_form.ok_or_else(missing)?;
    let document = store::documents::get(&mut act.tx, form).await.map_err(refusals::store)?.ok_or_else(missing)?;
    let bytes = files::fetch(&act.app, &document.path, &document.sha256).await?;
    if actor.person != registration.person_id {
        let event = registration.event(EventKind::EvidenceRead, &[("file", &document.file_name)]);
        act.record_access(&event).await?;
    }
    Ok(FileBytes { name: document.file_name, media_type: document.media_type, bytes })
}
