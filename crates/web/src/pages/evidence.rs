//! Evidence: attach it to an item, read it, take it away. The action records each reading.

use actions::{Act, Attempt, settle};
use axum::extract::Request;
use domain::{
    ids::{EvidenceId, ItemId, RegistrationId},
    refusal::Refusal,
};

use crate::{
    errors::{Page, PageError},
    fields::{Fields, Path, id},
    pages::{
        files,
        registrations::file::{Tried, place, tried_again},
    },
    uploads::Upload,
    visitor::{SignedIn, Visitor},
};

/// POST /registrations/{id}/items/{item}/evidence: a file that cannot be taken is told beside the form that sent it.
pub(crate) async fn attach(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    request: Request,
) -> Page {
    let (registration, url) = place(&registration)?;
    let item_id = id(&item, "登记项")?;
    let upload = Upload::read(request, &visitor.web).await;
    let need = upload.as_ref().map(|upload| upload.fields.text("need").to_owned()).unwrap_or_default();
    match take(&visitor, registration, item_id, upload).await {
        Ok(act) => visitor.finish(act, &format!("{url}?done=evidence#item-{item}")).await,
        Err(PageError::Refused { refusal, .. }) => {
            tried_again(&visitor, registration, Tried::Evidence { item: &item, need: &need }, *refusal).await
        }
        Err(other) => Err(other),
    }
}

/// Attaches every file of an upload. Whether it may be at all comes first; what the files are is looked at while nothing
/// is held. An upload that could not be read is refused here, beside the registration that it was for.
async fn take(
    visitor: &Visitor,
    registration: RegistrationId,
    item: ItemId,
    upload: Result<Upload, Refusal>,
) -> Result<Act, PageError> {
    let attempt = Attempt::evidence(registration);
    let mut act = visitor.read().await?;
    let view = actions::registrations::show(&mut act, registration).await?;
    if !view.items.iter().any(|view| view.item.id == item) {
        return Err(Refusal::not_found("登记项").into());
    }
    let (mut act, upload) = settle(act, &attempt, upload.and_then(with_files)).await?;
    let need = upload.fields.text("need");
    let may = actions::registrations::may_attach_evidence(&mut act, item, need, upload.files.len()).await;
    settle(act, &attempt, may).await?;
    let files = actions::check_files(&visitor.web.app, upload.files.into_iter().map(Into::into).collect()).await;
    let files = visitor.tried(&attempt, files).await?;
    let mut act = visitor.write(upload.fields.key()).await?;
    for file in files {
        let done = actions::registrations::attach_checked_evidence(&mut act, item, need, file).await;
        (act, _) = settle(act, &attempt, done).await?;
    }
    Ok(act)
}

fn with_files(upload: Upload) -> Result<Upload, Refusal> {
    if upload.files.is_empty() { Err(no_file()) } else { Ok(upload) }
}

/// GET /evidence/{id}
pub(crate) async fn show(visitor: SignedIn, Path(evidence): Path<String>) -> Page {
    let evidence: EvidenceId = id(&evidence, "材料")?;
    let mut act = visitor.read().await?;
    let file = actions::registrations::read_evidence(&mut act, evidence).await?;
    Ok(files::response(file))
}

/// POST /evidence/{id}/removal
pub(crate) async fn remove(visitor: SignedIn, Path(evidence): Path<String>, form: Fields) -> Page {
    let evidence: EvidenceId = id(&evidence, "材料")?;
    let mut act = visitor.write(form.key()).await?;
    let (registration, item) = actions::registrations::remove_evidence(&mut act, evidence).await?;
    visitor.finish(act, &format!("/registrations/{registration}?done=removal#item-{item}")).await
}

/// Nothing was chosen.
pub(crate) fn no_file() -> Refusal {
    Refusal::invalid(
        "upload.no-file",
        "还没有选择文件。",
        "已上传的材料没有变化。",
        "请先选择文件，或把文件拖到上传框里，再点“上传”。",
    )
}
