//! Remembering which pack the institution works with.

use domain::{
    audit::{Event, EventKind},
    refusal::Refusal,
};

use crate::{Act, refusals};

/// What stands for no pack in the log.
const NONE: &str = "默认标准";

/// Has the pack that this program was opened with found again by every command that names none. Nothing happens where it
/// is the one already. The caller decides who may ask.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn put_in_force(act: &mut Act) -> Result<(), Refusal> {
    let new = act.pack().name().to_owned();
    let old = store::installation::pack_name(&mut act.tx).await.map_err(refusals::store)?;
    if old.as_deref() == Some(new.as_str()) {
        return Ok(());
    }
    store::installation::put_in_force(&mut act.tx, &new).await.map_err(refusals::store)?;
    let values = [("new", new.as_str()), ("old", old.as_deref().unwrap_or(NONE))];
    let event = Event::new(EventKind::PackPutInForce, format!("policy:{new}"), &values);
    act.record(&event.with("hash", act.pack().hash())).await
}
