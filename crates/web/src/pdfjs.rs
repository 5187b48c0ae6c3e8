//! GET /assets/pdfjs/{version}/{path}: PDF.js as its makers publish it, compiled in. `assets/document.js` draws with it.
//! Must not hold anything of ours. Version and origin: `docs/adr/0032-pdf-is-drawn-in-the-page.md`.

use axum::{
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::refusal::Refusal;
use include_dir::{Dir, include_dir};

use crate::{
    errors::{Page, PageError},
    fields::Path,
};

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/pdfjs");

/// Where its files are. The version stands in the address, so they are kept for ever and a newer one is fetched anew.
pub(crate) const ADDRESS: &str = "/assets/pdfjs/5.6.205/";

/// What reads the file runs beside the page. Pictures of scanners are unpacked by WebAssembly, which pages may not run.
const WORKER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/// GET /assets/pdfjs/{version}/{path}
pub(crate) async fn show(Path((_, path)): Path<(String, String)>) -> Page {
    let Some(file) = FILES.get_file(&path) else { return Err(PageError::from(Refusal::not_found("文件"))) };
    let mut head = HeaderMap::new();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(&path)));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    if path == "pdf.worker.min.mjs" {
        head.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(WORKER_POLICY));
    }
    let response: Response = (head, file.contents()).into_response();
    Ok(response)
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "mjs" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "ttf" => "font/ttf",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{FILES, media_type};

    #[test]
    fn what_draws_is_there_with_its_licence() {
        let script = FILES.get_file("pdf.min.mjs").and_then(|file| file.contents_utf8()).expect("the script");
        let version = super::ADDRESS.trim_end_matches('/').rsplit('/').next().expect("a version");
        assert!(script.contains(version), "the address says {version}, the script is another");
        for path in ["LICENSE", "pdf.worker.min.mjs", "cmaps/UniGB-UCS2-H.bcmap", "wasm/openjpeg.wasm"] {
            assert!(FILES.get_file(path).is_some(), "{path}");
        }
        assert_eq!(media_type("wasm/jbig2.wasm"), "application/wasm");
    }
}
