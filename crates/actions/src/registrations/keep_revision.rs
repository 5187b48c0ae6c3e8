//! What others knew of an item is kept before it changes, so that its year can be looked back at.

use domain::{item::Item, item_revision::ItemRevision, refusal::Refusal};

use crate::{Act, refusals};

/// Keeps what others know of an item that its person is about to change or take away, with its evidence.
pub(super) async fn before_rewording(act: &mut Act, item: &Item) -> Result<(), Refusal> {
    let evidence = store::evidence::of_item(&mut act.tx, item.id).await.map_err(refusals::store)?;
    keep(act, ItemRevision::before_rewording(item, &evidence)).await
}

/// Keeps what was decided about an item before that changes.
pub(super) async fn before_deciding(act: &mut Act, item: &Item) -> Result<(), Refusal> {
    let evidence = store::evidence::of_item(&mut act.tx, item.id).await.map_err(refusals::store)?;
    let now = act.now();
    keep(act, ItemRevision::before_deciding(item, &evidence, now)).await
}

async fn keep(act: &mut Act, revision: Option<ItemRevision>) -> Result<(), Refusal> {
    match revision {
        Some(revision) => store::item_revisions::keep(&mut act.tx, &revision).await.map_err(refusals::store),
        None => Ok(()),
    }
}
