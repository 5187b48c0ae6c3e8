//! The stages of a finding, each a verb: what the domain decides, saved and recorded, with what follows from it.

use domain::{
    access::Deed,
    audit::Event,
    finding::{Finding, NoticeForm, RulingForm},
    ids::{FindingId, ItemId, RegistrationId},
    refusal::Refusal,
};
use store::StoreError;

use super::{follow, load};
use crate::{Act, load as loading, refusals};

/// Tells a person that an item of their approved registration is held to be false.
///
/// # Errors
/// As [`Finding::notify`]; `NotFound` for whoever may not see the registration, `Forbidden` for everybody but the personnel
/// office, `Conflict` while another about the item is open or stands.
pub async fn notify(
    act: &mut Act,
    (registration, item): (RegistrationId, ItemId),
    form: &NoticeForm,
) -> Result<FindingId, Refusal> {
    let actor = act.signed_in()?;
    let registration = loading::registration(act, registration, Deed::RuleOnFalsehood).await?;
    let found = store::items::get(&mut act.tx, item).await.map_err(refusals::store)?;
    let item = found.filter(|item| item.registration_id == registration.id);
    let item = item.ok_or_else(|| Refusal::not_found("登记项"))?;
    let id = act.new_id(FindingId::from_uuid)?;
    let (finding, event) = Finding::notify(id, (&registration, &item), form, &actor, act.now())?;
    store::findings::add(&mut act.tx, &finding).await.map_err(|error| match error {
        StoreError::Unique(_) => Refusal::conflict(
            "finding.open",
            "这一项已经有一件诚信认定在办理，或已经认定。",
            "请在“诚信认定”里打开它，看看到了哪一步。",
        ),
        error => refusals::store(error),
    })?;
    act.record(&event).await?;
    Ok(id)
}

/// The person replies.
///
/// # Errors
/// As [`Finding::answer`].
pub async fn answer(act: &mut Act, id: FindingId, text: &str) -> Result<(), Refusal> {
    step(act, id, Deed::ViewFindings, |finding, act| finding.answer(text, &act.signed_in()?, act.now())).await
}

/// The office decides. What is found false counts nothing from now on.
///
/// # Errors
/// As [`Finding::rule`]; `Conflict` where the year was decided on a text of the pack that this program does not carry.
pub async fn rule(act: &mut Act, id: FindingId, form: &RulingForm) -> Result<(), Refusal> {
    step(act, id, Deed::RuleOnFalsehood, |finding, act| finding.rule(form, &act.signed_in()?, act.now())).await
}

/// The person appeals.
///
/// # Errors
/// As [`Finding::appeal`].
pub async fn appeal(act: &mut Act, id: FindingId, text: &str) -> Result<(), Refusal> {
    step(act, id, Deed::ViewFindings, |finding, act| finding.appeal(text, &act.signed_in()?, act.now())).await
}

/// Somebody else of the office decides about the appeal. Where it was right, the hours count again and another certificate
/// can be issued.
///
/// # Errors
/// As [`Finding::rule_on_appeal`], and as [`rule`].
pub async fn rule_on_appeal(act: &mut Act, id: FindingId, form: &RulingForm) -> Result<(), Refusal> {
    step(act, id, Deed::RuleOnFalsehood, |finding, act| finding.rule_on_appeal(form, &act.signed_in()?, act.now()))
        .await
}

/// Loads, lets the domain decide, saves, and carries out what follows from a change in what stands.
async fn step(
    act: &mut Act,
    id: FindingId,
    deed: Deed,
    decide: impl FnOnce(&mut Finding, &Act) -> Result<Event, Refusal>,
) -> Result<(), Refusal> {
    let mut loaded = load(act, id, deed).await?;
    let stood = loaded.finding.stands();
    let event = decide(&mut loaded.finding, act)?;
    let saved = store::findings::save(&mut act.tx, (&loaded.finding, loaded.revision)).await;
    if !saved.map_err(refusals::store)? {
        return Err(Refusal::changed_meanwhile());
    }
    let more = match (stood, loaded.finding.stands()) {
        (false, true) => follow::annul(act, &loaded.finding).await?,
        (true, false) => follow::restore(act, &loaded.finding).await?,
        _ => Vec::new(),
    };
    for event in [event].iter().chain(&more) {
        act.record(event).await?;
    }
    Ok(())
}
