//! Letting one registration be decided after 31 December, for a recorded reason (article 8).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};
use jiff::civil::Date;

use crate::{Act, load};

/// Lets one registration be handed in and decided until a later date (article 8): the personnel office, with a recorded
/// reason, until the end of the year after at the latest.
///
/// # Errors
/// Refuses without a reason, an approved registration, one's own, and a date that is past, not later, or too late.
pub async fn extend_deadline(act: &mut Act, id: RegistrationId, until: Date, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::ExtendDeadline, |registration, now| {
        registration.extend_deadline(&actor, until, reason, now)
    })
    .await?;
    Ok(())
}
