//! The invitation link: sets the first password and signs in.

use axum::response::IntoResponse;
use domain::refusal::{NOTHING_CHANGED, Refusal, RefusalKind};

use crate::{
    errors::{Page, PageError, render, render_with, status},
    fields::{Fields, Path},
    pages::sessions::welcome,
    translate,
    views::sessions::InvitationPage,
    visitor::Visitor,
};

/// GET /invitations/{token}
pub(crate) async fn show(visitor: Visitor, Path(token): Path<String>) -> Page {
    render(&page(&visitor, &token, None).await?)
}

/// POST /invitations/{token}
pub(crate) async fn accept(visitor: Visitor, Path(token): Path<String>, form: Fields) -> Page {
    let password = form.exact("password");
    let refusal = if password == form.exact("again") {
        match actions::sessions::accept_invitation(&visitor.web.app, visitor.now, &token, password).await {
            Ok(session) => return Ok(welcome(&visitor, &session, "/?done=password").into_response()),
            Err(refusal) => refusal,
        }
    } else {
        Refusal::invalid("invitation.password-differs", "两次输入的密码不一样。", NOTHING_CHANGED, "请重新输入两次。")
    };
    if refusal.kind == RefusalKind::NotFound {
        return Err(refusal.into());
    }
    render_with(status(refusal.kind), &page(&visitor, &token, Some(&refusal)).await?)
}

async fn page(visitor: &Visitor, token: &str, trouble: Option<&Refusal>) -> Result<InvitationPage, PageError> {
    let mut act = visitor.read().await?;
    let view = actions::sessions::invitation(&mut act, token).await?;
    Ok(InvitationPage {
        frame: visitor.frame("设置密码", false),
        token: token.to_owned(),
        name: view.name,
        staff_number: view.staff_number,
        password_chars_min: actions::PASSWORD_CHARS_MIN,
        trouble: trouble.map(translate::trouble),
    })
}
