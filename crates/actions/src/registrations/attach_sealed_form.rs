//! Attaching the signed and sealed summary form (article 6).

use domain::{
    access::Deed,
    audit::EventKind,
    document::{Document, DocumentKind},
    ids::{DocumentId, RegistrationId},
    refusal::Refusal,
    registration::Registration,
};
use serde_json::Value;

use super::summary_form::DIGEST;
use crate::{Act, CheckedFile, files, load, refusals};

/// Attaches the signed and sealed form, in place of any before.
///
/// # Errors
/// Refuses a file that is empty, too large, cut off or of another type, the form as it was printed, anyone but the person,
/// and before the check.
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
/// As [`attach_sealed_form`].
pub async fn attach_checked_sealed_form(act: &mut Act, id: RegistrationId, file: CheckedFile) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::AttachSealedForm).await?;
    let document_id = act.new_id(DocumentId::from_uuid)?;
    let event = registration.attach_sealed_form(&actor, document_id)?;
    if is_as_printed(act, &registration, &file.sha256).await? {
        return Err(not_sealed(&file.name));
    }
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

/// Whether this is, byte for byte, a form of this registration as it was printed here. What was signed and sealed has other
/// bytes, also when the seal was put on the file itself.
async fn is_as_printed(act: &mut Act, registration: &Registration, sha256: &str) -> Result<bool, Refusal> {
    let history = store::audit::of_subject(&mut act.tx, &registration.id.subject()).await.map_err(refusals::store)?;
    let printed = history.iter().filter(|entry| entry.name == EventKind::SummaryFormProduced.name());
    let digests = printed.filter_map(|entry| serde_json::from_str::<Value>(&entry.detail).ok());
    Ok(digests.into_iter().any(|detail| detail[DIGEST] == sha256))
}

fn not_sealed(name: &str) -> Refusal {
    Refusal::invalid(
        "sealed-form.blank",
        format!("“{name}”是还没有盖章的汇总表，和从这里下载的一模一样。"),
        "这份文件没有保存，已有的内容都在。",
        "请打印出来，签名并加盖单位公章，再把扫描件或照片传上来。",
    )
    .with_article("第六条")
}
