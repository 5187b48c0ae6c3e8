//! An upload that comes once more after it was carried out, because its answer was lost on the way: what it asked for is
//! done, and what would be refused today was not. Must not read any other upload.

use actions::{Attempt, Purpose};
use axum::{
    extract::{Query, Request},
    http::Uri,
};
use domain::refusal::{Refusal, RefusalKind};

use super::Upload;
use crate::{fields::FormKey, visitor::Visitor};

/// Where an upload ended that is refused before a byte of it is read. Only what is refused for the state of things can have
/// been carried out before, and only an address that names a key which this person has used lets it be read at all.
///
/// # Errors
/// The refusal, recorded, for what was not carried out before.
pub(crate) async fn unread(
    visitor: &Visitor,
    request: Request,
    purpose: Purpose,
    attempt: &Attempt,
    refusal: Refusal,
) -> Result<String, Refusal> {
    if refusal.kind == RefusalKind::Conflict
        && let Some(url) = outcome(visitor, request, purpose).await
    {
        return Ok(url);
    }
    Err(visitor.refused(attempt, refusal).await)
}

/// Where an upload ended that was read, and is refused before its key is claimed.
///
/// # Errors
/// As [`unread`].
pub(crate) async fn read(
    visitor: &Visitor,
    key: FormKey<'_>,
    attempt: &Attempt,
    refusal: Refusal,
) -> Result<String, Refusal> {
    match visitor.outcome(key).await {
        Some(url) => Ok(url),
        None => Err(visitor.refused(attempt, refusal).await),
    }
}

async fn outcome(visitor: &Visitor, request: Request, purpose: Purpose) -> Option<String> {
    let key = named_key(request.uri())?;
    if !actions::is_used(&mut visitor.read().await.ok()?, &key).await.ok()? {
        return None;
    }
    let upload = Upload::read(request, &visitor.web, purpose).await.ok()?;
    visitor.outcome(upload.fields.key()).await
}

/// The key that an address names: the form's own, so that it is known before its content.
fn named_key(uri: &Uri) -> Option<String> {
    let Query(asked) = Query::<Vec<(String, String)>>::try_from_uri(uri).ok()?;
    asked.into_iter().find(|(name, _)| name == "key").map(|(_, key)| key)
}
