//! The first check by the unit's verifier: begin, decide each item, finish, or give back.

use actions::{Attempt, registrations::ItemDecision, settle};
use domain::{
    access::Deed,
    refusal::{NOTHING_CHANGED, Refusal},
};

use super::file::place;
use crate::{
    errors::{Back, Page},
    fields::{Fields, Path, id},
    visitor::SignedIn,
};

/// POST /registrations/{id}/check
pub(crate) async fn begin(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::begin_check(&mut act, registration).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::BeginCheck), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=check")).await
}

/// POST /registrations/{id}/items/{item}/decision
pub(crate) async fn decide(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    form: Fields,
) -> Page {
    let (registration, url) = place(&registration)?;
    let reason = form.text("reason").to_owned();
    let decision = match form.text("decision") {
        "accept" => ItemDecision::Accept,
        "change" => ItemDecision::Change { hours: form.text("hours").to_owned(), reason },
        "return" => ItemDecision::Return { reason },
        _ => return Err(no_decision()).back(&url),
    };
    let item_id = id(&item, "登记项")?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::decide_item(&mut act, registration, item_id, decision).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::DecideItem), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=decision#item-{item}")).await
}

fn no_decision() -> Refusal {
    Refusal::invalid(
        "decision.missing",
        "还没有选择结论。",
        NOTHING_CHANGED,
        "请在“通过、调整学时、退回”中选一项，再保存。",
    )
}

/// POST /registrations/{id}/verification
pub(crate) async fn finish(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::finish_verification(&mut act, registration).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::FinishVerification), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=verification")).await
}

/// POST /registrations/{id}/return
pub(crate) async fn give_back(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::return_to_person(&mut act, registration, form.text("reason")).await;
    let (act, ()) = settle(act, &Attempt::decision(registration, Deed::ReturnToPerson), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=return")).await
}
