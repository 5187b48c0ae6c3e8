//! The file of a lesson, whole or in part, as players ask for it.

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
    path: String,
    /// The name to offer.
    pub name: String,
    /// What its content is: `video/mp4`, `video/webm` or `application/pdf`.
    pub media_type: &'static str,
    /// Bytes.
    pub size: u64,
    /// What stands for the content: other content, another digest.
    pub digest: String,
}

/// The file of a lesson.
///
/// # Errors
/// `NotFound` for a page, which has none, and for a lesson that is not shown to the actor.
pub async fn media(act: &mut Act, id: LessonId) -> Result<Media, Refusal> {
    let not_found = || Refusal::not_found("课时");
    let actor = act.signed_in()?;
    let lesson = store::courses::lesson(&mut act.tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    let course = store::courses::get(&mut act.tx, lesson.course).await.map_err(refusals::store)?;
    let makes = may(&actor, Deed::SettleTraining, &Thing::Institution);
    if !course.is_some_and(|course| course.is_published || makes) {
        return Err(not_found());
    }
    if lesson.kind == LessonKind::Page {
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
    let found = act.app.files.head(&Path::from(lesson.content.as_str())).await.map_err(refusals::internal)?;
    Ok(Media {
        name: format!("{}.{ending}", lesson.title),
        digest: digest.to_owned(),
        media_type,
        size: found.size,
        path: lesson.content.clone(),
    })
}

impl Media {
    /// A part of the file.
    ///
    /// # Errors
    /// `Internal` when it cannot be read.
    pub async fn read(&self, app: &App, part: Range<u64>) -> Result<MediaStream, Refusal> {
        let options = GetOptions { range: Some(GetRange::Bounded(part)), ..GetOptions::default() };
        let found = app.files.get_opts(&Path::from(self.path.as_str()), options).await.map_err(refusals::internal)?;
        Ok(found.into_stream())
    }
}
