//! The file of a lesson, also one of a package, whole or in part, as players ask for it.

use std::{ops::Range, pin::Pin};

use bytes::Bytes;
use domain::{
    access::{Deed, Thing, may},
    course::LessonKind,
    ids::LessonId,
    refusal::Refusal,
};
use futures_core::Stream;
use object_store::{GetOptions, GetRange, ObjectStoreExt, path::Path};

use crate::{Act, App, refusals};

/// Bytes of a file as they come.
pub type MediaStream = Pin<Box<dyn Stream<Item = Result<Bytes, object_store::Error>> + Send>>;

/// A lesson's file that the actor may read.
#[derive(Clone, Debug)]
pub struct Media {
    pub(super) path: Path,
    /// The name to offer.
    pub name: String,
    /// What its content is, such as `video/mp4`.
    pub media_type: &'static str,
    /// Bytes.
    pub size: u64,
    /// What stands for the content: other content, another digest.
    pub digest: String,
}

/// The file of a lesson.
///
/// # Errors
/// `NotFound` for a page, which has none, for a package, which has many, and for a lesson that is not shown to the actor.
pub async fn media(act: &mut Act, id: LessonId) -> Result<Media, Refusal> {
    let not_found = || Refusal::not_found("课时");
    let actor = act.signed_in()?;
    let lesson = store::courses::lesson(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    let course = store::courses::get(&mut act.tx, lesson.course).await.map_err(refusals::store)?;
    let makes = may(&actor, Deed::SettleTraining, &Thing::Institution);
    if !course.is_some_and(|course| (course.is_published && lesson.is_in_use()) || makes) {
        return Err(not_found());
    }
    if matches!(lesson.kind, LessonKind::Page | LessonKind::Package) {
        return Err(not_found());
    }
    let name =
        lesson.content.strip_prefix("lessons/").and_then(|rest| rest.rsplit('/').next()).ok_or_else(not_found)?;
    let (digest, ending) = name.split_once('.').ok_or_else(not_found)?;
    let media_type = match ending {
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        _ => return Err(not_found()),
    };
    let path = Path::from(lesson.content.as_str());
    let found = act.app.files.head(&path).await.map_err(refusals::internal)?;
    Ok(Media {
        name: format!("{}.{ending}", lesson.title),
        digest: digest.to_owned(),
        media_type,
        size: found.size,
        path,
    })
}

impl Media {
    /// All of a file that is small enough to be held.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub async fn whole(&self, app: &App) -> Result<Bytes, Refusal> {
        let found = app.files.get(&self.path).await.map_err(refusals::internal)?;
        found.bytes().await.map_err(refusals::internal)
    }

    /// A part of the file.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub async fn read(&self, app: &App, part: Range<u64>) -> Result<MediaStream, Refusal> {
        let options = GetOptions { range: Some(GetRange::Bounded(part)), ..GetOptions::default() };
        let found = app.files.get_opts(&self.path, options).await.map_err(refusals::internal)?;
        Ok(found.into_stream())
    }
}
