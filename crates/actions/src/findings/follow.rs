//! What follows from a finding: the year is decided anew, and the certificates that rested on the item with it.

use domain::{
    audit::Event,
    finding::Finding,
    refusal::Refusal,
    registration::{Registration, State},
};

use crate::{Act, certificates, dossier::Dossier, refusals};

/// The item counts nothing any more: certificates that rest on the registration are revoked, and the year is decided anew.
/// Answers the events to record.
pub(super) async fn annul(act: &mut Act, finding: &Finding) -> Result<Vec<Event>, Refusal> {
    let registration = registration(act, finding).await?;
    let number = finding.consequences.as_ref().map(|follows| follows.number.as_str()).unwrap_or_default();
    let why = format!("登记项《{}》经认定弄虚作假（{number}），学时作废", finding.title);
    let resting = certificates::resting_on(act, finding.person_id, registration.id).await?;
    let revoked = certificates::revoke_resting(act, resting, &why).await?;
    decide_anew(act, registration, &why).await?;
    Ok(revoked)
}

/// The item counts again: the year is decided anew, and what was revoked for it can be issued anew.
pub(super) async fn restore(act: &mut Act, finding: &Finding) -> Result<Vec<Event>, Refusal> {
    let registration = registration(act, finding).await?;
    let why = format!("对登记项《{}》的申诉成立，学时恢复", finding.title);
    let revoked_at = finding.ruling.as_ref().map(|ruling| ruling.at);
    let released = certificates::release_revoked_at(act, &registration, revoked_at, &why).await?;
    decide_anew(act, registration, &why).await?;
    Ok(released)
}

async fn registration(act: &mut Act, finding: &Finding) -> Result<Registration, Refusal> {
    let found = store::registrations::hold(&mut act.tx, finding.registration_id).await.map_err(refusals::store)?;
    found.ok_or_else(|| Refusal::not_found("登记"))
}

/// Keeps a decision in place of the one that stands. One whose approval was taken back meanwhile is decided when it is
/// approved again.
async fn decide_anew(act: &mut Act, registration: Registration, why: &str) -> Result<(), Refusal> {
    if registration.state != State::Approved {
        return Ok(());
    }
    let dossier = Dossier::of(act, registration).await?;
    certificates::keep_decision(act, &dossier, why).await.map(drop)
}
