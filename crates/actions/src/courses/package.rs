//! The files of a package. What runs in it has no session: its pages ask with a pass that stands in their address, good
//! for one lesson and as long as the session in which the lesson was opened.

use std::sync::Arc;

use domain::{
    access::{Actor, Deed, Thing, may},
    clock::Instant,
    course::{Lesson, LessonKind},
    ids::LessonId,
    refusal::Refusal,
};
use object_store::{ObjectStoreExt, path::Path};
use uuid::Uuid;

use super::Media;
use crate::{App, refusals, sessions};

/// The pass of whoever has this session, for the package of one lesson.
///
/// # Errors
/// `Internal` when the operating system gives no randomness.
pub fn package_pass(app: &App, session: &str, lesson: LessonId) -> Result<String, Refusal> {
    app.keys.seal_pass(&[&sessions::session_digest(session), lesson.as_uuid().as_bytes().as_slice()].concat())
}

/// A file of the package for which this pass is.
///
/// # Errors
/// `NotFound` for a pass that is none or whose session has ended, for a lesson that is not shown to its person any more, and
/// for a file that the package does not have.
pub async fn package_file(app: &Arc<App>, now: Instant, pass: &str, path: &str) -> Result<Media, Refusal> {
    let not_found = || Refusal::not_found("课件");
    let plain = app.keys.open_pass(pass).ok_or_else(not_found)?;
    let (session, lesson) = plain.split_at_checked(sessions::DIGEST_BYTES).ok_or_else(not_found)?;
    let lesson = LessonId::from_uuid(Uuid::from_slice(lesson).map_err(|_| not_found())?);
    let actor = sessions::resolve_digest(app, now, session).await?.ok_or_else(not_found)?;
    let lesson = shown(app, &actor, lesson).await?;
    let place = Path::from(format!("{}/{path}", lesson.content));
    // A path cannot leave its folder: parts that lead upwards are names like any other here.
    let found = app.files.head(&place).await.map_err(|error| match error {
        object_store::Error::NotFound { .. } => not_found(),
        error => refusals::internal(error),
    })?;
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    let digest = lesson.content.rsplit('/').next().unwrap_or_default().to_owned();
    Ok(Media { media_type: media_type(&name), path: place, name, size: found.size, digest })
}

async fn shown(app: &Arc<App>, actor: &Actor, id: LessonId) -> Result<Lesson, Refusal> {
    let not_found = || Refusal::not_found("课件");
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let lesson = store::courses::lesson(&mut tx, id).await.map_err(refusals::store)?.ok_or_else(not_found)?;
    let course = store::courses::get(&mut tx, lesson.course).await.map_err(refusals::store)?;
    let makes = may(actor, Deed::SettleTraining, &Thing::Institution);
    let is_shown = course.is_some_and(|course| (course.is_published && lesson.is_in_use()) || makes);
    if is_shown && lesson.kind == LessonKind::Package { Ok(lesson) } else { Err(not_found()) }
}

/// What a file is by its ending. What is not in the list is kept and never shown.
fn media_type(name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "html" | "htm" => "text/html",
        "css" => "text/css",
        "js" | "mjs" => "text/javascript",
        "json" => "application/json",
        "xml" | "xsd" | "dtd" => "text/xml",
        "txt" => "text/plain",
        "vtt" => "text/vtt",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "m4a" => "audio/mp4",
        "ogg" | "oga" => "audio/ogg",
        "wav" => "audio/wav",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
