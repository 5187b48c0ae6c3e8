//! Which packs there are.

use std::sync::Arc;

use policy::Pack;

use crate::App;

/// A pack in the list.
#[derive(Debug, Clone)]
pub struct PackLine {
    /// The pack.
    pub pack: Arc<Pack>,
    /// Whether this year's hours are judged by it.
    pub in_force: bool,
}

/// Every pack that can be used, by name. One that cannot be read is left out; `xueshi policy check` says why.
#[must_use]
pub fn list(app: &App) -> Vec<PackLine> {
    let packs = app.library().names().into_iter().filter_map(|name| app.pack_named(name).ok());
    packs.map(|pack| PackLine { in_force: pack.name() == app.pack().name(), pack }).collect()
}
