//! Taking away what has served: ended sessions, used invitations, keys of requests long answered. One bounded step, for
//! the start of the server and once a day.

use std::sync::Arc;

use domain::{clock::Instant, refusal::Refusal};
use jiff::ToSpan;

use crate::{App, refusals};

/// Rows of each kind that one step takes away at most, so that nobody waits long for it.
const ROWS_MAX: i64 = 10_000;
/// Days for which the key of a request is kept: a browser does not ask again after that.
const KEY_DAYS: i64 = 7;
/// Days for which a used or ended invitation is kept.
const INVITATION_DAYS: i64 = 30;

/// What one step took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// Sessions that had ended.
    pub sessions: u64,
    /// Invitations that were used, or ended, more than 30 days ago.
    pub invitations: u64,
    /// Keys of requests answered more than 7 days ago.
    pub request_keys: u64,
    /// Tries to sign in that no longer count.
    pub attempts: u64,
}

/// Takes away at most ten thousand rows of each kind that nobody needs any more. The log is never touched.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn sweep(app: &Arc<App>, now: Instant) -> Result<Swept, Refusal> {
    let days_ago = |days: i64| now.checked_sub((days * 24).hours()).map_err(refusals::internal);
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let invitations = store::cleaning::invitations(&mut tx, days_ago(INVITATION_DAYS)?, ROWS_MAX).await;
    let request_keys = store::cleaning::request_keys(&mut tx, days_ago(KEY_DAYS)?, ROWS_MAX).await;
    let swept = Swept {
        sessions: store::cleaning::sessions(&mut tx, now, ROWS_MAX).await.map_err(refusals::store)?,
        invitations: invitations.map_err(refusals::store)?,
        request_keys: request_keys.map_err(refusals::store)?,
        attempts: store::cleaning::sign_in_attempts(&mut tx, days_ago(1)?, ROWS_MAX).await.map_err(refusals::store)?,
    };
    tx.commit().await.map_err(refusals::store)?;
    Ok(swept)
}
