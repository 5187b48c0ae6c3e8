//! The verifier's decision on one item (article 6).

use domain::{
    access::Deed,
    ids::{ItemId, RegistrationId},
    item::{Decision, Item},
    refusal::{NOTHING_CHANGED, Refusal},
};
use policy::{Hours, Pack};

use super::item_form::hours;
use crate::{Act, load, refusals};

/// What the verifier chose, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ItemDecision {
    /// The hours by the standard, or those applied for where it gives none; never more than applied for.
    Accept,
    /// Other hours.
    Change {
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

/// Decides one item of a registration that the actor is checking.
///
/// # Errors
/// Refuses one's own, another verifier's check, a missing reason, and an acceptance without any hours to accept.
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
    let pack = act.app.pack_named(&registration.pack_name)?;
    let decision = match decision {
        ItemDecision::Accept => Decision::Accepted { hours: acceptable(&pack, &item, registration.year)? },
        ItemDecision::Change { hours: text, reason } => Decision::Changed { hours: hours(&text)?, reason },
        ItemDecision::Return { reason } => Decision::Returned { reason },
    };
    let event = registration.decide_item(&actor, &mut item, decision, act.now())?;
    store::items::save(&mut act.tx, &item).await.map_err(refusals::store)?;
    load::save(act, &mut registration).await?;
    act.record(&event).await
}

fn acceptable(pack: &Pack, item: &Item, year: i16) -> Result<Hours, Refusal> {
    let computed = policy::item_preview(pack, &item.facts(&[]), year).computed;
    policy::acceptable(computed, item.applied).ok_or_else(|| {
        Refusal::invalid(
            "item.no-hours",
            "这一项没有可以直接采用的学时：标准没有给出数字，本人也没有填写申请学时。",
            NOTHING_CHANGED,
            "请选择“调整学时”，填写核定的学时和理由。",
        )
        .with_article("第六条")
    })
}
