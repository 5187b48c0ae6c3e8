//! Signing out.

use std::sync::Arc;

use domain::{
    audit::{Event, EventKind},
    clock::Instant,
    refusal::Refusal,
};

use super::{resolve, token};
use crate::{App, act, refusals};

/// Ends a session. One that has ended already is no error.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn sign_out(app: &Arc<App>, now: Instant, token: &str) -> Result<(), Refusal> {
    let Some(actor) = resolve(app, now, token).await? else { return Ok(()) };
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let hash = token::hash(token);
    store::sessions::delete(&mut tx, &hash).await.map_err(refusals::store)?;
    let event = Event::new(EventKind::SessionClosed, actor.person.subject(), &[]);
    act::record(&mut tx, Some(&actor), now, &event).await?;
    tx.commit().await.map_err(refusals::store)?;
    app.faces.forget(&hash);
    Ok(())
}
