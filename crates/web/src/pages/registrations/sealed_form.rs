//! The signed and sealed summary form: upload it, read it. The action records each reading.

use actions::{Act, Attempt, Purpose, settle};
use axum::extract::Request;
use domain::ids::RegistrationId;

use super::file::{Tried, place, tried_again};
use crate::{
    errors::{Back, Page, PageError},
    fields::Path,
    pages::files,
    uploads::{Upload, again},
    visitor::{SignedIn, Visitor, see},
};

const PURPOSE: Purpose = Purpose::SealedForm;

/// GET /registrations/{id}/sealed-form
pub(crate) async fn show(visitor: SignedIn, Path(registration): Path<String>) -> Page {
    let (registration, _) = place(&registration)?;
    let mut act = visitor.read().await?;
    let file = actions::registrations::read_sealed_form(&mut act, registration).await?;
    Ok(files::response(file))
}

/// POST /registrations/{id}/sealed-form. Whether the form may be attached is asked before a byte of it is read; a file that
/// cannot be taken is told beside the form that sent it, and what comes once more leads to where it was taken.
pub(crate) async fn attach(visitor: SignedIn, Path(registration): Path<String>, request: Request) -> Page {
    let (registration, url) = place(&registration)?;
    let attempt = Attempt::sealed_form(registration);
    let mut act = visitor.read().await?;
    let may = actions::registrations::may_attach_sealed_form(&mut act, registration).await;
    drop(act);
    if let Err(refusal) = may {
        return Ok(see(&again::unread(&visitor, request, PURPOSE, &attempt, refusal).await.back(&url)?));
    }
    let done = match Upload::read(request, &visitor.web, PURPOSE).await {
        Ok(mut upload) => take(&visitor, &attempt, registration, &mut upload).await,
        Err(unread) => Err(visitor.refused(&attempt, unread.refusal).await.into()),
    };
    match done {
        Ok(act) => visitor.finish(act, &format!("{url}?done=sealed-form")).await,
        Err(PageError::Refused { refusal, .. }) => {
            tried_again(&visitor, registration, Tried::SealedForm, *refusal).await
        }
        Err(other) => Err(other),
    }
}

async fn take(
    visitor: &Visitor,
    attempt: &Attempt,
    registration: RegistrationId,
    upload: &mut Upload,
) -> Result<Act, PageError> {
    let file = visitor.tried(attempt, upload.take_file(PURPOSE)).await?;
    let files = actions::check_files(&visitor.web.app, vec![file]).await;
    let files = visitor.tried(attempt, files).await?;
    let mut act = visitor.write(upload.fields.key()).await?;
    for file in files {
        let done = actions::registrations::attach_checked_sealed_form(&mut act, registration, file).await;
        (act, _) = settle(act, attempt, done).await?;
    }
    Ok(act)
}
