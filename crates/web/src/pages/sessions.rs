//! Signing in with staff number and password, taking up a form that came after the session had ended, and signing out.

use actions::sessions::SessionToken;
use axum::{
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use domain::{clock::Instant, exam::GRACE_SECONDS, refusal::Refusal};

use crate::{
    client::ClientAddress,
    cookies,
    errors::{Page, render, render_with, status},
    fields::{self, Fields},
    translate, typed,
    views::sessions::{Ended, KeptFormPage, SignInPage},
    visitor::Visitor,
};

/// Seconds for which one can look at what came of a paper after its end.
const LOOK_SECONDS: i64 = 600;

/// The field in which a sealed form travels.
pub(crate) const KEPT: &str = "carried";

/// GET /sign-in
pub(crate) async fn new(visitor: Visitor, fields::Asked(asked): fields::Asked) -> Page {
    if visitor.actor.is_some() {
        return Ok(Redirect::to(safe_next(asked.text("next"))).into_response());
    }
    render(&page(&visitor, &asked, None))
}

/// Why somebody is asked to sign in before what they sent can be done.
pub(crate) enum Asked {
    /// The form is kept, sealed for its person.
    Kept(String),
    /// The form had files, which nobody keeps.
    Files,
    /// Nobody knows whose form it was, or it is too large to keep.
    Lost,
}

/// The sign-in page in the place of what was sent.
pub(crate) fn ask(visitor: &Visitor, asked: Asked) -> Page {
    let (ended, kept) = match asked {
        Asked::Kept(kept) => (Ended::Kept, kept),
        Asked::Files => (Ended::Files, String::new()),
        Asked::Lost => (Ended::Lost, String::new()),
    };
    let page = SignInPage {
        frame: visitor.frame("登录", false),
        staff_number: String::new(),
        next: typed::page_of(visitor.path(), &[]),
        ended: Some(ended),
        kept,
        trouble: None,
    };
    render_with(StatusCode::FORBIDDEN, &page)
}

/// POST /sign-in
pub(crate) async fn create(visitor: Visitor, ClientAddress(address): ClientAddress, form: Fields) -> Page {
    let (number, password) = (form.text("staff_number"), form.exact("password"));
    match actions::sessions::sign_in(&visitor.web.app, visitor.now, number, password, &address).await {
        Ok(token) => go_on(visitor, &token, &form).await,
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

/// Goes on with a new session: to the form that was kept for this person, otherwise to where they wanted to go.
pub(crate) async fn go_on(visitor: Visitor, token: &SessionToken, form: &Fields) -> Page {
    let kept = form.text(KEPT);
    if kept.is_empty() {
        return Ok(welcome(&visitor, token, safe_next(form.text("next"))));
    }
    let (app, now) = (&visitor.web.app, visitor.now);
    let actor = actions::sessions::resolve(app, now, token.as_str()).await?.ok_or_else(Refusal::sign_in_needed)?;
    let Some(kept) = actions::sessions::kept_form(app, now, actor.person, kept) else {
        return Ok(welcome(&visitor, token, "/?done=not-yours"));
    };
    let back = typed::page_of(&kept.path, &kept.fields);
    let mut form = typed::form(app.pack(), &kept.path, &kept.fields);
    form.key = kept.fields.into_iter().find(|(name, _)| name == "key").map(|(_, key)| key);
    let visitor = visitor.signed_in(actor);
    let about = about(&visitor, &kept.path).await;
    let page = KeptFormPage {
        frame: visitor.frame("接着刚才的操作", false),
        back,
        about,
        may_look: form.deed == typed::SAVE_ITEM,
        form,
    };
    let mut response = render(&page)?;
    sign(&visitor, token, &mut response);
    Ok(response)
}

/// Whose registration, and which item of it, a form is about, as far as its person may see it.
async fn about(visitor: &Visitor, path: &str) -> Option<String> {
    let (registration, item) = typed::registration_of(path)?;
    let mut act = visitor.read().await.ok()?;
    let view = actions::registrations::show(&mut act, registration.parse().ok()?).await.ok()?;
    let place = view.items.iter().position(|line| Some(line.item.id.to_string().as_str()) == item);
    let item = place.map(|place| format!("，第 {} 项《{}》", place + 1, view.items[place].item.title));
    let whose = format!("{} 的 {} 年度学时登记 {}", view.person.name, view.registration.year, view.registration.number);
    Some(whose + &item.unwrap_or_default())
}

/// Goes to `next` with a new session.
pub(crate) fn welcome(visitor: &Visitor, token: &SessionToken, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    sign(visitor, token, &mut response);
    response
}

/// Nobody is signed out of a paper by the clock: a session that would end before lasts through the paper. Where it cannot be
/// prolonged now, the paper goes on all the same.
pub(crate) async fn last_through(visitor: &Visitor, ends_at: Instant, response: &mut Response) {
    let Some(token) = &visitor.token else { return };
    let Ok(until) = Instant::from_second(ends_at.as_second() + GRACE_SECONDS + LOOK_SECONDS) else { return };
    match actions::sessions::prolong(&visitor.web.app, visitor.now, token, until).await {
        Ok(Some(prolonged)) => sign(visitor, &prolonged, response),
        Ok(None) => {}
        Err(refusal) => tracing::warn!(code = refusal.code, "a session was not prolonged"),
    }
}

/// Hands the session to the browser.
fn sign(visitor: &Visitor, token: &SessionToken, response: &mut Response) {
    let seconds = token.expires_at().as_second() - visitor.now.as_second();
    if let Some(cookie) = cookies::set(token.as_str(), seconds, visitor.web.is_https()) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
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
        ended: (!fields.text(KEPT).is_empty()).then_some(Ended::Kept),
        kept: fields.text(KEPT).to_owned(),
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
