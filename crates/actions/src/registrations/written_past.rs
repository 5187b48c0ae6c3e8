//! Whether anybody wrote to the database past the program. Looks only.

use domain::refusal::Refusal;

use crate::{App, refusals};

/// The numbers of registrations whose items are not what everybody's year is judged from, up to a hundred. There are none,
/// unless somebody wrote to the database past the program.
///
/// # Errors
/// `Internal` when the database does not answer.
pub async fn written_past(app: &App) -> Result<Vec<String>, Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    store::item_rows::differing(&mut tx).await.map_err(refusals::store)
}
