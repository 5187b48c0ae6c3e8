//! The signed and sealed summary form: upload it, read it. The action records each reading.

use actions::{Attempt, settle};

use super::file::place;
use crate::{
    errors::{Back, Page},
    fields::Path,
    pages::{evidence::no_file, files},
    uploads::Upload,
    visitor::SignedIn,
};

/// GET /registrations/{id}/sealed-form
pub(crate) async fn show(visitor: SignedIn, Path(registration): Path<String>) -> Page {
    let (registration, _) = place(&registration)?;
    let mut act = visitor.read().await?;
    let file = actions::registrations::read_sealed_form(&mut act, registration).await?;
    Ok(files::response(file))
}

/// POST /registrations/{id}/sealed-form
pub(crate) async fn attach(visitor: SignedIn, Path(registration): Path<String>, upload: Upload) -> Page {
    let (registration, url) = place(&registration)?;
    let Some(file) = upload.files.into_iter().next() else { return Err(no_file()).back(&url) };
    let attempt = Attempt::sealed_form(registration);
    let mut act = visitor.read().await?;
    let may = actions::registrations::may_attach_sealed_form(&mut act, registration).await;
    settle(act, &attempt, may).await.back(&url)?;
    let files = actions::check_files(&visitor.web.app, vec![file.into()]).await;
    let files = visitor.tried(&attempt, files).await.back(&url)?;
    let mut act = visitor.write(upload.fields.key()).await?;
    for file in files {
        let done = actions::registrations::attach_checked_sealed_form(&mut act, registration, file).await;
        (act, _) = settle(act, &attempt, done).await.back(&url)?;
    }
    visitor.finish(act, &format!("{url}?done=sealed-form")).await
}
