//! Whether the actor may import at all, to be asked before a file is read.

use domain::{access::Deed, refusal::Refusal};

use crate::{Act, load};

/// Lets pass whoever may import.
///
/// # Errors
/// `Forbidden` for whoever may not, as on every other page of an office.
pub fn may_import(act: &Act) -> Result<(), Refusal> {
    load::institution(act, Deed::Import)
}
