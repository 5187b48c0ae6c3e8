//! Holds how a certificate is revoked, and what has to come before another of the same kind and year: see
//! `docs/adr/0014-a-revoked-certificate-is-released-before-another.md`. Must not issue.

use policy::Provision;
use serde::{Deserialize, Serialize};

use super::{Certificate, CertificateKind};
use crate::{
    access::Actor,
    audit::{Event, EventKind},
    clock::{Instant, chinese_moment},
    ids::PersonId,
    reason,
    refusal::Refusal,
    registration::State,
};

/// The reason of a release that comes with a new approval.
const DECIDED_ANEW: &str = "登记已重新审批";

/// That another certificate may be issued after one was revoked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: PersonId,
    /// Why, for the holder.
    pub reason: String,
}

impl Certificate {
    /// Revokes it, with a reason that the public page shows. Answers the event; doing it again changes nothing.
    ///
    /// # Errors
    /// Refuses the holder, and a missing reason.
    pub fn revoke(&mut self, actor: &Actor, reason: &str, now: Instant) -> Result<Option<Event>, Refusal> {
        self.by_another(actor, "撤销自己的证书")?;
        let reason = self.because(reason, "撤销的理由", "查验证书的人会看到它")?;
        if self.revoked_at.is_some() {
            return Ok(None);
        }
        let event = self.event(EventKind::CertificateRevoked, &reason);
        self.revoked_at = Some(now);
        self.revoked_reason = Some(reason);
        Ok(Some(event))
    }

    /// Lets another be issued after this one was revoked.
    ///
    /// # Errors
    /// Refuses the holder, a missing reason, one that holds, and one that was released already.
    pub fn release(&mut self, actor: &Actor, reason: &str, now: Instant) -> Result<Event, Refusal> {
        self.by_another(actor, "允许自己的证书重新签发")?;
        let reason = self.because(reason, "允许重新签发的理由", "持证人会看到它")?;
        let what = match (self.revoked_at, &self.release) {
            (None, _) => "这张证书没有撤销，不需要重新签发。",
            (_, Some(_)) => "已经允许重新签发过了。",
            (Some(_), None) => {
                let event = self.event(EventKind::CertificateReleased, &reason);
                self.release = Some(Release { at: now, by: actor.person, reason });
                return Ok(event);
            }
        };
        Err(Refusal::conflict("certificate.state", what, "请刷新页面，查看证书现在的状态。"))
    }

    /// Lets another be issued because the registration that it rested on was approved anew. `None` when there is nothing
    /// to release.
    pub fn release_by_approval(&mut self, approver: &Actor, now: Instant) -> Option<Event> {
        if self.registration_id.is_none() || !self.bars_another() {
            return None;
        }
        let event = self.event(EventKind::CertificateReleased, DECIDED_ANEW);
        self.release = Some(Release { at: now, by: approver.person, reason: DECIDED_ANEW.to_owned() });
        Some(event)
    }

    /// Whether it was revoked and nobody has let another be issued.
    pub fn bars_another(&self) -> bool {
        self.revoked_at.is_some() && self.release.is_none()
    }

    fn event(&self, kind: EventKind, reason: &str) -> Event {
        Event::new(kind, self.id.subject(), &[("number", &self.number), ("reason", reason)])
    }

    fn by_another(&self, actor: &Actor, deed: &str) -> Result<(), Refusal> {
        if self.person_id == actor.person { Err(Refusal::forbidden(deed)) } else { Ok(()) }
    }

    /// A reason, asked for by what the regulation says of false registrations.
    fn because(&self, text: &str, name: &str, readers: &str) -> Result<String, Refusal> {
        let because = |refusal: Refusal| refusal.by(Provision::FalseRegistration).under(&self.pack_name);
        reason::given(text, name, readers).map_err(because)
    }
}

/// Whether a certificate of this kind and year may be issued beside a person's earlier ones; `registration` is how the
/// year's registration stands, if there is one.
///
/// # Errors
/// `Conflict` while one of them was revoked and not released: whatever was wrong with it would be wrong again.
pub fn may_be_issued(
    earlier: &[Certificate],
    kind: CertificateKind,
    year: i16,
    registration: Option<State>,
) -> Result<(), Refusal> {
    let barring = earlier.iter().find(|held| held.kind == kind && held.year == year && held.bars_another());
    let Some(barring) = barring else { return Ok(()) };
    let at = barring.revoked_at.map(chinese_moment).unwrap_or_default();
    let reason = barring.revoked_reason.as_deref().unwrap_or_default();
    let next = match (kind, registration) {
        (CertificateKind::Annual, Some(State::Approved)) => {
            "请联系人事处：核实以后由人事处允许重新签发；登记内容有误的，由人事处撤回审批，改正并重新审批以后再生成。"
        }
        (CertificateKind::Annual, Some(_)) => {
            "这一年度的登记已不是“已审批”：请更正后重新提交，重新审批以后就可以再生成。"
        }
        (CertificateKind::Annual, None) | (CertificateKind::PublicExam, _) => {
            "请联系人事处：核实以后由人事处允许重新签发，再来生成。"
        }
    };
    Err(Refusal::conflict(
        "certificate.revoked",
        format!("您的证书 {} 已于{at}撤销，理由：{reason}。撤销以后不能自己重新生成。", barring.number),
        next,
    )
    .by(Provision::FalseRegistration)
    .under(&barring.pack_name))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::ids::{CertificateId, DocumentId, RegistrationId, UnitId};

    fn actor(number: u128) -> Actor {
        let (person, unit) = (Uuid::from_u128(number), Uuid::from_u128(9));
        let (person, unit) = (PersonId::from_uuid(person), UnitId::from_uuid(unit));
        Actor { person, name: "示例".to_owned(), unit, grants: Vec::new() }
    }

    fn now() -> Instant {
        "2026-11-23T02:00:00Z".parse().expect("a moment")
    }

    fn certificate(kind: CertificateKind) -> Certificate {
        let is_annual = kind == CertificateKind::Annual;
        Certificate {
            id: CertificateId::from_uuid(Uuid::from_u128(1)),
            number: "A2026-1".to_owned(),
            kind,
            person_id: actor(1).person,
            holder: "林晓".to_owned(),
            year: 2026,
            registration_id: is_annual.then(|| RegistrationId::from_uuid(Uuid::from_u128(2))),
            statement_json: "{}".to_owned(),
            pack_name: "p".to_owned(),
            pack_hash: "0".repeat(64),
            issued_at: now(),
            sha256: "1".repeat(64),
            document: DocumentId::from_uuid(Uuid::from_u128(3)),
            revoked_at: None,
            revoked_reason: None,
            release: None,
        }
    }

    #[test]
    fn a_revoked_certificate_bars_another_until_it_is_released() {
        let approved = Some(State::Approved);
        for kind in CertificateKind::ALL {
            let mut held = certificate(kind);
            assert_eq!(may_be_issued(&[held.clone()], kind, 2026, approved), Ok(()));
            let early = held.release(&actor(2), "核实", now()).expect_err("it holds");
            assert_eq!(early.code, "certificate.state");
            assert_eq!(held.revoke(&actor(2), " ", now()).expect_err("no reason").code, "reason.missing");
            assert_eq!(held.revoke(&actor(1), "填错", now()).expect_err("one's own").code, "forbidden");
            assert!(held.revoke(&actor(2), "核定学时填错", now()).expect("revoked").is_some());
            assert!(held.revoke(&actor(2), "再一次", now()).expect("nothing to do").is_none());
            let barred = may_be_issued(&[held.clone()], kind, 2026, approved).expect_err("barred");
            assert!(barred.code == "certificate.revoked" && barred.what.contains("核定学时填错"), "{barred}");
            assert_eq!(may_be_issued(&[held.clone()], kind, 2025, approved), Ok(()), "another year");
            assert_eq!(held.release(&actor(1), "核实", now()).expect_err("one's own").code, "forbidden");
            held.release(&actor(2), "已核实，重新签发", now()).expect("released");
            assert_eq!(may_be_issued(&[held.clone()], kind, 2026, approved), Ok(()));
            assert_eq!(held.release(&actor(2), "再一次", now()).expect_err("once").code, "certificate.state");
        }
    }

    #[test]
    fn whoever_holds_a_revoked_certificate_reads_what_to_do_now() {
        let mut held = certificate(CertificateKind::Annual);
        held.revoke(&actor(2), "填错", now()).expect("revoked");
        let next = |state| {
            may_be_issued(std::slice::from_ref(&held), CertificateKind::Annual, 2026, state).expect_err("barred").next
        };
        assert!(next(Some(State::Approved)).contains("由人事处撤回审批"));
        let returned = next(Some(State::Returned));
        assert!(returned.contains("重新提交") && !returned.contains("撤回审批"), "{returned}");
    }

    #[test]
    fn a_new_approval_releases_only_what_rested_on_the_old_one() {
        for (kind, released) in [(CertificateKind::Annual, true), (CertificateKind::PublicExam, false)] {
            let mut held = certificate(kind);
            assert_eq!(held.release_by_approval(&actor(3), now()), None, "it holds");
            held.revoke(&actor(2), "填错", now()).expect("revoked");
            assert_eq!(held.release_by_approval(&actor(3), now()).is_some(), released);
            assert_eq!(held.bars_another(), !released);
        }
    }
}
