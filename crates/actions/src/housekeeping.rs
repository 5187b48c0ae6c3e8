//! What the program does by itself from time to time. Must not decide anything about a person.

use std::sync::Arc;

use domain::{clock::Instant, refusal::Refusal};
use jiff::ToSpan;

use crate::{App, refusals};

/// Days for which a request is known again: a form left open longer was left for good.
const REQUEST_DAYS: i64 = 30;

/// Forgets the keys of requests that nobody will repeat any more; answers how many.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn forget_old_requests(app: &Arc<App>, now: Instant) -> Result<u64, Refusal> {
    let moment = now.checked_sub((REQUEST_DAYS * 24).hours()).map_err(refusals::internal)?;
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let forgotten = store::idempotency::forget_before(&mut tx, moment).await.map_err(refusals::store)?;
    tx.commit().await.map_err(refusals::store)?;
    Ok(forgotten)
}
