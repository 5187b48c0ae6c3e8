//! Revoking a certificate: its bytes stay, its status changes (article 13).

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    certificate::parse_number,
    refusal::{NOTHING_CHANGED, Refusal},
};

use crate::{Act, load, refusals};

/// Longest reason, in characters.
const REASON_CHARACTERS_MAX: usize = 500;

/// Revokes a certificate, with a reason that the public page shows. Doing it again changes nothing.
///
/// # Errors
/// Refuses whoever is not personnel, the holder, and a missing reason.
pub async fn revoke(act: &mut Act, number: &str, reason: &str) -> Result<(), Refusal> {
    load::institution(act, Deed::RevokeCertificate)?;
    let actor = act.signed_in()?;
    let missing = || Refusal::not_found("证书");
    let number = parse_number(number).map_err(|_| missing())?.number;
    let found = store::certificates::by_number(&mut act.tx, &number).await.map_err(refusals::store)?;
    let certificate = found.ok_or_else(missing)?;
    if certificate.person_id == actor.person {
        return Err(Refusal::forbidden("撤销自己的证书"));
    }
    let reason = reason.trim().to_owned();
    if reason.chars().count() > REASON_CHARACTERS_MAX {
        return Err(Refusal::invalid(
            "certificate.long-reason",
            format!("理由超过 {REASON_CHARACTERS_MAX} 个字。"),
            NOTHING_CHANGED,
            "请写得简短一些；查验证书的人会看到它。",
        ));
    }
    if reason.is_empty() {
        return Err(Refusal::invalid(
            "certificate.reason",
            "没有填写撤销的理由。",
            NOTHING_CHANGED,
            "请写明理由；查验证书的人会看到它。",
        )
        .with_article("第十三条"));
    }
    if certificate.revoked_at.is_some() {
        return Ok(());
    }
    store::certificates::revoke(&mut act.tx, certificate.id, act.now, &reason).await.map_err(refusals::store)?;
    let values = [("number", number.as_str()), ("reason", reason.as_str())];
    act.record(&Event::new(EventKind::CertificateRevoked, certificate.id.subject(), &values)).await
}
