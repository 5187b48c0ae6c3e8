//! Letting another certificate be issued after one was revoked, see
//! `docs/adr/0014-a-revoked-certificate-is-released-before-another.md`.

use domain::{
    access::Deed, audit::Event, certificate::Certificate, clock::Instant, ids::PersonId, refusal::Refusal,
    registration::Registration,
};

use super::revoke::find;
use crate::{Act, load, refusals};

/// Lets another be issued in place of a revoked certificate, with a reason that its holder reads. Answers whose it is.
///
/// # Errors
/// Refuses whoever is not personnel, the holder, a missing reason, one that holds, and one released already.
pub async fn release(act: &mut Act, number: &str, reason: &str) -> Result<PersonId, Refusal> {
    load::institution(act, Deed::ReleaseCertificate)?;
    let actor = act.signed_in()?;
    let mut certificate = find(act, number).await?;
    let event = certificate.release(&actor, reason, act.now)?;
    keep(act, &certificate, &event).await?;
    Ok(certificate.person_id)
}

/// Releases what rested on an earlier approval of this registration, now that it is approved anew. The caller has
/// authorised.
pub(crate) async fn release_by_approval(act: &mut Act, registration: &Registration) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let held = store::certificates::of_person(&mut act.tx, registration.person_id).await.map_err(refusals::store)?;
    for mut certificate in held.into_iter().filter(|held| held.registration_id == Some(registration.id)) {
        if let Some(event) = certificate.release_by_approval(&actor, act.now) {
            keep(act, &certificate, &event).await?;
        }
    }
    Ok(())
}

/// Releases what rested on this registration and was revoked at that moment; answers the events to record. The caller has
/// authorised.
pub(crate) async fn release_revoked_at(
    act: &mut Act,
    registration: &Registration,
    revoked_at: Option<Instant>,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    let actor = act.signed_in()?;
    let held = store::certificates::of_person(&mut act.tx, registration.person_id).await.map_err(refusals::store)?;
    let rested = |held: &Certificate| {
        held.registration_id == Some(registration.id)
            && held.revoked_at.is_some()
            && held.revoked_at == revoked_at
            && held.bars_another()
    };
    let mut events = Vec::new();
    for mut certificate in held.into_iter().filter(rested) {
        events.push(certificate.release(&actor, reason, act.now)?);
        if let Some(release) = &certificate.release {
            store::certificates::release(&mut act.tx, certificate.id, release).await.map_err(refusals::store)?;
        }
    }
    Ok(events)
}

async fn keep(act: &mut Act, certificate: &Certificate, event: &Event) -> Result<(), Refusal> {
    if let Some(release) = &certificate.release {
        store::certificates::release(&mut act.tx, certificate.id, release).await.map_err(refusals::store)?;
    }
    act.record(event).await
}
