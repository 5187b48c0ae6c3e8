//! Open sessions. Only hashes of their tokens are kept.

use domain::{
    access::{Actor, Grant},
    clock::Instant,
    ids::PersonId,
};

use crate::{
    StoreError, Tx, roles,
    seam::{Row, Values, evened, places},
};

/// Opens a session.
///
/// # Errors
/// When the database does not answer.
pub async fn insert(
    tx: &mut Tx,
    token_hash: &str,
    person: PersonId,
    now: Instant,
    expires_at: Instant,
) -> Result<(), StoreError> {
    let values =
        Values::new().text(token_hash).text(person).number(now.as_millisecond()).number(expires_at.as_millisecond());
    let sql = "INSERT INTO session (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    tx.execute(sql, values).await?;
    Ok(())
}

/// An open session.
#[derive(Debug, Clone)]
pub struct Session {
    /// The hash of its token.
    pub token_hash: String,
    /// The moment from which it no longer counts.
    pub expires_at: Instant,
    /// Whose it is, with their roles as they are now.
    pub actor: Actor,
}

/// The sessions with these tokens, ended by time or not, in no order.
///
/// # Errors
/// When the database does not answer.
pub async fn open(tx: &mut Tx, token_hashes: &[String]) -> Result<Vec<Session>, StoreError> {
    let hashes = evened(token_hashes);
    let sql = format!(
        "SELECT s.token_hash, s.expires_at, s.person_id, p.name, p.unit_id AS home, r.role, r.unit_id \
         FROM session s JOIN person p ON p.id = s.person_id LEFT JOIN role_grant r ON r.person_id = s.person_id \
         WHERE s.token_hash IN ({}) ORDER BY s.token_hash, r.role, r.unit_id",
        places(1, hashes.clone().count())
    );
    let rows = tx.read_all(sql, hashes.fold(Values::new(), Values::text), read).await?;
    let mut sessions: Vec<Session> = Vec::with_capacity(token_hashes.len());
    for (session, grant) in rows {
        match sessions.last_mut() {
            Some(last) if last.token_hash == session.token_hash => last.actor.grants.extend(grant),
            _ => {
                sessions.push(session);
                sessions.last_mut().into_iter().for_each(|last| last.actor.grants.extend(grant));
            }
        }
    }
    Ok(sessions)
}

/// A session without its roles, and one of these.
fn read(row: &Row) -> Result<(Session, Option<Grant>), StoreError> {
    let actor = Actor {
        person: row.parsed("person_id")?,
        name: row.text("name")?,
        unit: row.parsed("home")?,
        grants: Vec::new(),
    };
    let session = Session { token_hash: row.text("token_hash")?, expires_at: row.moment("expires_at")?, actor };
    let grant = if row.text_or_null("role")?.is_some() { Some(roles::read_grant(row)?) } else { None };
    Ok((session, grant))
}

/// Lets a session last until this moment, where it would end before; answers whether it was so.
///
/// # Errors
/// When the database does not answer.
pub async fn prolong(tx: &mut Tx, token_hash: &str, until: Instant) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE session SET expires_at = $2 WHERE token_hash = $1 AND expires_at < $2";
    Ok(tx.execute(SQL, Values::new().text(token_hash).number(until.as_millisecond())).await? == 1)
}

/// Ends a session.
///
/// # Errors
/// When the database does not answer.
pub async fn delete(tx: &mut Tx, token_hash: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE token_hash = $1", Values::new().text(token_hash)).await?;
    Ok(())
}

/// Ends every session of a person.
///
/// # Errors
/// When the database does not answer.
pub async fn delete_of_person(tx: &mut Tx, person: PersonId) -> Result<(), StoreError> {
    tx.execute("DELETE FROM session WHERE person_id = $1", Values::new().text(person)).await?;
    Ok(())
}
