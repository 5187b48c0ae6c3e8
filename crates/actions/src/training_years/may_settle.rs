//! Whether the actor settles public subjects at all.

use domain::{access::Deed, refusal::Refusal};

use crate::{Act, load};

/// Lets pass whoever settles public subjects; to everybody else there is no such page.
///
/// # Errors
/// `NotFound` for whoever may not, as on every other page of an office.
pub fn may_settle(act: &Act) -> Result<(), Refusal> {
    load::office(act, Deed::SettleTraining)
}
