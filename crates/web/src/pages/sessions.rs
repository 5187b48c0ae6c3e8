//! Signing in with staff number and password, and signing out.

use actions::sessions::SessionToken;
use axum::{
    http::header,
    response::{IntoResponse, Redirect, Response},
};
use domain::refusal::Refusal;

use crate::{
    client::ClientAddress,
    cookies,
    errors::{Page, render, render_with, status},
    fields::{Asked, Fields},
    translate,
    views::sessions::SignInPage,
    visitor::Visitor,
};

/// GET /sign-in
pub(crate) async fn new(visitor: Visitor, Asked(asked): Asked) -> Page {
    if visitor.actor.is_some() {
        return Ok(Redirect::to(safe_next(asked.text("next"))).into_response());
    }
    render(&page(&visitor, &asked, None))
}

/// POST /sign-in
pub(crate) async fn create(visitor: Visitor, ClientAddress(address): ClientAddress, form: Fields) -> Page {
    let (number, password) = (form.text("staff_number"), form.exact("password"));
    match actions::sessions::sign_in(&visitor.web.app, visitor.now, number, password, &address).await {
        Ok(token) => Ok(welcome(&visitor, &token, safe_next(form.text("next")))),
        Err(refusal) => render_with(status(refusal.kind), &page(&visitor, &form, Some(&refusal))),
    }
}

/// POST /sign-out
pub(crate) async fn end(visitor: Visitor) -> Page {
    if let Some(token) = &visitor.token {
        actions::sessions::sign_out(&visitor.web.app, visitor.now, token).await?;
    }
    let mut response = Redirect::to("/?done=signed-out").into_response();
    if let Some(cookie) = cookies::set("", 0, visitor.web.is_https()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Goes on with a new session.
pub(crate) fn welcome(visitor: &Visitor, token: &SessionToken, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    let seconds = token.expires_at().as_second() - visitor.now.as_second();
    if let Some(cookie) = cookies::set(token.as_str(), seconds, visitor.web.is_https()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Only an address of our own may follow a sign-in.
fn safe_next(next: &str) -> &str {
    let own = next.starts_with('/') && !next.starts_with("//") && !next.contains('\\');
    if own && !next.contains(|c: char| c.is_control()) { next } else { "/" }
}

fn page(visitor: &Visitor, fields: &Fields, trouble: Option<&Refusal>) -> SignInPage {
    SignInPage {
        frame: visitor.frame("登录", false),
        staff_number: fields.text("staff_number").to_owned(),
        next: safe_next(fields.text("next")).to_owned(),
        trouble: trouble.map(translate::trouble),
    }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn only_our_own_addresses_follow_a_sign_in() {
        assert_eq!(safe_next("/my/2026?x=1"), "/my/2026?x=1");
        for foreign in ["", "https://example.com", "//example.com", "/\\example.com", "/a\r\nb"] {
            assert_eq!(safe_next(foreign), "/", "{foreign}");
        }
    }
}
