//! The first check by the unit's verifier: begin or take over, decide each item, finish, or give back.

use actions::{
    Act, Attempt,
    registrations::{ItemDecision, TakenUp},
    settle,
};
use domain::{
    access::Deed,
    ids::{ItemId, RegistrationId},
    item::Decision,
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
    registration::FIGURE_UNCONFIRMED,
};

use super::{
    cards,
    file::{place, review_page},
};
use crate::{
    errors::{Back, Page, render_with, status},
    fields::{Fields, Path, id},
    translate,
    views::registration::DecisionForm,
    visitor::{SignedIn, Visitor},
};

/// POST /registrations/{id}/check
pub(crate) async fn begin(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::begin_check(&mut act, registration).await;
    let (act, taken_up) = settle(act, &Attempt::decision(registration, Deed::BeginCheck), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done={}", done_word(taken_up, "check"))).await
}

/// What the page says next: nothing began for whoever was at the check already.
fn done_word(taken_up: TakenUp, begins: &'static str) -> &'static str {
    match taken_up {
        TakenUp::Begins => begins,
        TakenUp::GoesOn => "checking",
    }
}

/// POST /registrations/{id}/takeover. The form says whose check its page showed: nobody ends another's without knowing.
pub(crate) async fn take_over(visitor: SignedIn, Path(registration): Path<String>, form: Fields) -> Page {
    let (registration, url) = place(&registration)?;
    let mut act = visitor.write(form.key()).await?;
    let done = actions::registrations::take_over_check(&mut act, registration, form.parse("checker")).await;
    let (act, taken_up) = settle(act, &Attempt::decision(registration, Deed::TakeOverCheck), done).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done={}", done_word(taken_up, "takeover"))).await
}

/// POST /registrations/{id}/items/{item}/decision: what was typed stays when it cannot be taken, and a figure above the
/// claim is asked about before it is.
pub(crate) async fn decide(
    visitor: SignedIn,
    Path((registration, item)): Path<(String, String)>,
    form: Fields,
) -> Page {
    let (registration, url) = place(&registration)?;
    let item_id = id(&item, "登记项")?;
    let mut act = visitor.write(form.key()).await?;
    let decision = match wanted(&mut act, registration, item_id, &form).await {
        Ok(decision) => decision,
        Err(refusal) => return ask_again(&visitor, act, registration, &item, &form, &refusal).await,
    };
    let done = actions::registrations::decide_item(&mut act, registration, item_id, decision).await;
    // Being asked to confirm is no refusal: nothing was tried that must not be.
    if let Err(refusal) = &done
        && refusal.code == FIGURE_UNCONFIRMED
    {
        return ask_again(&visitor, act, registration, &item, &form, refusal).await;
    }
    match settle(act, &Attempt::decision(registration, Deed::DecideItem), done).await {
        Ok((act, ())) => visitor.finish(act, &format!("{url}?done=decision#item-{item}")).await,
        Err(refusal) if refusal.kind == RefusalKind::Invalid => {
            let act = visitor.read().await?;
            ask_again(&visitor, act, registration, &item, &form, &refusal).await
        }
        Err(refusal) => Err(refusal).back(&url),
    }
}

/// The decision that was typed, unless the item has another by now than the page showed. Where none may be made any more the
/// action says so.
async fn wanted(
    act: &mut Act,
    registration: RegistrationId,
    item: ItemId,
    form: &Fields,
) -> Result<ItemDecision, Refusal> {
    let decision = decision(form)?;
    let seen = form.exact("seen");
    match actions::registrations::decision_of(act, registration, item).await {
        Ok(now) if !seen.is_empty() && cards::seen(&now) != seen => Err(decided_meanwhile(&now)),
        _ => Ok(decision),
    }
}

fn decided_meanwhile(now: &Decision) -> Refusal {
    let label = now.label();
    let hours = now.hours().map(|hours| format!("，{hours} 学时")).unwrap_or_default();
    Refusal::invalid(
        "decision.meanwhile",
        format!("打开这个页面以后，这一项已有别的结论：{label}{hours}。"),
        NOTHING_CHANGED,
        "请看清现在的结论；仍要按这里填的办，请再保存一次。",
    )
}

fn decision(form: &Fields) -> Result<ItemDecision, Refusal> {
    let (hours, reason) = (form.text("hours").to_owned(), form.text("reason").to_owned());
    match form.text("decision") {
        "accept" if !hours.is_empty() => Err(accepted_with_figure(&hours)),
        "accept" => Ok(ItemDecision::Accept),
        "change" if form.text("confirmed") == "yes" => Ok(ItemDecision::Raise { hours, reason }),
        "change" => Ok(ItemDecision::Change { hours, reason }),
        "return" => Ok(ItemDecision::Return { reason }),
        _ => Err(no_decision()),
    }
}

/// The review page again, with what was typed and what is wrong with it. Of the act nothing is kept.
async fn ask_again(
    visitor: &Visitor,
    mut act: Act,
    registration: RegistrationId,
    item: &str,
    form: &Fields,
    refusal: &Refusal,
) -> Page {
    let view = actions::registrations::show(&mut act, registration).await?;
    let typed = DecisionForm {
        decision: form.text("decision").to_owned(),
        hours: form.text("hours").to_owned(),
        reason: form.text("reason").to_owned(),
        trouble: Some(translate::trouble(refusal)),
        asks_confirmation: refusal.code == FIGURE_UNCONFIRMED,
    };
    render_with(status(refusal.kind), &review_page(visitor, &view, None, Some((item, typed))))
}

fn no_decision() -> Refusal {
    Refusal::invalid(
        "decision.missing",
        "还没有选择结论。",
        NOTHING_CHANGED,
        "请在“通过、调整学时、退回”中选一项，再保存。",
    )
}

/// Whoever typed a figure meant it: it is not passed over because another conclusion was ticked.
fn accepted_with_figure(hours: &str) -> Refusal {
    Refusal::invalid(
        "decision.figure",
        format!("选了“通过”，又填写了核定学时“{hours}”。"),
        NOTHING_CHANGED,
        "要按这个数字核定的，请选“调整学时”并写明理由；按申请通过的，请清空核定学时，再保存。",
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
