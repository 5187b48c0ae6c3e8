//! Keeping and fetching bytes. A file is written before the row that names it is committed: a lost act leaves at most
//! a file that nothing names, which harms nobody.

use domain::refusal::Refusal;
use object_store::{ObjectStoreExt, PutPayload, path::Path};

use crate::{App, refusals};

/// Writes the bytes at a path whose name comes from their content. What lies there already is the same, and whole: a
/// file gets its name only when all of it is on the disk.
pub(crate) async fn keep(app: &App, path: &str, bytes: Vec<u8>) -> Result<(), Refusal> {
    let path = Path::from(path);
    match app.files.head(&path).await {
        Ok(found) if usize::try_from(found.size).is_ok_and(|size| size == bytes.len()) => return Ok(()),
        Ok(_) | Err(object_store::Error::NotFound { .. }) => {}
        Err(error) => return Err(refusals::internal(error)),
    }
    app.files.put(&path, PutPayload::from(bytes)).await.map_err(refusals::internal)?;
    Ok(())
}

/// Reads the bytes back and checks them against their digest.
pub(crate) async fn fetch(app: &App, path: &str, sha256: &str) -> Result<Vec<u8>, Refusal> {
    let found = app.files.get(&Path::from(path)).await.map_err(refusals::internal)?;
    let bytes = found.bytes().await.map_err(refusals::internal)?;
    if crate::uploads::sha256(&bytes) != sha256 {
        return Err(refusals::internal("a stored file is not what was stored"));
    }
    Ok(bytes.to_vec())
}

/// Where a document is kept: by content and identity, since two documents may have the same content.
pub(crate) fn document_path(sha256: &str, id: domain::ids::DocumentId) -> String {
    let (shelf, _) = sha256.split_at_checked(2).unwrap_or((sha256, ""));
    format!("documents/{shelf}/{sha256}-{id}")
}
