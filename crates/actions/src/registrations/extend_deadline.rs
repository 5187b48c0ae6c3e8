//! Letting one registration be decided after 31 December, for a recorded reason (article 8).

use domain::{access::Deed, ids::RegistrationId, refusal::Refusal};
use jiff::civil::Date;

use crate::{Act, load};

/// Letting one registration be decided until a later date (article 8).
///
/// # Errors
/// Refuses without a reason, an approved registration, one's own, and a date that is not later.
pub async fn extend_deadline(act: &mut Act, id: RegistrationId, until: Date, reason: &str) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    load::transition(act, id, Deed::ExtendDeadline, |registration, _| {
        registration.extend_deadline(&actor, until, reason)
    })
    .await?;
    Ok(())
}
