//! Files that come with a lesson: added and removed on the lesson's settings, kept by learners.

use actions::{Act, Attempt, Purpose, settle};
use axum::extract::Request;
use domain::{
    attachment::Attachment,
    ids::{AttachmentId, LessonId},
};

use crate::{
    errors::{Back, Page, PageError},
    fields::{Fields, Path, id},
    pages::{files, lesson_settings::settings_url},
    translate,
    uploads::{Upload, again},
    views::courses::AttachmentLine,
    visitor::{SignedIn, Visitor},
};

const PURPOSE: Purpose = Purpose::Attachment;

/// A file as pages list it.
pub(super) fn line(attachment: &Attachment) -> AttachmentLine {
    AttachmentLine {
        id: attachment.id.to_string(),
        name: attachment.file_name.clone(),
        size: translate::size(attachment.size_bytes),
    }
}

/// POST /lessons/{id}/attachments. Whether this person may add any is asked before a byte of a file is read.
pub(crate) async fn attach(visitor: SignedIn, Path(lesson): Path<String>, request: Request) -> Page {
    let lesson: LessonId = id(&lesson, "课时")?;
    let course = actions::courses::may_attach(&mut visitor.read().await?, lesson, 0).await?;
    let attempt = Attempt::attachment(course.id);
    let act = match Upload::read(request, &visitor.web, PURPOSE).await {
        Ok(upload) => take(&visitor, lesson, &attempt, upload).await,
        Err(unread) => Err(visitor.refused(&attempt, unread.refusal).await.into()),
    };
    let url = settings_url(lesson);
    match act {
        Ok(act) => visitor.finish(act, &format!("{url}?done=attachment")).await,
        Err(PageError::Refused { refusal, .. }) => Err(*refusal).back(&url),
        Err(other) => Err(other),
    }
}

async fn take(visitor: &Visitor, lesson: LessonId, attempt: &Attempt, mut upload: Upload) -> Result<Act, PageError> {
    let files = visitor.tried(attempt, upload.take_files(PURPOSE)).await?;
    let mut act = visitor.read().await?;
    let may = actions::courses::may_attach(&mut act, lesson, files.len()).await;
    drop(act);
    if let Err(refusal) = may {
        return Err(PageError::Elsewhere(again::read(visitor, upload.fields.key(), attempt, refusal).await?));
    }
    let files = actions::check_attachments(&visitor.web.app, files).await;
    let files = visitor.tried(attempt, files).await?;
    let mut act = visitor.write(upload.fields.key()).await?;
    for file in files {
        let done = actions::courses::attach(&mut act, lesson, file).await;
        (act, _) = settle(act, attempt, done).await?;
    }
    Ok(act)
}

/// GET /attachments/{id}: always to be kept, never shown in the browser.
pub(crate) async fn show(visitor: SignedIn, Path(attachment): Path<String>) -> Page {
    let attachment: AttachmentId = id(&attachment, "附件")?;
    let mut act = visitor.read().await?;
    Ok(files::download(actions::courses::read_attachment(&mut act, attachment).await?))
}

/// POST /attachments/{id}/removal
pub(crate) async fn remove(visitor: SignedIn, Path(attachment): Path<String>, form: Fields) -> Page {
    let attachment: AttachmentId = id(&attachment, "附件")?;
    let mut act = visitor.write(form.key()).await?;
    let lesson = actions::courses::remove_attachment(&mut act, attachment).await?;
    visitor.finish(act, &format!("{}?done=attachment-removed", settings_url(lesson))).await
}
