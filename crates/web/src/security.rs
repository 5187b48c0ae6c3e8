//! Response headers, origin and host check, limits and the last resort for panics. Must not know any page.

use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderName, HeaderValue, header},
    middleware::{Next, from_fn, from_fn_with_state, map_response_with_state},
    response::{IntoResponse, Response},
};
use domain::refusal::{NOTHING_CHANGED, Refusal, RefusalKind};
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::{
        CompressionLayer,
        predicate::{DefaultPredicate, NotForContentType, Predicate},
    },
    csrf::{CsrfLayer, ProtectionError},
};

use crate::{around, errors::PageError, in_time, leftover, state::Web};

/// Pages: own style, script, typefaces and pictures only, nothing inline, framed by nobody.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; media-src 'self'; \
     font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Uploaded files: nothing may run in them; only our own pages may frame them.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'self'";

/// PDF: as above, but without `sandbox`, because browsers refuse to show a PDF in a sandbox.
pub(crate) const PDF_POLICY: &str = "default-src 'none'; object-src 'self'; frame-ancestors 'self'";

/// Packages: whatever their authors wrote runs, in an origin of its own for every document, so that it has no cookies, no
/// storage and no way into our pages. It reaches nothing but this server, where nobody is signed in from there.
/// `docs/adr/0017-packages-run-in-an-origin-of-their-own.md` says why inline script has to be allowed.
pub(crate) const PACKAGE_POLICY: &str = "sandbox allow-scripts; default-src 'none'; script-src 'self' 'unsafe-inline' \
     'unsafe-eval' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' data: blob:; \
     font-src 'self' data:; connect-src 'self' data: blob:; frame-src 'self'; worker-src blob:; object-src 'none'; \
     form-action 'none'; base-uri 'none'";

/// Wraps the routes in everything that holds for all of them, from the outside in. It is one layer for the router: each of
/// its own would be boxed, and each box copied with all that lie in it, for every request.
pub(crate) fn protect(router: Router, web: &Web) -> Router {
    let mut origin = CsrfLayer::new().with_rejection_response(cross_site);
    if let Ok(trusted) = origin.clone().add_trusted_origin(web.app.base_url()) {
        origin = trusted;
    }
    let all = ServiceBuilder::new()
        .layer(map_response_with_state(web.clone(), with_headers))
        // Whoever refuses, further in.
        .layer(from_fn(leftover::read_on))
        .layer(from_fn_with_state(web.clone(), on_this_machine))
        .layer(
            CompressionLayer::new().compress_when(DefaultPredicate::new().and(NotForContentType::const_new("video/"))),
        )
        .layer(from_fn_with_state(web.clone(), around::tell_refusals))
        .layer(from_fn(in_time::in_time))
        .layer(CatchPanicLayer::custom(|_| PageError::from(Refusal::internal()).into_response()))
        .layer(origin)
        .layer(from_fn_with_state(web.clone(), around::keep_forms));
    router.layer(all)
}

/// What browsers have to be told with every answer, unless the page says otherwise.
const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(PAGE_POLICY)),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    ),
];

async fn with_headers(State(web): State<Web>, mut response: Response) -> Response {
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
    if web.is_https() {
        let value = HeaderValue::from_static("max-age=31536000");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(value);
    }
    response
}

/// In the demo one may sign in as anybody, so it answers to this machine's own names only. Otherwise a foreign site
/// could let its name point here and act with the visitor's browser (DNS rebinding).
async fn on_this_machine(State(web): State<Web>, request: Request, next: Next) -> Response {
    if !web.config.demo {
        return next.run(request).await;
    }
    let named = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or_default());
    match named.or_else(|| request.uri().authority().map(|authority| authority.as_str())) {
        Some(host) if !is_loopback(host) => PageError::from(Refusal::new(
            RefusalKind::Forbidden,
            "request.foreign-host",
            "示例大学只在本机开放，不能用别的网址访问。",
            NOTHING_CHANGED,
            "请用 http://127.0.0.1 加端口号打开；正式使用请用 xueshi serve。",
        ))
        .into_response(),
        _ => next.run(request).await,
    }
}

/// Whether this name, with or without a port, leads every machine to itself.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.trim_start_matches('[').trim_end_matches(']');
    let name_lower = name.to_ascii_lowercase();
    name_lower == "localhost"
        || name_lower.ends_with(".localhost")
        || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn cross_site(_: ProtectionError) -> Response {
    PageError::from(Refusal::new(
        RefusalKind::Forbidden,
        "request.cross-site",
        "这次提交来自别的网站，已被拒绝。",
        NOTHING_CHANGED,
        "请从本系统的页面重新操作。如果您是点了别处的链接来到这里，请留意那个网站是否可信。",
    ))
    .into_response()
}

#[cfg(test)]
mod tests {
    use super::is_loopback;

    #[test]
    fn only_names_of_this_machine_are_loopback() {
        for host in
            ["127.0.0.1", "127.0.0.1:8080", "localhost:8080", "LocalHost", "a.localhost:80", "[::1]", "[::1]:8080"]
        {
            assert!(is_loopback(host), "{host}");
        }
        for host in ["evil.example", "evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1:8080", "", "[::2]:80"] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
