//! Files as responses: named, typed, unable to run anything. Must not decide who may read them.

use actions::FileBytes;
use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};

use crate::{errors::urlencode, security};

/// A file to be shown in the browser when it is a picture or a PDF, and to be kept otherwise.
pub(crate) fn response(file: FileBytes) -> Response {
    named(file, true)
}

/// A file to be kept, whatever it is.
pub(crate) fn download(file: FileBytes) -> Response {
    named(file, false)
}

fn named(file: FileBytes, may_show: bool) -> Response {
    let is_pdf = may_show && file.media_type == "application/pdf";
    let is_picture = may_show && matches!(file.media_type.as_str(), "image/jpeg" | "image/png");
    let inline = is_pdf || is_picture;
    let media_type = if inline { file.media_type.as_str() } else { "application/octet-stream" };
    let disposition = format!(
        "{}; filename*=UTF-8''{}",
        if inline { "inline" } else { "attachment" },
        urlencode(&file.name).replace('/', "%2F")
    );
    let policy = if is_pdf { security::PDF_POLICY } else { security::FILE_POLICY };
    let mut headers = HeaderMap::new();
    let fallback = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(media_type).unwrap_or(fallback));
    headers.insert(
        header::CONTENT_DISPOSITION,
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment")),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    (headers, file.bytes).into_response()
}
