//! GET /packages/{pass}/{path}: what a package asks for while it runs. The pass in the address says for whom and which
//! lesson; cookies are neither sent from there nor read here.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::refusal::{Refusal, RefusalKind};

use crate::{
    assets,
    errors::{Page, status},
    fields::Path,
    pages::media,
    security,
    state::Web,
};

/// How much of a page is searched for the place at which it is connected.
const HEAD_BYTES: usize = 64 * 1024;

/// GET /packages/{pass}/{path}
pub(crate) async fn show(
    State(web): State<Web>,
    Path((pass, path)): Path<(String, String)>,
    headers: HeaderMap,
) -> Page {
    let media = match actions::courses::package_file(&web.app, (web.config.clock)(), &pass, &path).await {
        Ok(media) => media,
        Err(refusal) => return Ok(told(&refusal)),
    };
    if media.media_type != "text/html" {
        return media::in_parts(&web, &media, &headers, head()).await;
    }
    let page = connected(&media.whole(&web.app).await?);
    let mut head = head();
    // Without a character set: the page names its own.
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    Ok((head, page).into_response())
}

/// GET /packages/closed: an empty page in the place of a package that is being left. In here the connection tells that the
/// last page of the package has said all.
pub(crate) async fn closed() -> Response {
    let mut head = head();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (head, connected("<!doctype html><html lang=\"zh-CN\" data-closed><title>已关闭</title>".as_bytes()))
        .into_response()
}

fn head() -> HeaderMap {
    let mut head = HeaderMap::new();
    head.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(security::PACKAGE_POLICY));
    // The address holds the pass.
    head.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    // A package's own documents are strangers to each other; whoever has no pass has no address.
    head.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
    head.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    head
}

/// A refusal inside the frame, in a sentence and without our page around it.
fn told(refusal: &Refusal) -> Response {
    let (status, sentence) = match refusal.kind {
        RefusalKind::NotFound => {
            (StatusCode::NOT_FOUND, "没有找到课件里的这个文件，或者登录已经结束。请刷新课时页面。".to_owned())
        }
        kind => (status(kind), refusal.to_string()),
    };
    let mut head = head();
    head.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    head.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    (status, head, sentence).into_response()
}

/// The page with the script that connects it, in front of every other: packages look for their connection as soon as they
/// run. Pages are in any encoding that writes ASCII as it is.
fn connected(page: &[u8]) -> Vec<u8> {
    let script = format!("<script src=\"/assets/package.js?v={}\"></script>", assets::version());
    let at = place(&page[..page.len().min(HEAD_BYTES)]);
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

/// Behind the first of `<head>`, `<html>` and `<!doctype>` that there is; in front of the doctype would change how the page is
/// drawn.
fn place(head: &[u8]) -> usize {
    let start = if head.starts_with(&[0xEF, 0xBB, 0xBF]) { 3 } else { 0 };
    ["<head", "<html", "<!doctype"].into_iter().find_map(|tag| end_of(head, tag)).unwrap_or(start)
}

/// Where this tag ends.
fn end_of(head: &[u8], tag: &str) -> Option<usize> {
    let is_tag = |at: &usize| {
        let next = head.get(at + tag.len());
        head[*at..].get(..tag.len()).is_some_and(|text| text.eq_ignore_ascii_case(tag.as_bytes()))
            && next.is_some_and(|next| *next == b'>' || next.is_ascii_whitespace())
    };
    let begin = (0..head.len()).find(is_tag)?;
    head[begin..].iter().position(|byte| *byte == b'>').map(|end| begin + end + 1)
}

#[cfg(test)]
mod tests {
    use super::{connected, place};

    #[test]
    fn a_page_is_connected_before_anything_of_it_runs() {
        for (page, before) in [
            ("<!DOCTYPE html><html lang=\"zh\"><HEAD data-a>x", "<!DOCTYPE html><html lang=\"zh\"><HEAD data-a>"),
            ("<html>\n<header><body>", "<html>"),
            ("<!doctype html><p>", "<!doctype html>"),
            ("\u{feff}<p>", "\u{feff}"),
            ("<p>", ""),
            ("", ""),
            ("<head", ""),
        ] {
            assert_eq!(&page[..place(page.as_bytes())], before, "{page}");
        }
        let page = String::from_utf8(connected("<head><script>a</script>".as_bytes())).expect("text");
        assert!(page.starts_with("<head><script src=\"/assets/package.js?v=") && page.ends_with("<script>a</script>"));
        assert!(connected(&[b'<', b'p', b'>', 0xB1, 0xB1]).ends_with(&[0xB1, 0xB1]), "bytes stay as they are");
    }
}
