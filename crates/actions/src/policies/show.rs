//! One pack, whole.

use domain::refusal::Refusal;
use policy::Pack;

use crate::App;

/// The pack with this name.
///
/// # Errors
/// `NotFound` when there is no such pack, or it cannot be read.
pub fn show(app: &App, name: &str) -> Result<Pack, Refusal> {
    if name == app.pack().name() {
        return Ok(app.pack().clone());
    }
    app.library().load(name).map_err(|_| Refusal::not_found("学时标准"))
}
