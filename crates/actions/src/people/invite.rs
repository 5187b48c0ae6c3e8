//! Inviting a person to set a password. There is no default password.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    clock::{Instant, chinese_moment},
    ids::PersonId,
    refusal::{NOTHING_CHANGED, Refusal},
};
use jiff::ToSpan;

use crate::{Act, load, random, refusals, uploads};

/// Hours for which an invitation can be used.
const VALID_HOURS: i64 = 7 * 24;

/// A link that lets one person set a password once. Shown once, never stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationLink {
    /// Full address.
    pub url: String,
    /// Until when it works.
    pub expires_at: Instant,
}

/// Makes an invitation; earlier ones of the same person stop working.
///
/// # Errors
/// Refuses whoever may not invite, and non-administrators when the person holds a role: the link would hand it over.
pub async fn invite(act: &mut Act, person: PersonId) -> Result<InvitationLink, Refusal> {
    let person = load::person(act, person, Deed::Invite).await?;
    let held = store::roles::of_person(&mut act.tx, person.id).await.map_err(refusals::store)?;
    if !held.is_empty() && !may_hand_over_roles(act) {
        return Err(Refusal::new(
            domain::refusal::RefusalKind::Forbidden,
            "invitation.role",
            "这个人担任审验、审批或管理角色，重设密码等于交出这些权限。",
            NOTHING_CHANGED,
            "请由系统管理员发出邀请。",
        ));
    }
    let (link, expires_at) = (Link::new(act)?, Link::expiry(act.now)?);
    link.keep(act, person.id, expires_at).await?;
    Ok(InvitationLink { url: link.url, expires_at })
}

/// Whether the actor may invite whoever holds a role: whoever sets their password has it.
pub(super) fn may_hand_over_roles(act: &Act) -> bool {
    load::institution(act, Deed::GrantRole).is_ok()
}

/// A new link; it does not hold until it is kept.
pub(super) struct Link {
    pub(super) url: String,
    token_hash: String,
}

impl Link {
    pub(super) fn new(act: &Act) -> Result<Link, Refusal> {
        let token = random::token()?;
        let token_hash = uploads::sha256(token.as_bytes());
        Ok(Link { url: format!("{}/invitations/{token}", act.app.base_url()), token_hash })
    }

    /// Until when a link that is made now holds.
    pub(super) fn expiry(now: Instant) -> Result<Instant, Refusal> {
        now.checked_add(VALID_HOURS.hours()).map_err(refusals::internal)
    }

    /// Lets it hold, ends the person's earlier ones, and records that they are invited.
    pub(super) async fn keep(&self, act: &mut Act, person: PersonId, expires_at: Instant) -> Result<(), Refusal> {
        let kept = store::invitations::insert(&mut act.tx, &self.token_hash, person, expires_at, act.now).await;
        kept.map_err(refusals::store)?;
        let until = chinese_moment(expires_at);
        act.record(&Event::new(EventKind::PersonInvited, person.subject(), &[("until", &until)])).await
    }
}
