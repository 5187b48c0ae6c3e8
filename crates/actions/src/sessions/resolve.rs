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
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let found = store::sessions::person(&mut tx, &token::hash(token), now).await.map_err(refusals::store)?;
    let Some(id) = found else { return Ok(None) };
    let Some(person) = store::people::get(&mut tx, id).await.map_err(refusals::store)? else { return Ok(None) };
    token::actor(&mut tx, &person).await.map(Some)
}
