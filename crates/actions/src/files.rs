//! Keeping, fetching and setting aside bytes. The row that names a file is added first and its bytes are written just
//! before the commit, so that a refused act never writes any; what no row names is set aside.

mod sweep;

use bytes::Bytes;
use domain::{attachment, evidence, refusal::Refusal};
use jiff::civil::Date;
use object_store::{ObjectStoreExt, PutPayload, path::Path};

pub use self::sweep::{FilesFound, SweptFiles, look_over_files, sweep_all_files, sweep_files};

use crate::{App, refusals};

/// The folder of what no row names, with a folder for each day.
const ASIDE: &str = "set-aside";

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

/// Takes those of the files that no row names out of everybody's way, while nobody can add one; answers how many. They lie
/// in a folder of the day until [`sweep_files`] removes them.
pub(crate) async fn set_aside_unnamed(app: &App, paths: &[Path], today: Date) -> Result<usize, Refusal> {
    let mut tx = app.store.begin().await.map_err(refusals::store)?;
    store::files::hold_still(&mut tx).await.map_err(refusals::store)?;
    let mut moved = 0;
    for path in unnamed(&mut tx, paths).await? {
        moved += usize::from(put(app, &path, &aside(today, &path)).await?);
    }
    tx.end().await.map_err(refusals::store)?;
    Ok(moved)
}

/// Where a file lies that was set aside on this day.
fn aside(day: Date, path: &Path) -> Path {
    path.parts().fold(Path::from(ASIDE).join(day.to_string()), |place, part| place.join(part))
}

/// Gives a file another place; `false` when it was not there.
async fn put(app: &App, from: &Path, to: &Path) -> Result<bool, Refusal> {
    match app.files.rename(from, to).await {
        Ok(()) => Ok(true),
        Err(object_store::Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(refusals::internal(error)),
    }
}

/// Those of the files that no row names.
async fn unnamed(tx: &mut store::Tx, paths: &[Path]) -> Result<Vec<Path>, Refusal> {
    let contents = |of: Shelf| -> Vec<String> {
        let all = paths.iter().filter_map(|path| content_of(path.as_ref()));
        all.filter(|(shelf, _)| *shelf == of).map(|(_, content)| content).collect()
    };
    let evidence = store::files::evidence_with(tx, &contents(Shelf::Evidence)).await.map_err(refusals::store)?;
    let attachments =
        store::files::attachments_with(tx, &contents(Shelf::Attachments)).await.map_err(refusals::store)?;
    let mut rest: Vec<String> = paths.iter().map(|path| named_by(path.as_ref())).collect();
    rest.dedup();
    let mut others = store::files::documents_at(tx, &rest).await.map_err(refusals::store)?;
    others.extend(store::files::lessons_at(tx, &rest).await.map_err(refusals::store)?);
    let is_named = |path: &&Path| match content_of(path.as_ref()) {
        Some((Shelf::Evidence, content)) => evidence.contains(&content),
        Some((Shelf::Attachments, content)) => attachments.contains(&content),
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

/// Where files lie by content alone.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shelf {
    Evidence,
    Attachments,
}

/// The content (SHA-256) of a piece of evidence or an attachment that lies at this path; `None` for documents and files of
/// lessons.
fn content_of(path: &str) -> Option<(Shelf, String)> {
    let name = path.rsplit('/').next()?;
    let shelves = [(Shelf::Evidence, evidence::object_path(name)), (Shelf::Attachments, attachment::object_path(name))];
    shelves.into_iter().find(|(_, lies_at)| lies_at == path).map(|(shelf, _)| (shelf, name.to_owned()))
}
