//! The signed and sealed summary form: upload it, read it. The action records each reading.

use actions::{Act, Attempt, settle};
use axum::extract::Request;
use domain::{ids::RegistrationId, refusal::Refusal};

use super::file::{Tried, place, tried_again};
use crate::{
    errors::{Page, PageError},
    fields::{Fields, Path},
    pages::{evidence::no_file, files},
    uploads::{Upload, UploadedFile},
    visitor::{SignedIn, Visitor},
};

/// GET /registrations/{id}/sealed-form
pub(crate) async fn show(visitor: SignedIn, Path(registration): Path<String>) -> Page {
    let (registration, _) = place(&registration)?;
    let mut act = visitor.read().await?;
    let file = actions::registrations::read_sealed_form(&mut act, registration).await?;
    Ok(files::response(file))
}

/// POST /registrations/{id}/sealed-form: a file that cannot be taken is told beside the form that sent it.
pub(crate) async fn attach(visitor: SignedIn, Path(registration): Path<String>, request: Request) -> Page {
    let (registration, url) = place(&registration)?;
    let upload = Upload::read(request, &visitor.web).await;
    match take(&visitor, registration, upload).await {
        Ok(act) => visitor.finish(act, &format!("{url}?done=sealed-form")).await,
        Err(PageError::Refused { refusal, .. }) => {
            tried_again(&visitor, registration, Tried::SealedForm, *refusal).await
        }
        Err(other) => Err(other),
    }
}

async fn take(
    visitor: &Visitor,
    registration: RegistrationId,
    upload: Result<Upload, Refusal>,
) -> Result<Act, PageError> {
    let attempt = Attempt::sealed_form(registration);
    let mut act = visitor.read().await?;
    let may = actions::registrations::may_attach_sealed_form(&mut act, registration).await;
    let (act, ()) = settle(act, &attempt, may).await?;
    let (_, (fields, file)) = settle(act, &attempt, upload.and_then(with_a_file)).await?;
    let files = actions::check_files(&visitor.web.app, vec![file.into()]).await;
    let files = visitor.tried(&attempt, files).await?;
    let mut act = visitor.write(fields.key()).await?;
    for file in files {
        let done = actions::registrations::attach_checked_sealed_form(&mut act, registration, file).await;
        (act, _) = settle(act, &attempt, done).await?;
    }
    Ok(act)
}

fn with_a_file(upload: Upload) -> Result<(Fields, UploadedFile), Refusal> {
    let Upload { fields, files } = upload;
    Ok((fields, files.into_iter().next().ok_or_else(no_file)?))
}
