//! One pack, whole.

use std::sync::Arc;

use domain::refusal::Refusal;
use policy::Pack;

use crate::App;

/// The pack with this name.
///
/// # Errors
/// `NotFound` when there is no such pack, `Internal` when it cannot be read.
pub fn show(app: &App, name: &str) -> Result<Arc<Pack>, Refusal> {
    if !app.library().names().contains(&name) {
        return Err(Refusal::not_found("学时标准"));
    }
    app.pack_named(name)
}
