//! Taking an approval back (articles 6 and 13), with everything that rested on it.

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal, registration::ApprovalWithdrawal};

use crate::{Act, certificates, load, refusals};

/// Takes an approval back: the personnel office, with a recorded reason. The certificates that were issued from it are
/// revoked for the same reason; the decision that was kept stays, and the next one replaces it. The person can correct the
/// registration and hand it in again, within the deadlines of its pack.
///
/// # Errors
/// Refuses without a reason, one's own, and what is not approved.
pub async fn withdraw_approval(act: &mut Act, id: RegistrationId, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let mut registration = load::registration(act, id, Deed::WithdrawApproval).await?;
    let (reason, event) = registration.withdraw_approval(&actor, reason)?;
    let stood = store::decisions::latest(&mut act.tx, registration.person_id, registration.year).await;
    let stood =
        stood.map_err(refusals::store)?.ok_or_else(|| refusals::internal("an approval without its decision"))?;
    let resting = certificates::resting_on(act, registration.person_id, id).await?;
    // Before the registration: the database lets no approval go while a certificate rests on it.
    let revoked = certificates::revoke_resting(act, resting, &reason).await?;
    load::save(act, &mut registration).await?;
    let withdrawal = ApprovalWithdrawal {
        registration_id: id,
        person_id: registration.person_id,
        decision: stood.id,
        withdrawn_by: actor.person,
        withdrawn_at: act.now(),
        reason,
    };
    store::approval_withdrawals::insert(&mut act.tx, &withdrawal).await.map_err(refusals::store)?;
    for event in revoked.iter().chain([&event]) {
        act.record(event).await?;
    }
    Ok(())
}
