//! Reading a form with files. Must not judge the files: the actions do that by content.

pub(crate) mod again;
mod room;

use actions::{Purpose, SentFile};
use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use domain::{
    attachment::ATTACHMENTS_MAX,
    evidence::FILES_MEGABYTES_MAX,
    refusal::{NOTHING_CHANGED, Refusal},
    size::{FILE_BYTES_MAX, FILE_MEGABYTES_MAX, MEGABYTE},
};
use tokio::sync::OwnedSemaphorePermit;

use crate::{fields::Fields, state::Web};

pub(crate) use room::Room;

/// What a form may hold beside its files.
const FORM_BYTES: usize = MEGABYTE;
/// The largest request with one file, in bytes.
pub const FILE_REQUEST_BYTES_MAX: usize = FILE_BYTES_MAX + FORM_BYTES;
/// The largest request with several files, in bytes.
pub const FILES_REQUEST_BYTES_MAX: usize = FILES_MEGABYTES_MAX * MEGABYTE + FORM_BYTES;
/// The largest request that adds a lesson, in bytes.
pub(crate) const LESSON_BYTES_MAX: usize = actions::FILM_BYTES_MAX + FORM_BYTES;
/// The largest request of all, in bytes: what stands before the program has to let it through.
pub const REQUEST_BYTES_MAX: usize =
    if LESSON_BYTES_MAX > FILES_REQUEST_BYTES_MAX { LESSON_BYTES_MAX } else { FILES_REQUEST_BYTES_MAX };

/// The field that stands for a file's content among the others, so that the form's key is bound to it too.
const FILE_FIELD: &str = "file-content";

/// A form with files. As long as it is there it keeps its room among what is read at once.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The fields that are not files.
    pub(crate) fields: Fields,
    /// Files that were chosen, in order.
    pub(crate) files: Vec<SentFile>,
    _room: OwnedSemaphorePermit,
}

/// A form that was not read to its end.
#[derive(Debug)]
pub(crate) struct Unread {
    /// Why.
    pub(crate) refusal: Refusal,
    /// The fields that came before.
    pub(crate) fields: Fields,
}

/// What can be uploaded as evidence.
pub(crate) fn hint() -> String {
    format!(
        "可用手机拍照。PDF、JPG 或 PNG，每个不超过 {FILE_MEGABYTES_MAX} MB，一次上传合计不超过 {FILES_MEGABYTES_MAX} MB。"
    )
}

/// What can come with a lesson.
pub(crate) fn attachment_hint() -> String {
    format!(
        "PDF、JPG、PNG，或不带宏的 docx、xlsx、pptx；每个不超过 {FILE_MEGABYTES_MAX} MB，一个课时最多 {ATTACHMENTS_MAX} 个。"
    )
}

/// More than a request may carry, where it is not known what it is for.
pub(crate) fn request_too_large() -> Refusal {
    Refusal::too_large(
        "request.too-large",
        format!("提交的内容太大，超过一次能收的上限：文件合计不能超过 {FILES_MEGABYTES_MAX} MB。"),
        NOTHING_CHANGED,
        "请返回上一页，把文字删短，或把文件压缩、分几次上传，再提交。",
    )
}

fn broken(purpose: Purpose, error: &MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE { purpose.too_large() } else { purpose.broken() }
}

impl Upload {
    /// Reads a form to its end, as soon as there is room. Whether it may be sent at all is asked before.
    ///
    /// # Errors
    /// What was sent is no form, is too large, or breaks off; too much is read at the same time.
    pub(crate) async fn read(request: Request, web: &Web, purpose: Purpose) -> Result<Self, Unread> {
        let mut fields = Fields::default();
        match Self::parts(request, web, purpose, &mut fields).await {
            Ok((files, room)) => Ok(Self { fields, files, _room: room }),
            Err(refusal) => Err(Unread { refusal, fields }),
        }
    }

    async fn parts(
        request: Request,
        web: &Web,
        purpose: Purpose,
        fields: &mut Fields,
    ) -> Result<(Vec<SentFile>, OwnedSemaphorePermit), Refusal> {
        let room = web.room.take(request.headers(), purpose).await?;
        let mut parts = Multipart::from_request(request, web).await.map_err(|_| purpose.no_form())?;
        let mut files = Vec::new();
        while let Some(field) = parts.next_field().await.map_err(|error| broken(purpose, &error))? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(base_name) {
                Some(file_name) => {
                    let bytes = field.bytes().await.map_err(|error| broken(purpose, &error))?;
                    if !(file_name.is_empty() && bytes.is_empty()) {
                        let file = SentFile::new(file_name, bytes).await?;
                        fields.0.push((FILE_FIELD.to_owned(), file.sha256().to_owned()));
                        files.push(file);
                    }
                }
                None => fields.0.push((name, field.text().await.map_err(|error| broken(purpose, &error))?)),
            }
        }
        *fields = std::mem::take(fields).keepable()?;
        Ok((files, room))
    }

    /// Takes its files, of which there has to be one.
    ///
    /// # Errors
    /// Nothing was chosen.
    pub(crate) fn take_files(&mut self, purpose: Purpose) -> Result<Vec<SentFile>, Refusal> {
        let files = std::mem::take(&mut self.files);
        if files.is_empty() { Err(purpose.no_file()) } else { Ok(files) }
    }

    /// Takes the one file that its form has.
    ///
    /// # Errors
    /// Nothing was chosen.
    pub(crate) fn take_file(&mut self, purpose: Purpose) -> Result<SentFile, Refusal> {
        std::mem::take(&mut self.files).into_iter().next().ok_or_else(|| purpose.no_file())
    }
}

fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).chars().filter(|c| !c.is_control()).collect()
}
