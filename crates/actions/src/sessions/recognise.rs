//! Who sends a beat. Fifty thousand pages say twice a minute how far they are; asking the database each time whose they
//! are would cost more than everything else about a beat. So whoever was looked up is known for a while.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use domain::{clock::Instant, ids::PersonId, refusal::Refusal};

use super::{resolve, token};
use crate::App;

/// Milliseconds for which somebody is known. A session that another process ended earns its own person learning time for
/// so long at most, and can do nothing else.
const KNOWN_FOR: i64 = 5 * 60_000;

/// Those who are known, by the hash of their token, each until when.
#[derive(Default)]
pub(crate) struct Faces(Mutex<HashMap<String, (PersonId, Instant)>>);

impl Faces {
    fn known(&self, token_hash: &str, now: Instant) -> Option<PersonId> {
        self.with(|faces| faces.get(token_hash).filter(|(_, until)| *until > now).map(|(person, _)| *person))
    }

    /// Forgets one session.
    pub(super) fn forget(&self, token_hash: &str) {
        self.with(|faces| faces.remove(token_hash));
    }

    /// Forgets every session of a person.
    pub(super) fn forget_person(&self, person: PersonId) {
        self.with(|faces| faces.retain(|_, (known, _)| *known != person));
    }

    /// Forgets whoever has not been known since `now`.
    pub(crate) fn forget_old(&self, now: Instant) {
        self.with(|faces| faces.retain(|_, (_, until)| *until > now));
    }

    fn with<Out>(&self, use_it: impl FnOnce(&mut HashMap<String, (PersonId, Instant)>) -> Out) -> Out {
        use_it(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The person whose session has this token, as they were known within the last minutes: enough to take a beat, and not for
/// anything that somebody may or may not do; that is what [`resolve`](super::resolve()) is for.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn recognise(app: &Arc<App>, now: Instant, token: &str) -> Result<Option<PersonId>, Refusal> {
    let hash = token::hash(token);
    if let Some(person) = app.faces.known(&hash, now) {
        return Ok(Some(person));
    }
    let Some(session) = resolve::session(app, now, &hash).await? else { return Ok(None) };
    let person = session.actor.person;
    let until = Instant::from_millisecond(now.as_millisecond() + KNOWN_FOR).unwrap_or(now).min(session.expires_at);
    app.faces.with(|faces| faces.insert(hash, (person, until)));
    Ok(Some(person))
}
