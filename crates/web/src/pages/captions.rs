//! Captions of a film: added and removed on the lesson's settings, fetched by players.

use actions::{Attempt, Purpose, settle};
use axum::{
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    response::IntoResponse,
};
use domain::ids::LessonId;

use crate::{
    errors::{Back, Page},
    fields::{Fields, Path, id},
    pages::lesson_settings::settings_url,
    security,
    uploads::Upload,
    visitor::SignedIn,
};

const PURPOSE: Purpose = Purpose::Captions;

/// POST /lessons/{id}/captions. Whether this person may add any is asked before a byte of the file is read.
pub(crate) async fn add(visitor: SignedIn, Path(lesson): Path<String>, request: Request) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let url = settings_url(lesson);
    let course = actions::courses::may_attach(&mut visitor.read().await?, lesson, 0).await?;
    let attempt = Attempt::captions(course.id);
    let mut upload = match Upload::read(request, &visitor.web, PURPOSE).await {
        Ok(upload) => upload,
        Err(unread) => return Err(visitor.refused(&attempt, unread.refusal).await).back(&url),
    };
    let file = visitor.tried(&attempt, upload.take_file(PURPOSE)).await.back(&url)?;
    let mut act = visitor.write(upload.fields.key()).await?;
    let done = actions::courses::add_captions(&mut act, lesson, &file).await;
    let (act, ()) = settle(act, &attempt, done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=captions")).await
}

/// POST /lessons/{id}/captions/removal
pub(crate) async fn remove(visitor: SignedIn, Path(lesson): Path<String>, form: Fields) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let url = settings_url(lesson);
    let mut act = visitor.write(form.key()).await?;
    actions::courses::remove_captions(&mut act, lesson).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=captions-removed")).await
}

/// GET /lessons/{id}/captions
pub(crate) async fn show(visitor: SignedIn, Path(lesson): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let captions = actions::courses::captions(&mut act, id(&lesson, "课时")?).await?;
    let mut head = HeaderMap::new();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/vtt; charset=utf-8"));
    head.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(security::FILE_POLICY));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok((head, captions.text).into_response())
}
