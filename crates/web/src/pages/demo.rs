//! The demo's sign-in by role card; it exists only in the demo.

use domain::refusal::Refusal;

use crate::{
    errors::{Page, PageError, render},
    fields::{Fields, id},
    pages::sessions::{KEPT, go_on},
    views::sessions::{DemoCard, DemoPage},
    visitor::Visitor,
};

/// GET /demo
pub(crate) async fn show(visitor: Visitor) -> Page {
    cards(&visitor, String::new()).await
}

/// The role cards; `kept` is a form that waits for one of these people.
async fn cards(visitor: &Visitor, kept: String) -> Page {
    only_in_demo(visitor)?;
    let accounts = actions::sessions::demo_accounts(&visitor.web.app, visitor.now).await?;
    let accounts = accounts
        .into_iter()
        .map(|account| DemoCard {
            person: account.person_id.to_string(),
            label: account.label,
            name: account.name,
            unit: account.unit_name,
            purpose: account.purpose,
        })
        .collect();
    render(&DemoPage { frame: visitor.pack_frame("演示角色"), accounts, kept })
}

/// POST /demo
pub(crate) async fn sign_in(visitor: Visitor, form: Fields) -> Page {
    only_in_demo(&visitor)?;
    if form.text("person").is_empty() && !form.text(KEPT).is_empty() {
        return cards(&visitor, form.text(KEPT).to_owned()).await;
    }
    let person = id(form.text("person"), "演示人员")?;
    let token = actions::sessions::demo_sign_in(&visitor.web.app, visitor.now, person).await?;
    go_on(visitor, &token, &form).await
}

fn only_in_demo(visitor: &Visitor) -> Result<(), PageError> {
    if visitor.web.config.demo && visitor.web.app.is_demo() {
        return Ok(());
    }
    Err(Refusal::not_found("页面").into())
}
