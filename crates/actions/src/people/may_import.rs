//! Whether the actor may import at all, to be asked before a file is read.

use domain::{access::Deed, refusal::Refusal};

use crate::{Act, load};

/// Lets pass whoever may import; to everybody else there is no such page.
///
/// # Errors
/// `NotFound` for whoever may not import, as on every other page of an office.
pub fn may_import(act: &Act) -> Result<(), Refusal> {
    load::office(act, Deed::Import)
}
