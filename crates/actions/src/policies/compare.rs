//! How one pack differs from another.

use std::sync::Arc;

use domain::refusal::Refusal;
use policy::{Difference, Pack};

use super::show;
use crate::App;

/// Two packs and what changes from the old one to the new one.
#[derive(Debug, Clone)]
pub struct PackComparison {
    /// The pack before.
    pub old: Arc<Pack>,
    /// The pack after.
    pub new: Arc<Pack>,
    /// Every change, in the order of the new pack's articles.
    pub differences: Vec<Difference>,
}

/// What changes from `old` to `new`.
///
/// # Errors
/// As [`show`], for either.
pub fn compare(app: &App, old: &str, new: &str) -> Result<PackComparison, Refusal> {
    let (old, new) = (show(app, old)?, show(app, new)?);
    let differences = policy::compare(&old, &new);
    Ok(PackComparison { old, new, differences })
}
