//! Reading a form with files. Must not judge the files: the actions do that by content.

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use domain::{
    attachment::ATTACHMENTS_MAX,
    evidence::{FILE_BYTES_MAX, FILE_MEGABYTES_MAX, FILES_MEGABYTES_MAX},
    refusal::Refusal,
};

use crate::{fields::Fields, state::Web};

/// What a form may hold beside its files.
const FORM_BYTES: usize = 1024 * 1024;
/// The largest request with one file, in bytes.
pub const FILE_REQUEST_BYTES_MAX: usize = FILE_BYTES_MAX + FORM_BYTES;
/// The largest request with several files, in bytes.
pub const FILES_REQUEST_BYTES_MAX: usize = FILES_MEGABYTES_MAX * 1024 * 1024 + FORM_BYTES;
/// The largest request that adds a lesson, in bytes.
pub(crate) const LESSON_BYTES_MAX: usize = actions::FILM_BYTES_MAX + FORM_BYTES;
/// The largest request of all, in bytes: what stands before the program has to let it through.
pub const REQUEST_BYTES_MAX: usize =
    if LESSON_BYTES_MAX > FILES_REQUEST_BYTES_MAX { LESSON_BYTES_MAX } else { FILES_REQUEST_BYTES_MAX };

/// The field that stands for a file's content among the others, so that the form's key is bound to it too.
const FILE_FIELD: &str = "file-content";

/// A form with files.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The fields that are not files.
    pub(crate) fields: Fields,
    /// Files that were chosen, in order.
    pub(crate) files: Vec<UploadedFile>,
}

/// One file as sent.
#[derive(Debug)]
pub(crate) struct UploadedFile {
    /// The name that the person's file had, without folders.
    pub(crate) name: String,
    /// The content.
    pub(crate) bytes: Vec<u8>,
}

impl From<UploadedFile> for (String, Vec<u8>) {
    fn from(file: UploadedFile) -> Self {
        (file.name, file.bytes)
    }
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

/// The code of [`too_large`].
pub(crate) const TOO_LARGE: &str = "upload.too-large";

/// More than one request may carry.
pub(crate) fn too_large() -> Refusal {
    Refusal::too_large(
        TOO_LARGE,
        format!(
            "上传的内容太大：每个文件不能超过 {FILE_MEGABYTES_MAX} MB，一次上传合计不能超过 {FILES_MEGABYTES_MAX} MB。"
        ),
        "已上传的材料没有变化。",
        "请压缩扫描件，或一次少选几个文件，分几次上传。",
    )
}

fn broken(error: &MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return too_large();
    }
    Refusal::invalid(
        "upload.broken",
        "上传没有完成，可能是网络中断。",
        "已上传的材料没有变化。",
        "请检查网络后重新上传，重复上传不会产生重复记录。",
    )
}

impl Upload {
    /// Reads a form to its end.
    ///
    /// # Errors
    /// What was sent is no form, is too large, or breaks off.
    pub(crate) async fn read(request: Request, web: &Web) -> Result<Self, Refusal> {
        let mut parts = Multipart::from_request(request, web).await.map_err(|_| {
            Refusal::invalid(
                "upload.no-form",
                "没有收到文件。",
                "已上传的材料没有变化。",
                "请回到上一页，选好文件后再上传。",
            )
        })?;
        let mut upload = Self { fields: Fields::default(), files: Vec::new() };
        while let Some(field) = parts.next_field().await.map_err(|error| broken(&error))? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(base_name) {
                Some(file_name) => {
                    let bytes = field.bytes().await.map_err(|error| broken(&error))?.to_vec();
                    if !(file_name.is_empty() && bytes.is_empty()) {
                        upload.fields.0.push((FILE_FIELD.to_owned(), actions::content_digest(&bytes)));
                        upload.files.push(UploadedFile { name: file_name, bytes });
                    }
                }
                None => upload.fields.0.push((name, field.text().await.map_err(|error| broken(&error))?)),
            }
        }
        Ok(upload)
    }
}

fn base_name(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or(name).chars().filter(|c| !c.is_control()).collect()
}
