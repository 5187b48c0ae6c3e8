//! Whether a database may hold the sample university: an empty one, or one that says of itself that it does.

use std::sync::Arc;

use domain::{
    audit::{Event, EventKind},
    refusal::Refusal,
};

use crate::{Act, App, refusals};

/// The counter that marks a database as a sample university.
const MARK: &str = "sample-university";

/// What a database holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DemoStanding {
    /// Nobody, and no mark.
    Empty,
    /// A sample university, whole or half made.
    Sample,
    /// People, and no mark: somebody's real work.
    Real,
}

/// What the application's database holds.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn demo_standing(app: &Arc<App>) -> Result<DemoStanding, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    if store::counters::current(&mut tx, MARK).await.map_err(refusals::store)? > 0 {
        return Ok(DemoStanding::Sample);
    }
    let units: Vec<_> = store::units::all(&mut tx).await.map_err(refusals::store)?.iter().map(|unit| unit.id).collect();
    let (_, people) = store::people::list(&mut tx, "", &units, 1, 0).await.map_err(refusals::store)?;
    Ok(if people == 0 { DemoStanding::Empty } else { DemoStanding::Real })
}

/// Marks the act's database as a sample university, before anything is put into it.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn mark_as_demo(act: &mut Act) -> Result<(), Refusal> {
    store::counters::next(&mut act.tx, MARK).await.map_err(refusals::store)?;
    act.record(&Event::new(EventKind::DemoPrepared, "demo:mark", &[])).await
}
