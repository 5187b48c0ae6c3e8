//! Letting a session last through what its person has begun. Must not let anybody in who is not signed in.

use std::sync::Arc;

use domain::{clock::Instant, refusal::Refusal};

use super::{
    resolve,
    token::{self, SessionToken},
};
use crate::{App, refusals};

/// Lets the session with this token last until a moment, where it would end before. Answers it as it is then, also where
/// nothing had to change: what was told of it may have been lost. `None` for a session that has ended.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn prolong(
    app: &Arc<App>,
    now: Instant,
    token: &str,
    until: Instant,
) -> Result<Option<SessionToken>, Refusal> {
    let hash = token::hash(token);
    // Everybody asks at the same second, and nearly nobody has to be written.
    let session = resolve::session(app, now, &hash).await?;
    match session {
        None => return Ok(None),
        Some(session) if session.expires_at >= until => {
            return Ok(Some(SessionToken::lasting(token, session.expires_at)));
        }
        Some(_) => {}
    }
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let is_prolonged = store::sessions::prolong(&mut tx, &hash, until).await.map_err(refusals::store)?;
    tx.commit().await.map_err(refusals::store)?;
    Ok(is_prolonged.then(|| SessionToken::lasting(token, until)))
}
