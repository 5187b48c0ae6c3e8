//! The verifier's decision on one item (article 6).

use domain::{
    access::Deed,
    ids::{ItemId, RegistrationId},
    item::Decision,
    refusal::{NOTHING_CHANGED, Refusal},
    registration::Yardstick,
};
use policy::{Hours, ItemFacts, Pack, Provision};

use super::{duplicates::Known, item_form::hours, keep_revision};
use crate::{Act, load, refusals};

/// What the verifier chose, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemDecision {
    /// The hours by the standard, or those applied for where it gives none; never more than applied for.
    Accept,
    /// Other hours, no more than were claimed.
    Change {
        /// Hours, as typed.
        hours: String,
        /// Why.
        reason: String,
    },
    /// Other hours, and it was confirmed that they may be more than were claimed.
    Raise {
        /// Hours, as typed.
        hours: String,
        /// Why.
        reason: String,
    },
    /// Not as it is.
    Return {
        /// Why, and what to mend.
        reason: String,
    },
}

/// What is decided about one item by now.
///
/// # Errors
/// `NotFound` and the like for whoever may not decide it.
pub async fn decision_of(act: &mut Act, id: RegistrationId, item: ItemId) -> Result<Decision, Refusal> {
    let (registration, item) = load::item(act, item, Deed::DecideItem).await?;
    if registration.id == id { Ok(item.decision) } else { Err(Refusal::not_found("登记项")) }
}

/// Decides one item of a registration that the actor is checking.
///
/// # Errors
/// Refuses one's own, another verifier's check, missing hours or a missing reason, an acceptance without any hours to
/// accept, hours that a connected system registered already (article 4), more hours than were claimed unless that was confirmed, and more than one item can be given.
pub async fn decide_item(
    act: &mut Act,
    id: RegistrationId,
    item: ItemId,
    decision: ItemDecision,
) -> Result<(), Refusal> {
    let actor = act.signed_in()?;
    let (mut registration, mut item) = load::item(act, item, Deed::DecideItem).await?;
    if registration.id != id {
        return Err(Refusal::not_found("登记项"));
    }
    if !matches!(decision, ItemDecision::Return { .. }) {
        Known::load_registered(act, registration.person_id).await?.refuse_to_count(&item)?;
    }
    let pack = act.app.pack_named(&registration.pack_name)?;
    let facts = item.facts(&[]);
    let yardstick = Yardstick {
        claimed: item.applied.or(policy::item_preview(&pack, &facts, registration.year).computed),
        whole_year: pack.required_total(),
        most: pack.item_hours_max(),
        confirmed: matches!(decision, ItemDecision::Raise { .. }),
    };
    let decision = match decision {
        ItemDecision::Accept => {
            let hours = acceptable(&pack, &facts, registration.year);
            Decision::Accepted { hours: hours.ok_or_else(|| nothing_to_accept().under(pack.name()))? }
        }
        ItemDecision::Change { hours, reason } | ItemDecision::Raise { hours, reason } => {
            Decision::Changed { hours: figure(&hours)?, reason }
        }
        ItemDecision::Return { reason } => Decision::Returned { reason },
    };
    keep_revision::before_deciding(act, &item).await?;
    let done = registration.decide_item(&actor, &mut item, decision, &yardstick, act.now());
    let event = load::naming_checker(act, &registration, done).await?;
    store::items::save(&mut act.tx, &item).await.map_err(refusals::store)?;
    load::touch(act, &mut registration).await?;
    act.record(&event).await
}

/// What an acceptance gives, see [`policy::acceptable`]; `None` where the standard gives nothing and nothing was applied for.
pub(super) fn acceptable(pack: &Pack, item: &ItemFacts, year: i16) -> Option<Hours> {
    policy::acceptable(policy::item_preview(pack, item, year).computed, item.applied)
}

fn nothing_to_accept() -> Refusal {
    Refusal::invalid(
        "item.no-hours",
        "这一项没有可以直接采用的学时：标准没有给出数字，本人也没有填写申请学时。",
        NOTHING_CHANGED,
        "请选择“调整学时”，填写核定的学时和理由。",
    )
    .by(Provision::Verification)
}

fn figure(text: &str) -> Result<Hours, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::invalid(
            "item.no-figure",
            "选了“调整学时”，还没有填写核定学时。",
            NOTHING_CHANGED,
            "请填写核定学时，例如 12 或 12.5；不认可的填 0。",
        ));
    }
    hours(text)
}
