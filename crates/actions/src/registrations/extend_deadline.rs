//! Letting one registration be decided after its pack's deadline, for a recorded reason.

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal, registration::Deadlines};
use jiff::civil::Date;

use crate::{Act, load};

/// Lets one registration be handed in and decided until a later date: the personnel office, with a recorded reason, at
/// the latest a year after the pack's deadline.
///
/// # Errors
/// Refuses without a reason, an approved registration, one's own, and a date that is past, not later, or too late.
pub async fn extend_deadline(act: &mut Act, id: RegistrationId, until: Date, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let open = load::registration(act, id, Deed::ExtendDeadline).await?;
    let pack = act.app.pack_named(&open.pack_name)?;
    let deadlines = Deadlines::of(&pack, open.year);
    load::transition(act, id, Deed::ExtendDeadline, |registration, now| {
        registration.extend_deadline(&actor, until, reason, &deadlines, now)
    })
    .await?;
    Ok(())
}
