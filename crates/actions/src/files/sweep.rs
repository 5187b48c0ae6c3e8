//! The sweep over all stored files: what no row names is set aside for some days, and put back when a row names it again.
//! So many at once that the database must be the wrong one stay where they are.

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    clock::{Instant, shanghai_date},
    refusal::Refusal,
};
use jiff::{ToSpan, civil::Date};
use object_store::{ObjectStore, ObjectStoreExt, path::Path};

use super::{ASIDE, aside, named_by, put, set_aside_unnamed, unnamed};
use crate::{App, refusals};

/// The folders that rows name files in.
const TOPS: [&str; 5] = ["evidence", "documents", "lessons", "packages", "attachments"];
/// Days that a file lies aside before it is removed: long enough to restore a database and notice what was wrong.
const DAYS_ASIDE: i32 = 30;
/// One in so many may be set aside at once. More mean a database that knows nothing of these files.
const ONE_IN: usize = 20;
/// So few may always be set aside: a small installation has evidence taken away, too.
const FEW: usize = 20;
/// How many are moved at once, while nobody can add a file.
const PORTION: usize = 50;

/// What a sweep found and did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SweptFiles {
    /// Files that rows name.
    pub named: usize,
    /// Files that no row named; they lie aside now.
    pub set_aside: usize,
    /// Files that no row names, left where they are because they are too many.
    pub held_back: usize,
    /// Files that lay aside and that a row names; they are back in their places.
    pub put_back: usize,
    /// Files that lay aside for more than 30 days; they are gone.
    pub removed: usize,
}

/// What there is, without doing anything about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FilesFound {
    /// Files that rows name.
    pub named: usize,
    /// Files in their places that no row names.
    pub unnamed: usize,
    /// Whether they are so many that a sweep leaves them where they are.
    pub is_held_back: bool,
    /// Files that lie aside.
    pub aside: usize,
    /// The first day on which the next of them is removed.
    pub next_removal: Option<Date>,
}

/// Sets aside what no row names: what a crash left behind, and evidence that was taken away again. Moves nothing when that
/// would be more than a small part of all files.
///
/// # Errors
/// `Internal` when the files cannot be listed or moved, or the database does not answer.
pub async fn sweep_files(app: &Arc<App>, now: Instant) -> Result<SweptFiles, Refusal> {
    sweep(app, now, InPlaces::are_few_unnamed).await
}

/// The same, however many there are: for somebody who made sure that the database is the right one.
///
/// # Errors
/// As [`sweep_files`].
pub async fn sweep_all_files(app: &Arc<App>, now: Instant) -> Result<SweptFiles, Refusal> {
    sweep(app, now, |_| true).await
}

/// Counts what a sweep would find. Changes nothing.
///
/// # Errors
/// `Internal` when the files cannot be listed or the database does not answer.
pub async fn look_over_files(app: &Arc<App>) -> Result<FilesFound, Refusal> {
    let places = in_places(app).await?;
    let mut found = FilesFound {
        named: places.files - places.unnamed.len(),
        unnamed: places.unnamed.len(),
        is_held_back: !places.are_few_unnamed(),
        ..FilesFound::default()
    };
    for (day, paths) in lying_aside(app).await? {
        found.aside += paths.len();
        let removal = removal(day)?;
        found.next_removal = Some(found.next_removal.map_or(removal, |other| other.min(removal)));
    }
    Ok(found)
}

async fn sweep(app: &App, now: Instant, may_move: fn(&InPlaces) -> bool) -> Result<SweptFiles, Refusal> {
    let today = shanghai_date(now);
    let mut swept = SweptFiles::default();
    for (day, paths) in lying_aside(app).await? {
        clear_aside(app, day, &paths, today, &mut swept).await?;
    }
    let places = in_places(app).await?;
    swept.named = places.files - places.unnamed.len();
    if !may_move(&places) {
        swept.held_back = places.unnamed.len();
        return Ok(swept);
    }
    for portion in places.unnamed.chunks(PORTION) {
        swept.set_aside += set_aside_unnamed(app, portion, today).await?;
    }
    Ok(swept)
}

/// Puts back what a row names again, and removes the rest when its days are over.
async fn clear_aside(app: &App, day: Date, paths: &[Path], today: Date, swept: &mut SweptFiles) -> Result<(), Refusal> {
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let unnamed: BTreeSet<Path> = unnamed(&mut tx, paths).await?.into_iter().collect();
    tx.end().await.map_err(refusals::store)?;
    let is_over = removal(day)? <= today;
    for path in paths {
        let lies_at = aside(day, path);
        if !unnamed.contains(path) && is_missing(app, path).await? {
            swept.put_back += usize::from(put(app, &lies_at, path).await?);
        } else if is_over {
            match app.files.delete(&lies_at).await {
                Ok(()) => swept.removed += 1,
                Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(refusals::internal(error)),
            }
        }
    }
    Ok(())
}

/// The day on which what was set aside on another is removed.
fn removal(day: Date) -> Result<Date, Refusal> {
    day.checked_add(DAYS_ASIDE.days()).map_err(refusals::internal)
}

async fn is_missing(app: &App, path: &Path) -> Result<bool, Refusal> {
    match app.files.head(path).await {
        Ok(_) => Ok(false),
        Err(object_store::Error::NotFound { .. }) => Ok(true),
        Err(error) => Err(refusals::internal(error)),
    }
}

/// The files in their places.
#[derive(Default)]
struct InPlaces {
    files: usize,
    /// How many things they are, a package being one.
    things: usize,
    /// Those that no row names.
    unnamed: Vec<Path>,
}

impl InPlaces {
    fn are_few_unnamed(&self) -> bool {
        // A package is thousands of files that one row names, so it is one here.
        named_things(&self.unnamed) <= FEW.max(self.things / ONE_IN)
    }
}

async fn in_places(app: &App) -> Result<InPlaces, Refusal> {
    let mut found = InPlaces::default();
    for top in TOPS {
        for shelf in folders(app, &Path::from(top)).await? {
            let paths = below(app, shelf).await?;
            let mut tx = app.store.read().await.map_err(refusals::store)?;
            found.unnamed.extend(unnamed(&mut tx, &paths).await?);
            tx.end().await.map_err(refusals::store)?;
            found.files += paths.len();
            found.things += named_things(&paths);
        }
    }
    Ok(found)
}

fn named_things(paths: &[Path]) -> usize {
    paths.iter().map(|path| named_by(path.as_ref())).collect::<BTreeSet<_>>().len()
}

/// The paths that what lies aside had, by the day on which it was set aside. A folder that is no day's is nobody's business.
async fn lying_aside(app: &App) -> Result<Vec<(Date, Vec<Path>)>, Refusal> {
    let mut days = Vec::new();
    for folder in folders(app, &Path::from(ASIDE)).await? {
        let Some(Ok(day)) = folder.filename().map(str::parse::<Date>) else { continue };
        let mut paths = Vec::new();
        for top in TOPS {
            paths.extend(below(app, folder.clone().join(top)).await?);
        }
        days.push((day, paths.iter().filter_map(|path| Some(Path::from_iter(path.prefix_match(&folder)?))).collect()));
    }
    Ok(days)
}

async fn folders(app: &App, folder: &Path) -> Result<Vec<Path>, Refusal> {
    let found = app.files.list_with_delimiter(Some(folder)).await.map_err(refusals::internal)?;
    Ok(found.common_prefixes)
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
