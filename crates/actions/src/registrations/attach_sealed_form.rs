//! Attaching the signed and sealed summary form (article 6).

use domain::{
    access::Deed,
    document::{Document, DocumentKind},
    ids::{DocumentId, RegistrationId},
    refusal::Refusal,
};

use crate::{Act, files, load, refusals, uploads};

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
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::AttachSealedForm).await?;
    let document_id = act.new_id(DocumentId::from_uuid)?;
    let event = registration.attach_sealed_form(&actor, document_id)?;
    let inspected = uploads::inspect(file_name, &bytes)?;
    let document = Document {
        id: document_id,
        kind: DocumentKind::SealedForm,
        person_id: Some(registration.person_id),
        path: files::document_path(&inspected.sha256, document_id),
        file_name: inspected.file_name,
        media_type: inspected.media_type.to_owned(),
        sha256: inspected.sha256,
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        created_at: act.now(),
    };
    files::keep(&act.app, &document.path, bytes).await?;
    store::documents::insert(&mut act.tx, &document).await.map_err(refusals::store)?;
    load::save(act, &mut registration).await?;
    act.record(&event).await
}
