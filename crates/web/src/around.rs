//! Around every page, whoever asks: a refusal is told under the visitor's own header with what they typed, and a form
//! that comes after the session has ended waits until its person has signed in again. Must not know any page's form.

use askama::Template;
use axum::{
    Json,
    body::Body,
    extract::{FromRequest, FromRequestParts, MatchedPath, Request, State},
    http::{HeaderMap, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::refusal::{Refusal, RefusalKind};
use serde::Serialize;

use crate::{
    errors::{self, Told},
    fields::Fields,
    pages::sessions,
    state::Web,
    typed,
    visitor::{Learner, Shared, Visitor},
};

/// Forms that anybody may send, signed in or not.
const FOR_ANYBODY: [&str; 4] = ["/sign-in", "/sign-out", "/demo", "/invitations/{token}"];

/// What pages send by themselves twice a minute: no form that could be kept, and too many to be looked up each time.
const BEATS: &str = "/lessons/{id}/beats";

/// What the scripts of a lesson's page and of a paper ask: they show a refusal in a sentence and not as a page.
const ASKED_BY_SCRIPT: [&str; 5] =
    [BEATS, "/lessons/{id}/ticket", "/lessons/{id}/bookmark", "/attempts/{id}/answers", "/attempts/{id}/window"];

/// Tells refusals under the header of whoever asked.
pub(crate) async fn tell_refusals(State(web): State<Web>, mut request: Request, next: Next) -> Response {
    let shared = Shared::default();
    request.extensions_mut().insert(shared.clone());
    if is_script(&request) {
        let response = next.run(request).await;
        let told = response.extensions().get::<Told>();
        return told.map(|told| told_to_script(errors::status(told.refusal.kind), &told.refusal)).unwrap_or(response);
    }
    let (method, uri, headers) = (request.method().clone(), request.uri().clone(), request.headers().clone());
    let response = next.run(request).await;
    let Some(mut told) = response.extensions().get::<Told>().cloned() else { return response };
    // Who it is may be what could not be found out; then the page for anybody has to do.
    let Ok(visitor) = Visitor::of(&web, &shared, &uri, &headers).await else { return response };
    told.back = told.back.or_else(|| came_from(&headers, uri.path()));
    let again = if method == Method::POST { again(&visitor, &told, &shared) } else { None };
    // A refusal stands in no section: whose file it is about, and so which one, may be what is not told.
    let pack = visitor.web.app.pack_behind(&told.refusal);
    let frame = visitor.frame(errors::heading_of(&told.refusal), false).in_section("").citing(&pack);
    let page = errors::page(&told, frame, again);
    let Ok(html) = page.render() else { return response };
    let (mut parts, _) = response.into_parts();
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(html))
}

/// A refusal as a script is told it.
#[derive(Serialize)]
struct RefusalTold {
    code: &'static str,
    /// What is wrong, what is safe, what to do next.
    sentence: String,
}

fn told_to_script(status: StatusCode, refusal: &Refusal) -> Response {
    (status, Json(RefusalTold { code: refusal.code, sentence: refusal.to_string() })).into_response()
}

fn is_script(request: &Request) -> bool {
    let matched = request.extensions().get::<MatchedPath>();
    let accepts = request.headers().get(header::ACCEPT);
    matched.is_some_and(|matched| ASKED_BY_SCRIPT.contains(&matched.as_str()))
        && accepts.is_some_and(|accepts| accepts == "application/json")
}

/// The form as typed, where mending it or sending it once more can help.
fn again(visitor: &Visitor, told: &Told, shared: &Shared) -> Option<crate::views::home::TypedForm> {
    use RefusalKind::{Busy, Conflict, Internal, Invalid};
    let helps = matches!(told.refusal.kind, Invalid | Conflict | Busy | Internal);
    let is_own = visitor.actor.is_some() && told.refusal.code != "form.another-person";
    (helps && is_own).then(|| typed::again(visitor.web.app.pack(), visitor.path(), shared.sent())).flatten()
}

/// The page of ours that led here, when it was another one.
fn came_from(headers: &HeaderMap, here: &str) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let from: axum::http::Uri = text(header::REFERER)?.parse().ok()?;
    let is_ours = from.authority().map(axum::http::uri::Authority::as_str) == text(header::HOST);
    let path = from.path_and_query().map(|path| path.as_str().to_owned())?;
    (is_ours && from.path() != here && !path.starts_with("//")).then_some(path)
}

/// Asks whoever sends a form without a session to sign in, and keeps what they typed. A script is told: it keeps by itself
/// what it could not send.
pub(crate) async fn keep_forms(State(web): State<Web>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>();
    let needs_session = matched.is_some_and(|matched| !FOR_ANYBODY.contains(&matched.as_str()));
    if request.method() != Method::POST || !needs_session {
        return next.run(request).await;
    }
    let is_beat = matched.is_some_and(|matched| matched.as_str() == BEATS);
    let is_script = is_script(&request);
    let (mut parts, body) = request.into_parts();
    if is_beat && let Ok(learner) = Learner::from_request_parts(&mut parts, &web).await {
        parts.extensions.insert(learner);
        return next.run(Request::from_parts(parts, body)).await;
    }
    let visitor = match Visitor::from_request_parts(&mut parts, &web).await {
        Ok(visitor) => visitor,
        Err(error) => return error.into_response(),
    };
    let request = Request::from_parts(parts, body);
    if visitor.actor.is_some() {
        return next.run(request).await;
    }
    if is_script {
        return told_to_script(StatusCode::UNAUTHORIZED, &Refusal::sign_in_needed());
    }
    let asked = if has_files(request.headers()) {
        sessions::Asked::Files
    } else {
        let fields = Fields::from_request(request, &web).await.unwrap_or_default();
        kept(&visitor, &fields)
    };
    sessions::ask(&visitor, asked).into_response()
}

fn has_files(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    media_type.is_some_and(|text| text.starts_with("multipart/"))
}

fn kept(visitor: &Visitor, fields: &Fields) -> sessions::Asked {
    let key = fields.key();
    let sealed = key
        .mark()
        .and_then(|mark| actions::sessions::keep_form(&visitor.web.app, visitor.now, mark, visitor.path(), &fields.0));
    sealed.map_or(sessions::Asked::Lost, sessions::Asked::Kept)
}
