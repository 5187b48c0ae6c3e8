//! One pack, whole.

use std::sync::Arc;

use domain::refusal::{NOTHING_CHANGED, Refusal, RefusalKind};
use policy::{Library, Pack};

use crate::App;

/// The pack with this name.
///
/// # Errors
/// `NotFound` when there is no such pack, with the names of those that there are; `Conflict` when it has a mistake, with its
/// place.
pub fn show(app: &App, name: &str) -> Result<Arc<Pack>, Refusal> {
    if !app.library().names().contains(&name) {
        return Err(unknown(name, app.library()));
    }
    app.pack_named(name)
}

/// Which ones there are.
fn unknown(name: &str, library: &Library) -> Refusal {
    Refusal::new(
        RefusalKind::NotFound,
        "policy.unknown",
        format!("没有学时标准“{name}”。"),
        NOTHING_CHANGED,
        format!("请从现有的里面选一个：{}。", library.names().join("、")),
    )
}
