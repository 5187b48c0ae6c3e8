//! Who a request comes from. Every request asks that, so those who come at once are looked up together.

use std::{collections::HashMap, sync::Arc};

use domain::{access::Actor, clock::Instant, refusal::Refusal};
use store::sessions::Session;

use super::token;
use crate::{App, gather::Gather, refusals};

/// The most tokens that are looked up at once: a look holds up everybody who waits for it.
const CROWD_MAX: usize = 64;

/// Where tokens wait to be looked up: their hashes.
pub(crate) type Porter = Gather<String, Option<Session>>;

/// A place for them.
pub(crate) fn porter() -> Porter {
    Gather::new(CROWD_MAX)
}

/// The person whose session has this token, with their appointments as they are now; `None` once it has ended.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn resolve(app: &Arc<App>, now: Instant, token: &str) -> Result<Option<Actor>, Refusal> {
    Ok(session(app, now, &token::hash(token)).await?.map(|session| session.actor))
}

/// Bytes of what stands for a session outside of its cookie.
pub(crate) const DIGEST_BYTES: usize = 32;

/// What stands for a session outside of its cookie: nobody can sign in with it.
pub(crate) fn session_digest(token: &str) -> Vec<u8> {
    hex::decode(token::hash(token)).unwrap_or_default()
}

/// The person whose session this stands for, see [`session_digest`]; `None` once it has ended.
pub(crate) async fn resolve_digest(app: &Arc<App>, now: Instant, digest: &[u8]) -> Result<Option<Actor>, Refusal> {
    Ok(session(app, now, &hex::encode(digest)).await?.map(|session| session.actor))
}

/// The session whose token has this hash, unless it has ended.
pub(super) async fn session(app: &Arc<App>, now: Instant, token_hash: &str) -> Result<Option<Session>, Refusal> {
    let all = Arc::clone(app);
    let look = move |crowd| look(Arc::clone(&all), crowd);
    let found = app.porter.ask(token_hash.to_owned(), look).await?;
    Ok(found.filter(|session| session.expires_at > now))
}

async fn look(app: Arc<App>, crowd: Vec<String>) -> Result<Vec<Result<Option<Session>, Refusal>>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let found = store::sessions::open(&mut tx, &crowd).await.map_err(refusals::store)?;
    let found: HashMap<&str, &Session> = found.iter().map(|session| (session.token_hash.as_str(), session)).collect();
    Ok(crowd.iter().map(|hash| Ok(found.get(hash.as_str()).map(|session| (*session).clone()))).collect())
}
