//! Accepting an invitation: the first password, or a new one.

use std::sync::Arc;

use domain::{
    audit::{Event, EventKind},
    clock::Instant,
    refusal::Refusal,
};

use super::{SessionToken, invitation::invited, token};
use crate::{App, act, refusals};

/// Sets the password and signs the person in. The invitation is used up, and every other session of theirs ends.
///
/// # Errors
/// `NotFound` when the invitation is unknown, used or expired; `Invalid` when the password is too short.
pub async fn accept_invitation(
    app: &Arc<App>,
    now: Instant,
    token: &str,
    password: &str,
) -> Result<SessionToken, Refusal> {
    {
        let mut tx = app.store.read().await.map_err(refusals::store)?;
        invited(&mut tx, token, now).await?;
    }
    let phc = app.passwords.hash(password).await?;
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    let person = invited(&mut tx, token, now).await?;
    store::invitations::use_up(&mut tx, &token::hash(token), now).await.map_err(refusals::store)?;
    store::people::set_password(&mut tx, person.id, &phc).await.map_err(refusals::store)?;
    store::sessions::delete_of_person(&mut tx, person.id).await.map_err(refusals::store)?;
    let actor = token::actor(&mut tx, &person).await?;
    let event = Event::new(EventKind::InvitationAccepted, person.id.subject(), &[]);
    act::record(&mut tx, Some(&actor), now, &event).await?;
    let session = token::begin(&mut tx, &person, now).await?;
    tx.commit().await.map_err(refusals::store)?;
    app.faces.forget_person(person.id);
    Ok(session)
}
