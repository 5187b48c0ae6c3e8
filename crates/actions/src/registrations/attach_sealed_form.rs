//! Attaching the signed and sealed summary form (article 6).

use domain::{
    access::Deed,
    document::{Document, DocumentKind},
    ids::{DocumentId, RegistrationId},
    refusal::Refusal,
};

use crate::{Act, CheckedFile, files, load, refusals};

/// Attaches the signed and sealed form, in place of any before.
///
/// # Errors
/// Refuses a file that is empty, too large, cut off or of another type, anyone but the person, and before the check.
pub async fn attach_sealed_form(
    act: &mut Act,
    id: RegistrationId,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<(), Refusal> {
    may_attach_sealed_form(act, id).await?;
    let file = act.app.uploads.check(file_name, bytes).await?;
    attach_checked_sealed_form(act, id, file).await
}

/// Whether the form could be attached now, before anybody looks into the file.
///
/// # Errors
/// Refuses anyone but the person, and before the check.
pub async fn may_attach_sealed_form(act: &mut Act, id: RegistrationId) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::AttachSealedForm).await?;
    registration.attach_sealed_form(&actor, act.new_id(DocumentId::from_uuid)?).map(|_| ())
}

/// Attaches a form that was looked at before, so that nobody waits for that while this act goes on.
///
/// # Errors
/// As [`attach_sealed_form`], but for the content.
pub async fn attach_checked_sealed_form(act: &mut Act, id: RegistrationId, file: CheckedFile) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::AttachSealedForm).await?;
    let document_id = act.new_id(DocumentId::from_uuid)?;
    let event = registration.attach_sealed_form(&actor, document_id)?;
    let document = Document {
        id: document_id,
        kind: DocumentKind::SealedForm,
        person_id: Some(registration.person_id),
        path: files::document_path(&file.sha256, document_id),
        size_bytes: file.size_bytes(),
        file_name: file.name,
        media_type: file.media_type.to_owned(),
        sha256: file.sha256,
        created_at: act.now(),
    };
    store::documents::insert(&mut act.tx, &document).await.map_err(refusals::store)?;
    act.keep_file(document.path, file.bytes);
    load::save(act, &mut registration).await?;
    act.record(&event).await
}
