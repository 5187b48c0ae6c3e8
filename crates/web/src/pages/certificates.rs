//! Certificates: the public check that anybody may make, the document, issuing, revoking and releasing.

use actions::{
    Attempt,
    certificates::{CertificateCheck, CheckStatus},
    settle,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use domain::{
    access::Deed,
    certificate::{Certificate, CertificateKind},
    clock::chinese_moment,
    refusal::Refusal,
};

use crate::{
    errors::{Back, Page, render_with, urlencode},
    fields::{Asked, Fields, Path},
    pages::files,
    views::{
        certificates::{CertificateLine, CertificatePage},
        frame::Links,
    },
    visitor::{SignedIn, Visitor},
};

/// GET /certificates?number=…: from the box on the home page to the certificate's own address.
pub(crate) async fn find(Asked(asked): Asked) -> Page {
    let number = asked.text("number");
    let url = if number.is_empty() { "/#check".to_owned() } else { number_url(number) };
    Ok(Redirect::to(&url).into_response())
}

fn number_url(number: &str) -> String {
    format!("/certificates/{}", urlencode(number).replace('/', "%2F"))
}

/// GET /certificates/{number}: status and content, for anybody. Each check is counted.
pub(crate) async fn show(visitor: Visitor, Path(number): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let check = actions::certificates::check(&mut act, &number).await?;
    let page = page(&visitor, check);
    render_with(if page.known { StatusCode::OK } else { StatusCode::NOT_FOUND }, &page)
}

fn page(visitor: &Visitor, check: CertificateCheck) -> CertificatePage {
    let (status, heading, sentence) = match check.status {
        CheckStatus::Valid => ("valid", "证书有效", "本系统签发，至今有效。"),
        CheckStatus::Revoked => ("revoked", "证书已撤销", "本系统签发，后来被撤销，不能再作为完成证明。"),
        CheckStatus::Unknown => ("unknown", "查无此证", "本系统没有签发过这个编号的证书。"),
    };
    let known = !matches!(check.status, CheckStatus::Unknown);
    let mut frame = visitor.frame(format!("{heading}：{}", check.number), known && check.sample);
    // A pack that is no longer there has no page to lead to.
    let pack = actions::policies::show(&visitor.web.app, &check.pack_name).ok();
    frame.links = pack.map_or_else(Links::default, |pack| Links::to(&pack));
    CertificatePage {
        frame,
        status,
        heading,
        sentence: sentence.to_owned(),
        number: check.number,
        known,
        kind_name: check.kind_name,
        holder: check.holder_masked,
        id_number: check.id_number_masked,
        unit: check.unit,
        issuer: check.issuer,
        lines: check.lines,
        statement: check.statement,
        cited: policy::cited(&check.article),
        pack: check.pack,
        pack_hash: check.pack_hash,
        issued: check.issued_at.map(chinese_moment).unwrap_or_default(),
        revoked: check.revoked_at.map(chinese_moment),
        revoked_reason: check.revoked_reason,
        checked_at: chinese_moment(visitor.now),
        site: format!("{}/certificates/", visitor.web.app.base_url()),
    }
}

/// GET /certificates/{number}/document.pdf
pub(crate) async fn document(visitor: SignedIn, Path(number): Path<String>) -> Page {
    let mut act = visitor.read().await?;
    let file = actions::certificates::document(&mut act, &number).await?;
    Ok(files::response(file))
}

/// POST /certificates: one's own certificate of a year.
pub(crate) async fn issue(visitor: SignedIn, form: Fields) -> Page {
    let year = visitor.year_in(form.text("year"))?;
    let url = format!("/my/{year}");
    let kind = CertificateKind::from_code(form.text("kind")).ok_or_else(|| Refusal::not_found("证书种类"))?;
    let mut act = visitor.read().await?;
    let printed = actions::certificates::print(&mut act, None, kind, year).await.back(&url)?;
    drop(act);
    let mut act = visitor.write(form.key()).await?;
    actions::certificates::issue_printed(&mut act, printed).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=certificate#certificates")).await
}

/// POST /certificates/{number}/revocation
pub(crate) async fn revoke(visitor: SignedIn, Path(number): Path<String>, form: Fields) -> Page {
    let url = number_url(&number);
    let mut act = visitor.write(form.key()).await?;
    let revoked = actions::certificates::revoke(&mut act, &number, form.text("reason")).await;
    let (act, ()) = settle(act, &Attempt::certificate(&number, Deed::RevokeCertificate), revoked).await.back(&url)?;
    visitor.finish(act, &format!("{url}?done=revocation")).await
}

/// POST /certificates/{number}/release: another may be issued after this one was revoked.
pub(crate) async fn release(visitor: SignedIn, Path(number): Path<String>, form: Fields) -> Page {
    let url = number_url(&number);
    let mut act = visitor.write(form.key()).await?;
    let released = actions::certificates::release(&mut act, &number, form.text("reason")).await;
    let (act, holder) =
        settle(act, &Attempt::certificate(&number, Deed::ReleaseCertificate), released).await.back(&url)?;
    visitor.finish(act, &format!("/people/{holder}?done=release")).await
}

/// A person's certificates as the personnel office sees them. `may_administer`: whether the visitor may revoke and release.
pub(crate) fn lines(certificates: &[Certificate], may_administer: bool) -> Vec<CertificateLine> {
    certificates
        .iter()
        .map(|it| CertificateLine {
            number: it.number.clone(),
            label: format!("{} 年度{}", it.year, actions::certificates::title(it)),
            revoked: it.revoked_at.map(|at| {
                let reason = it.revoked_reason.as_deref().unwrap_or_default();
                format!("{}撤销，理由：{reason}", chinese_moment(at))
            }),
            released: it
                .release
                .as_ref()
                .map(|release| format!("{}已允许重新签发，理由：{}", chinese_moment(release.at), release.reason)),
            may_revoke: may_administer && it.revoked_at.is_none(),
            may_release: may_administer && it.bars_another(),
        })
        .collect()
}
