//! Attaching the signed and sealed summary form (article 6).

use domain::{
    access::Deed,
    audit::{AuditEntry, EventKind},
    document::{Document, DocumentKind},
    ids::{DocumentId, RegistrationId},
    refusal::Refusal,
};
use policy::Provision;
use serde_json::Value;

use super::summary_form::DIGEST;
use crate::{Act, CheckedFile, SentFile, files, load, refusals};

/// Attaches the signed and sealed form, in place of any before.
///
/// # Errors
/// Refuses a file that is empty, too large, cut off or of another type, the form as it was printed, the sealed form
/// of an earlier check, anyone but the person, and before the check.
pub async fn attach_sealed_form(
    act: &mut Act,
    id: RegistrationId,
    file_name: &str,
    bytes: Vec<u8>,
) -> Result<(), Refusal> {
    may_attach_sealed_form(act, id).await?;
    let file = act.app.uploads.check(SentFile::new(file_name, bytes).await?).await?;
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
    let history = store::audit::of_subject(&mut act.tx, &id.subject()).await.map_err(refusals::store)?;
    if is_as_printed(&history, &file.sha256) {
        return Err(not_sealed(&file.name).under(&registration.pack_name));
    }
    if let Some(earlier) = attached_before(act, &history, &file.sha256).await? {
        return Err(of_an_earlier_check(&file.name, &earlier).under(&registration.pack_name));
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
fn is_as_printed(history: &[AuditEntry], sha256: &str) -> bool {
    let printed = history.iter().filter(|entry| entry.name == EventKind::SummaryFormProduced.name());
    printed.into_iter().any(|entry| detail(entry)[DIGEST] == sha256)
}

/// The hours of the check that a form was sealed for, when this is, byte for byte, the sealed form of a check that was given
/// back or taken back since; they may be empty. Whoever approves would see other figures on paper than on the screen.
async fn attached_before(act: &mut Act, history: &[AuditEntry], sha256: &str) -> Result<Option<String>, Refusal> {
    for (document, hours) in earlier_forms(history) {
        let Ok(document) = document.parse() else { continue };
        let known = store::documents::get(&mut act.tx, document).await.map_err(refusals::store)?;
        if known.is_some_and(|known| known.sha256 == sha256) {
            return Ok(Some(hours));
        }
    }
    Ok(None)
}

/// Every sealed form that was attached before the registration last went back to its person, with the hours of its check.
fn earlier_forms(history: &[AuditEntry]) -> Vec<(String, String)> {
    let text = |entry: &AuditEntry, key: &str| detail(entry)[key].as_str().unwrap_or_default().to_owned();
    let (mut earlier, mut current, mut hours) = (Vec::new(), Vec::new(), String::new());
    for entry in history {
        match EventKind::by_name(&entry.name) {
            Some(EventKind::RegistrationVerified) => hours = text(entry, "hours"),
            Some(EventKind::SealedFormAttached) => current.push((text(entry, "document"), hours.clone())),
            Some(EventKind::RegistrationReturned | EventKind::ReturnedFromApproval | EventKind::ApprovalWithdrawn) => {
                earlier.append(&mut current)
            }
            _ => {}
        }
    }
    earlier
}

fn detail(entry: &AuditEntry) -> Value {
    serde_json::from_str(&entry.detail).unwrap_or_default()
}

fn of_an_earlier_check(name: &str, hours: &str) -> Refusal {
    let figure = if hours.is_empty() { String::new() } else { format!("（核定 {hours} 学时）") };
    Refusal::invalid(
        "sealed-form.earlier",
        format!("“{name}”是上一次审验的盖章汇总表{figure}；登记退回以后已经重新审验。"),
        "已有的内容都在；这份文件没有保存。",
        "请重新下载汇总表，打印出来签名并加盖单位公章，再把扫描件或照片传上来。",
    )
    .by(Provision::SealedForm)
}

fn not_sealed(name: &str) -> Refusal {
    Refusal::invalid(
        "sealed-form.blank",
        format!("“{name}”是还没有盖章的汇总表，和从这里下载的一模一样。"),
        "已有的内容都在；这份文件没有保存。",
        "请打印出来，签名并加盖单位公章，再把扫描件或照片传上来。",
    )
    .by(Provision::SealedForm)
}
