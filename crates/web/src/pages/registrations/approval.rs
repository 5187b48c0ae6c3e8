//! The second decision: asking for it, approving, giving back; taking it back later, and more time for it, on record.

use actions::{Attempt, settle};
use domain::{
    access::Deed,
    ids::PersonId,
    refusal::{NOTHING_CHANGED, Refusal},
};
use jiff::civil::Date;

use super::file::place;
use crate::{
    errors::{Back, Page},
    fields::{Fields, Path, id},
    visitor::SignedIn,
};

/// POST /registrations/{id}/approval-request
pub(crate) async fn request(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::send_to_approval(&mut act, registration).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::SendToApproval), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=approval-request")).await
}

/// POST /registrations/{id}/approval
pub(crate) async fn approve(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::approve(&mut act, registration).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::Approve), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=approval")).await
}

/// POST /registrations/{id}/approval-return
pub(crate) async fn give_back(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::return_from_approval(&mut act, registration, form.text("reason")).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::ReturnFromApproval), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=approval-return")).await
}

/// POST /registrations/{id}/approval-withdrawal
pub(crate) async fn take_back(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::withdraw_approval(&mut act, registration, form.text("reason")).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::WithdrawApproval), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=approval-withdrawal")).await
}

/// POST /registrations/{id}/extension
pub(crate) async fn extend(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    // Whoever extends a draft cannot open it: the form then stands on its person's page and says so.
    let url = match form.text("person") {
        "" => url,
        person => format!("/people/{}", id::<PersonId>(person, "人员")?),
    };
    let until: Date = form.parse("until").ok_or_else(no_date).back(&url)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::extend_deadline(&mut act, registration, until, form.text("reason")).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::ExtendDeadline), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=extension")).await
}

fn no_date() -> Refusal {
    Refusal::invalid("extension.no-date", "没有读懂延长到哪一天。", NOTHING_CHANGED, "请按 2027-01-15 的样子填写日期。")
}
