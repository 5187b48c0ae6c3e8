//! Response headers, origin check, limits and the last resort for panics. Must not know any page.

use std::time::Duration;

use axum::{
    Router,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::refusal::{NOTHING_CHANGED, Refusal, RefusalKind};
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    csrf::{CsrfLayer, ProtectionError},
    set_header::SetResponseHeaderLayer,
    timeout::TimeoutLayer,
};

use crate::{errors::PageError, state::Web};

/// Pages: own style, script and pictures only, nothing inline, framed by nobody.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' blob:; \
     connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Uploaded files: nothing may run in them; only our own pages may frame them.
pub(crate) const FILE_POLICY: &str = "default-src 'none'; sandbox; frame-ancestors 'self'";

/// PDF: as above, but without `sandbox`, because browsers refuse to show a PDF in a sandbox.
pub(crate) const PDF_POLICY: &str = "default-src 'none'; object-src 'self'; frame-ancestors 'self'";

/// How long a request may take, slow uploads included.
const REQUEST_SECONDS_MAX: u64 = 120;

/// Wraps the routes in everything that holds for all of them.
pub(crate) fn protect(router: Router, web: &Web) -> Router {
    let mut origin = CsrfLayer::new().with_rejection_response(cross_site);
    if let Ok(trusted) = origin.clone().add_trusted_origin(web.app.base_url()) {
        origin = trusted;
    }
    let mut router = router
        .layer(origin)
        .layer(CatchPanicLayer::custom(|_| PageError::from(Refusal::internal()).into_response()))
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(REQUEST_SECONDS_MAX)))
        .layer(CompressionLayer::new());
    for (name, value) in headers() {
        router = router.layer(SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value)));
    }
    if web.is_https() {
        router = router.layer(SetResponseHeaderLayer::if_not_present(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        ));
    }
    router
}

fn headers() -> [(HeaderName, &'static str); 7] {
    [
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CACHE_CONTROL, "no-store"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=(), payment=()"),
    ]
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
