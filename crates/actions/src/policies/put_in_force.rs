//! Remembering which pack the institution works with.

use domain::{
    audit::{Event, EventKind},
    refusal::Refusal,
};

use crate::{Act, refusals};

/// What stands for no pack in the log.
const NONE: &str = "默认标准";

/// Has the pack that this program was opened with found again by every command that names none, and notes when it says
/// something else than it did. Nothing happens where it is the one already. The caller decides who may ask.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn put_in_force(act: &mut Act) -> Result<(), Refusal> {
    let new = (act.pack().name().to_owned(), act.pack().hash().to_owned());
    let old = store::installation::pack(&mut act.tx).await.map_err(refusals::store)?;
    if old.as_ref() == Some(&new) {
        return Ok(());
    }
    let (name, hash) = &new;
    store::installation::put_in_force(&mut act.tx, name, hash).await.map_err(refusals::store)?;
    let (new, old) = match &old {
        None => (name.clone(), NONE.to_owned()),
        Some((before, _)) if before != name => (name.clone(), before.clone()),
        Some((_, before)) => (told(name, hash), told(name, before)),
    };
    let event = Event::new(EventKind::PackPutInForce, format!("policy:{name}"), &[("new", &new), ("old", &old)]);
    act.record(&event.with("hash", hash.as_str())).await
}

/// A text of a pack, as people tell it from another of the same name.
fn told(name: &str, hash: &str) -> String {
    format!("{name}（指纹 {}）", hash.get(..12).unwrap_or(hash))
}
