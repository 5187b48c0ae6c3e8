//! Whether the actor may import at all, to be asked before a file is read.

use domain::{
    access::{Deed, Thing, may},
    refusal::Refusal,
};

use crate::Act;

/// Lets pass whoever may import; to everybody else there is no such page.
///
/// # Errors
/// `NotFound` for whoever may not import.
pub fn may_import(act: &Act) -> Result<(), Refusal> {
    let is_allowed = act.actor().is_some_and(|actor| may(actor, Deed::Import, &Thing::Institution));
    if is_allowed { Ok(()) } else { Err(Refusal::not_found("页面")) }
}
