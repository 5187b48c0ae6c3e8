//! The secret that a browser holds while signed in, and how a session begins.

use std::fmt;

use domain::{
    access::Actor,
    audit::{Event, EventKind},
    clock::Instant,
    person::Person,
    refusal::Refusal,
};
use jiff::ToSpan;
use store::Tx;

use crate::{act, random, refusals, uploads};

/// Hours for which a session lasts.
const VALID_HOURS: i64 = 12;

/// The secret of one session: 64 hexadecimal digits; only its digest is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken {
    token: String,
    expires_at: Instant,
}

impl SessionToken {
    /// A session that there is already, until another moment.
    pub(super) fn lasting(token: &str, expires_at: Instant) -> Self {
        Self { token: token.to_owned(), expires_at }
    }

    /// The text for the cookie.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.token
    }

    /// Until when it works.
    #[must_use]
    pub fn expires_at(&self) -> Instant {
        self.expires_at
    }
}

impl fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionToken(until {})", self.expires_at)
    }
}

/// Begins a session of a person, recorded as theirs.
pub(super) async fn begin(tx: &mut Tx, person: &Person, now: Instant) -> Result<SessionToken, Refusal> {
    let token = random::token()?;
    let expires_at = now.checked_add(VALID_HOURS.hours()).map_err(refusals::internal)?;
    store::sessions::insert(tx, &hash(&token), person.id, now, expires_at).await.map_err(refusals::store)?;
    let actor = actor(tx, person).await?;
    act::record(tx, Some(&actor), now, &Event::new(EventKind::SessionOpened, person.id.subject(), &[])).await?;
    Ok(SessionToken { token, expires_at })
}

/// Whoever the person is when they act.
pub(super) async fn actor(tx: &mut Tx, person: &Person) -> Result<Actor, Refusal> {
    let grants = store::roles::of_person(tx, person.id).await.map_err(refusals::store)?;
    Ok(Actor { person: person.id, name: person.name.clone(), unit: person.unit_id, grants })
}

/// How a secret is stored.
pub(super) fn hash(token: &str) -> String {
    uploads::sha256(token.as_bytes())
}
