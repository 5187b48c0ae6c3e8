//! Reading a form with files. Must not judge the files: the actions do that by content.

use axum::{
    extract::{FromRequest, Multipart, Request, multipart::MultipartError},
    http::StatusCode,
};
use domain::refusal::Refusal;

use crate::{errors::PageError, fields::Fields, state::Web};

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

impl Upload {
    /// How many bytes each file has.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.files.iter().map(|file| file.bytes.len()).collect()
    }
}

/// More than one request may carry.
pub(crate) fn too_large() -> Refusal {
    Refusal::too_large(
        "upload.too-large",
        "上传的内容太大，一次不能超过上限（每个文件 20 MB）。",
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

impl FromRequest<Web> for Upload {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
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
