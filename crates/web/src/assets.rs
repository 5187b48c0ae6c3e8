//! The style sheet, the scripts, the mark and the pictures of the guides, compiled in. Their address carries a version, so they are kept for ever.

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;

use crate::{
    errors::{Page, PageError},
    fields::Path,
    guides,
};

/// A style sheet can share declarations between rules only by saying them twice; this says them once.
macro_rules! dark {
    () => {
        include_str!("../assets/dark.css")
    };
}

const STYLE: &str = concat!(
    include_str!("../assets/tokens.css"),
    "[data-scheme=dark] {\n",
    dark!(),
    "}\n@media (prefers-color-scheme: dark) { :root {\n",
    dark!(),
    "} }\n",
    include_str!("../assets/layout.css"),
    include_str!("../assets/components.css"),
    include_str!("../assets/pages.css"),
    include_str!("../assets/print.css"),
);
/// What every page has, and what draws the documents that some have.
const SCRIPT: &str = concat!(include_str!("../assets/xueshi.js"), include_str!("../assets/document.js"));
/// The clock of lessons, and before it what keeps its beats until they are answered for, how long that may take, and what
/// shows the parts of a film that are missing.
const LESSON_SCRIPT: &str = concat!(
    include_str!("../assets/patience.js"),
    include_str!("../assets/beats.js"),
    include_str!("../assets/missing.js"),
    include_str!("../assets/lesson.js"),
);
/// What gives packages their `window.API`: scorm-again as its makers publish it, and its connection to the lesson.
const PACKAGE_SCRIPT: &str = concat!(
    "/* scorm-again\n",
    include_str!("../assets/scorm-again/LICENSE"),
    "*/\n",
    include_str!("../assets/scorm-again/scorm12.min.js"),
    "\n",
    include_str!("../assets/package.js"),
);
const UNSENT_SCRIPT: &str = concat!(include_str!("../assets/patience.js"), include_str!("../assets/unsent.js"));
const SUBMISSION_SCRIPT: &str = concat!(include_str!("../assets/patience.js"), include_str!("../assets/submission.js"));
const EXAM_SCRIPT: &str = concat!(include_str!("../assets/patience.js"), include_str!("../assets/exam.js"));
/// Shown by the page of the components.
const SAMPLE_PDF: &str = include_str!("../assets/sample.pdf");
const MARK: &str = include_str!("../assets/mark.svg");

/// Addresses carry a version.
const KEPT_FOR_EVER: (HeaderName, &str) = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");

/// Version of all assets together: changes whenever one of them does.
pub(crate) fn version() -> String {
    static VERSION: std::sync::OnceLock<String> = std::sync::OnceLock::new();
    VERSION
        .get_or_init(|| {
            let bytes = STYLE
                .bytes()
                .chain(SCRIPT.bytes())
                .chain(LESSON_SCRIPT.bytes())
                .chain(PACKAGE_SCRIPT.bytes())
                .chain(EXAM_SCRIPT.bytes())
                .chain(UNSENT_SCRIPT.bytes())
                .chain(SUBMISSION_SCRIPT.bytes())
                .chain(MARK.bytes())
                .chain(guides::pictures().flatten().copied());
            let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
                (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
            });
            format!("{hash:016x}")
        })
        .clone()
}

/// GET /assets/{name}
pub(crate) async fn show(Path(name): Path<String>) -> Page {
    if let Some(picture) = guides::picture(name.strip_prefix("guide-").unwrap_or_default()) {
        return Ok(([(header::CONTENT_TYPE, "image/webp"), KEPT_FOR_EVER], picture).into_response());
    }
    let (media_type, body) = match name.as_str() {
        "xueshi.css" => ("text/css; charset=utf-8", STYLE),
        "xueshi.js" => ("text/javascript; charset=utf-8", SCRIPT),
        "lesson.js" => ("text/javascript; charset=utf-8", LESSON_SCRIPT),
        "package.js" => ("text/javascript; charset=utf-8", PACKAGE_SCRIPT),
        "exam.js" => ("text/javascript; charset=utf-8", EXAM_SCRIPT),
        "submission.js" => ("text/javascript; charset=utf-8", SUBMISSION_SCRIPT),
        "unsent.js" => ("text/javascript; charset=utf-8", UNSENT_SCRIPT),
        "sample.pdf" => ("application/pdf", SAMPLE_PDF),
        "mark.svg" => ("image/svg+xml", MARK),
        _ => return Err(PageError::from(Refusal::not_found("文件"))),
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(KEPT_FOR_EVER.0, HeaderValue::from_static(KEPT_FOR_EVER.1));
    if name == "package.js" {
        // Documents of packages are in origins of their own.
        headers
            .insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    }
    let response: Response = (headers, body).into_response();
    Ok(response)
}
