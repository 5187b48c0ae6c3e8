//! Revoking a certificate: its bytes stay, its status changes (article 13).

use domain::{
    access::{Actor, Deed},
    audit::Event,
    certificate::{Certificate, parse_number},
    ids::{PersonId, RegistrationId},
    refusal::Refusal,
};

use crate::{Act, load, refusals};

/// Revokes a certificate, with a reason that the public page shows. Doing it again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel, the holder, and a missing reason.
pub async fn revoke(act: &mut Act, number: &str, reason: &str) -> Result<(), Refusal> {
    load::institution(act, Deed::RevokeCertificate)?;
    let actor = act.signed_in()?;
    let mut certificate = find(act, number).await?;
    match revoke_one(act, &actor, &mut certificate, reason).await? {
        Some(event) => act.record(&event).await,
        None => Ok(()),
    }
}

/// The certificates in force that rest on a registration's approval. The caller has authorised.
pub(crate) async fn resting_on(
    act: &mut Act,
    person: PersonId,
    registration: RegistrationId,
) -> Result<Vec<Certificate>, Refusal> {
    let held = store::certificates::of_person(&mut act.tx, person).await.map_err(refusals::store)?;
    Ok(held
        .into_iter()
        .filter(|held| held.registration_id == Some(registration) && held.revoked_at.is_none())
        .collect())
}

/// Revokes every certificate that rests on a registration's approval; answers the events to record. The caller has
/// authorised, and records after it has saved the registration: whoever holds the end of the log waits for nobody.
pub(crate) async fn revoke_resting(
    act: &mut Act,
    resting: Vec<Certificate>,
    reason: &str,
) -> Result<Vec<Event>, Refusal> {
    let actor = act.signed_in()?;
    let mut events = Vec::new();
    for mut certificate in resting {
        events.extend(revoke_one(act, &actor, &mut certificate, reason).await?);
    }
    Ok(events)
}

async fn revoke_one(
    act: &mut Act,
    actor: &Actor,
    certificate: &mut Certificate,
    reason: &str,
) -> Result<Option<Event>, Refusal> {
    let Some(event) = certificate.revoke(actor, reason, act.now)? else { return Ok(None) };
    let kept = certificate.revoked_reason.as_deref().unwrap_or_default();
    store::certificates::revoke(&mut act.tx, certificate.id, act.now, kept).await.map_err(refusals::store)?;
    Ok(Some(event))
}

/// A certificate by its number as people type it.
pub(super) async fn find(act: &mut Act, number: &str) -> Result<Certificate, Refusal> {
    let missing = || Refusal::not_found("证书");
    let number = parse_number(number).map_err(|_| missing())?.number;
    let found = store::certificates::by_number(&mut act.tx, &number).await.map_err(refusals::store)?;
    found.ok_or_else(missing)
}
