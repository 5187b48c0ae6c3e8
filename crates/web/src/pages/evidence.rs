//! Evidence: attach it to an item, read it, take it away. The action records each reading.

use actions::{Act, Attempt, Purpose, settle};
use axum::extract::Request;
use domain::ids::{EvidenceId, ItemId};

use crate::{
    errors::{Back, Page, PageError},
    fields::{Fields, Path, id},
    pages::{
        files,
        registrations::file::{Tried, place, tried_again},
    },
    uploads::{Upload, again},
    visitor::{SignedIn, Visitor, see},
};

const PURPOSE: Purpose = Purpose::Evidence;

/// POST /registrations/{id}/items/{item}/evidence. Whether this item may get files is asked before a byte of one is read;
/// a file that cannot be taken is told beside the form that sent it, and what comes once more leads to where it was taken.
pub(crate) async fn attach(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    request: Request,
) -> Page {
    let (registration, url) = place(&registration)?;
    let item_id = id(&item, "登记项")?;
    let attempt = Attempt::evidence(registration);
    let mut act = visitor.read().await?;
    let may = actions::registrations::may_upload_evidence(&mut act, registration, item_id).await;
    drop(act);
    if let Err(refusal) = may {
        return Ok(see(&again::unread(&visitor, request, PURPOSE, &attempt, refusal).await.back(&url)?));
    }
    let (need, done) = match Upload::read(request, &visitor.web, PURPOSE).await {
        Ok(mut upload) => {
            let need = upload.fields.text("need").to_owned();
            (need, take(&visitor, &attempt, item_id, &mut upload).await)
        }
        Err(unread) => {
            let refusal = visitor.refused(&attempt, unread.refusal).await;
            (unread.fields.text("need").to_owned(), Err(refusal.into()))
        }
    };
    match done {
        Ok(act) => visitor.finish(act, &format!("{url}?done=evidence#item-{item}")).await,
        Err(PageError::Refused { refusal, .. }) => {
            tried_again(&visitor, registration, Tried::Evidence { item: &item, need: &need }, *refusal).await
        }
        Err(other) => Err(other),
    }
}

/// Attaches every file of an upload; what the files are is looked at while nothing is held.
async fn take(visitor: &Visitor, attempt: &Attempt, item: ItemId, upload: &mut Upload) -> Result<Act, PageError> {
    let files = visitor.tried(attempt, upload.take_files(PURPOSE)).await?;
    let (fields, need) = (&upload.fields, upload.fields.text("need"));
    let mut act = visitor.read().await?;
    let may = actions::registrations::may_attach_evidence(&mut act, item, need, files.len()).await;
    drop(act);
    if let Err(refusal) = may {
        return Err(PageError::Elsewhere(again::read(visitor, fields.key(), attempt, refusal).await?));
    }
    let files = actions::check_files(&visitor.web.app, files).await;
    let files = visitor.tried(attempt, files).await?;
    let mut act = visitor.write(fields.key()).await?;
    for file in files {
        let done = actions::registrations::attach_checked_evidence(&mut act, item, need, file).await;
        (act, _) = settle(act, attempt, done).await?;
    }
    Ok(act)
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
