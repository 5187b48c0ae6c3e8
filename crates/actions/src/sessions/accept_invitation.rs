//! Accepting an invitation: the first password, or a new one.

use std::sync::Arc;

use domain::{
    audit::{Event, EventKind},
    clock::Instant,
    refusal::Refusal,
};

use super::{SessionToken, invitation::invited, token};
use crate::{App, act, refusals};

/// Shorter staff numbers may stand in a password.
const STAFF_NUMBER_CHARS_MIN: usize = 4;

/// Sets the password and signs the person in. The invitation is used up, and every other session of theirs ends.
///
/// # Errors
/// `NotFound` when the invitation is unknown, used or expired; `Invalid` when the password is too short or holds the staff number.
pub async fn accept_invitation(
    app: &Arc<App>,
    now: Instant,
    token: &str,
    password: &str,
) -> Result<SessionToken, Refusal> {
    {
        let mut tx = app.store.read().await.map_err(refusals::store)?;
        let person = invited(&mut tx, token, now).await?;
        holds_no_staff_number(password, &person.staff_number)?;
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

/// The staff number is known to everybody and the first thing that a stranger tries. A very short one stands in words by
/// chance.
fn holds_no_staff_number(password: &str, staff_number: &str) -> Result<(), Refusal> {
    let is_telling = staff_number.chars().count() >= STAFF_NUMBER_CHARS_MIN;
    if !is_telling || !password.to_lowercase().contains(&staff_number.to_lowercase()) {
        return Ok(());
    }
    Err(Refusal::invalid(
        "password.staff-number",
        "密码里有您的工号，别人很容易猜到。",
        "密码没有改变。",
        "请换一个不含工号的密码，几个不相干的词连在一起就很好记。",
    ))
}
