//! Evidence: attach it to an item, read it, take it away. The action records each reading.

use actions::{Attempt, settle};
use domain::{ids::EvidenceId, refusal::Refusal};

use crate::{
    errors::{Back, Page},
    fields::{Fields, Path, id},
    pages::{files, registrations::file::place},
    uploads::Upload,
    visitor::SignedIn,
};

/// POST /registrations/{id}/items/{item}/evidence
pub(crate) async fn attach(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    upload: Upload,
) -> Page {
    let (registration, url) = place(&registration)?;
    if upload.files.is_empty() {
        return Err(no_file()).back(&url);
    }
    let item_id = id(&item, "登记项")?;
    let (need, sizes) = (upload.fields.text("need"), upload.sizes());
    // Whether it may be at all comes first; what the files are is looked at while nothing is held.
    let attempt = Attempt::evidence(registration);
    let mut act = visitor.read().await?;
    let view = actions::registrations::show(&mut act, registration).await.back(&url)?;
    if !view.items.iter().any(|view| view.item.id == item_id) {
        return Err(Refusal::not_found("登记项").into());
    }
    let may = actions::registrations::may_attach_evidence(&mut act, item_id, need, &sizes).await;
    settle(act, &attempt, may).await.back(&url)?;
    let files = actions::check_files(&visitor.web.app, upload.files.into_iter().map(Into::into).collect()).await;
    let files = visitor.tried(&attempt, files).await.back(&url)?;
    let mut act = visitor.write(upload.fields.key()).await?;
    for file in files {
        let done = actions::registrations::attach_checked_evidence(&mut act, item_id, need, file).await;
        (act, _) = settle(act, &attempt, done).await.back(&url)?;
    }
    visitor.finish(act, &format!("{url}?done=evidence#item-{item}")).await
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
