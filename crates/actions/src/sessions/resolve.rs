//! Who a request comes from.

use std::sync::Arc;

use domain::{access::Actor, clock::Instant, refusal::Refusal};

use super::token;
use crate::{App, refusals};

/// The person whose session has this token, with their appointments as they are now; `None` once it has ended.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn resolve(app: &Arc<App>, now: Instant, token: &str) -> Result<Option<Actor>, Refusal> {
    of_hash(app, now, &token::hash(token)).await
}

/// Bytes of what stands for a session outside of its cookie.
pub(crate) const DIGEST_BYTES: usize = 32;

/// What stands for a session outside of its cookie: nobody can sign in with it.
pub(crate) fn session_digest(token: &str) -> Vec<u8> {
    hex::decode(token::hash(token)).unwrap_or_default()
}

/// The person whose session this stands for, see [`session_digest`]; `None` once it has ended.
pub(crate) async fn resolve_digest(app: &Arc<App>, now: Instant, digest: &[u8]) -> Result<Option<Actor>, Refusal> {
    of_hash(app, now, &hex::encode(digest)).await
}

async fn of_hash(app: &Arc<App>, now: Instant, hash: &str) -> Result<Option<Actor>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let found = store::sessions::person(&mut tx, hash, now).await.map_err(refusals::store)?;
    let Some(id) = found else { return Ok(None) };
    let Some(person) = store::people::get(&mut tx, id).await.map_err(refusals::store)? else { return Ok(None) };
    token::actor(&mut tx, &person).await.map(Some)
}
