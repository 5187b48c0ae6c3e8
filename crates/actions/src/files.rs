//! Keeping, fetching and removing bytes. The row that names a file is added first and its bytes are written just before
//! the commit, so that a refused act never writes any; what no row names is removed.

use std::sync::Arc;

use bytes::Bytes;
use domain::{evidence, refusal::Refusal};
use object_store::{ObjectStoreExt, PutPayload, path::Path};

use crate::{App, refusals};

/// Writes the bytes at a path whose name comes from their content. What lies there already is the same, and whole: a
/// file gets its name only when all of it is on the disk.
pub(crate) async fn keep(app: &App, path: &str, bytes: Bytes) -> Result<(), Refusal> {
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

/// What a sweep found and did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweptFiles {
    /// Files that rows name.
    pub named: usize,
    /// Files that no row named; they are gone.
    pub removed: usize,
}

/// Removes every stored file that no row names: what a crash left behind, and evidence that was taken away again.
///
/// # Errors
/// `Internal` when the files cannot be listed or the database does not answer.
pub async fn sweep_files(app: &Arc<App>) -> Result<SweptFiles, Refusal> {
    let mut swept = SweptFiles::default();
    for top in ["evidence", "documents", "lessons", "packages"] {
        let shelves = app.files.list_with_delimiter(Some(&Path::from(top))).await.map_err(refusals::internal)?;
        for shelf in shelves.common_prefixes {
            let paths = below(app, shelf).await?;
            let mut tx = app.store.read().await.map_err(refusals::store)?;
            let unnamed = unnamed(&mut tx, &paths).await?;
            tx.end().await.map_err(refusals::store)?;
            let removed = if unnamed.is_empty() { 0 } else { remove_unnamed(app, &unnamed).await? };
            swept.named += paths.len() - removed;
            swept.removed += removed;
        }
    }
    Ok(swept)
}

/// Every file in a folder and in the folders of it.
async fn below(app: &App, folder: Path) -> Result<Vec<Path>, Refusal> {
    let (mut files, mut folders) = (Vec::new(), vec![folder]);
    while let Some(folder) = folders.pop() {
        let found = app.files.list_with_delimiter(Some(&folder)).await.map_err(refusals::internal)?;
        files.extend(found.objects.into_iter().map(|object| object.location));
        folders.extend(found.common_prefixes);
    }
    Ok(files)
}

/// Removes those of the files that no row names, while nobody can add one; answers how many.
pub(crate) async fn remove_unnamed(app: &App, paths: &[Path]) -> Result<usize, Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    store::files::hold_still(&mut tx).await.map_err(refusals::store)?;
    let mut removed = 0;
    for path in unnamed(&mut tx, paths).await? {
        match app.files.delete(&path).await {
            Ok(()) => removed += 1,
            Err(object_store::Error::NotFound { .. }) => {}
            Err(error) => return Err(refusals::internal(error)),
        }
    }
    tx.end().await.map_err(refusals::store)?;
    Ok(removed)
}

/// Those of the files that no row names.
async fn unnamed(tx: &mut store::Tx, paths: &[Path]) -> Result<Vec<Path>, Refusal> {
    let contents: Vec<String> = paths.iter().filter_map(|path| content_of(path.as_ref())).collect();
    let evidence = store::files::evidence_with(tx, &contents).await.map_err(refusals::store)?;
    let mut rest: Vec<String> = paths.iter().map(|path| named_by(path.as_ref())).collect();
    rest.dedup();
    let mut others = store::files::documents_at(tx, &rest).await.map_err(refusals::store)?;
    others.extend(store::files::lessons_at(tx, &rest).await.map_err(refusals::store)?);
    let is_named = |path: &&Path| match content_of(path.as_ref()) {
        Some(content) => evidence.contains(&content),
        None => others.contains(&named_by(path.as_ref())),
    };
    Ok(paths.iter().filter(|path| !is_named(path)).cloned().collect())
}

/// What the row that names a file says: its path, and of a file of a package the folder.
fn named_by(path: &str) -> String {
    match path.match_indices('/').nth(2) {
        Some((end, _)) if path.starts_with("packages/") => path[..end].to_owned(),
        _ => path.to_owned(),
    }
}

/// The content (SHA-256) of a piece of evidence that lies at this path; `None` for documents and
/// files of lessons.
fn content_of(path: &str) -> Option<String> {
    let name = path.strip_prefix("evidence/")?.rsplit('/').next()?;
    (evidence::object_path(name) == path).then(|| name.to_owned())
}
