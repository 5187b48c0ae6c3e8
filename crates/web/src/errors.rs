//! The one place where a refusal becomes HTTP: a page that says what is wrong, what is safe and what to do next.
//! What one may not see is 404, what one may see and not do is 403. Must not make refusals of its own beyond those of reading a request.

use std::sync::Arc;

use actions::sessions::INVITATION_GONE;
use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::refusal::{Refusal, RefusalKind};

use crate::{
    translate,
    views::{
        frame::Frame,
        home::{ErrorPage, TypedForm},
    },
    visitor,
};

/// Why a page is not what was asked for.
#[derive(Debug)]
pub(crate) enum PageError {
    /// Refused, with the page to go back to.
    Refused { refusal: Box<Refusal>, back: Option<String> },
    /// Nobody is signed in; sign in and go on to this address.
    SignIn { next: String },
    /// Done before under the same idempotency key; the outcome is here.
    Elsewhere(String),
}

/// What every page function gives.
pub(crate) type Page = Result<Response, PageError>;

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        if refusal.code == "sign-in-needed" {
            return Self::SignIn { next: "/".to_owned() };
        }
        Self::Refused { refusal: Box::new(refusal), back: None }
    }
}

/// Adds the page to go back to.
pub(crate) trait Back<T> {
    /// The same result, whose refusal leads back to `url`.
    fn back(self, url: &str) -> Result<T, PageError>;
}

impl<T> Back<T> for Result<T, Refusal> {
    fn back(self, url: &str) -> Result<T, PageError> {
        self.map_err(|refusal| match PageError::from(refusal) {
            PageError::Refused { refusal, .. } => PageError::Refused { refusal, back: Some(url.to_owned()) },
            other => other,
        })
    }
}

/// The HTTP status of each kind of refusal.
pub(crate) fn status(kind: RefusalKind) -> StatusCode {
    match kind {
        RefusalKind::NotFound => StatusCode::NOT_FOUND,
        RefusalKind::Forbidden => StatusCode::FORBIDDEN,
        RefusalKind::Conflict => StatusCode::CONFLICT,
        RefusalKind::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
        RefusalKind::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalKind::Busy => StatusCode::SERVICE_UNAVAILABLE,
        RefusalKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// What stands above a refusal: of its own where the kind says too little.
pub(crate) fn heading_of(refusal: &Refusal) -> &'static str {
    match refusal.code {
        // Used, replaced, expired or never there: a stranger who tries links learns nothing.
        INVITATION_GONE => "这个邀请链接不能用了",
        "policy.unusable" => "这份学时标准不能使用",
        _ => heading(refusal.kind),
    }
}

/// What stands above a refusal of each kind.
pub(crate) fn heading(kind: RefusalKind) -> &'static str {
    match kind {
        RefusalKind::NotFound => "没有找到这一页",
        RefusalKind::Forbidden => "您现在不能这样做",
        RefusalKind::Conflict => "这件事的状态不允许这样做",
        RefusalKind::Invalid => "有地方需要改一改",
        RefusalKind::TooLarge => "内容太大",
        RefusalKind::Busy => "系统正忙",
        RefusalKind::Internal => "系统出了故障",
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn { next } if next == "/" => Redirect::to("/sign-in").into_response(),
            Self::SignIn { next } => Redirect::to(&format!("/sign-in?next={}", urlencode(&next))).into_response(),
            Self::Elsewhere(url) => Redirect::to(&url).into_response(),
            Self::Refused { refusal, back } => refused(Told { refusal: Arc::new(*refusal), back }),
        }
    }
}

/// A refusal on its way out, for [`crate::around`] to tell it under the visitor's own header.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) refusal: Arc<Refusal>,
    /// The page to go back to.
    pub(crate) back: Option<String>,
}

/// The refusal as a page for anybody: what is left when it cannot even be found out who asks.
fn refused(told: Told) -> Response {
    let kind = told.refusal.kind;
    tracing::debug!(code = told.refusal.code, "refused");
    let mut response = match page(&told, visitor::bare_frame(heading_of(&told.refusal)), None).render() {
        Ok(html) => (status(kind), Html(html)).into_response(),
        Err(_) => (status(kind), told.refusal.to_string()).into_response(),
    };
    if kind == RefusalKind::Busy {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("3"));
    }
    response.extensions_mut().insert(told);
    response
}

/// The page of a refusal. `again` is the form as it was typed, where sending it once more can help.
pub(crate) fn page(told: &Told, frame: Frame, again: Option<TypedForm>) -> ErrorPage {
    ErrorPage {
        frame,
        heading: heading_of(&told.refusal).to_owned(),
        trouble: translate::trouble(&told.refusal),
        back: told.back.clone(),
        again,
    }
}

/// Renders a page.
pub(crate) fn render(page: &impl Template) -> Page {
    render_with(StatusCode::OK, page)
}

/// Renders a page with a status other than 200.
pub(crate) fn render_with(status: StatusCode, page: &impl Template) -> Page {
    match page.render() {
        Ok(html) => Ok((status, Html(html)).into_response()),
        Err(error) => {
            tracing::error!(%error, "a template did not render");
            Err(Refusal::internal().into())
        }
    }
}

/// Percent-encodes a text for a query string.
pub(crate) fn urlencode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
