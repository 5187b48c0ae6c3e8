//! Printing a certificate (article 7) before it is issued: judged and typeset while nothing is held, so that no one waits
//! for the typesetter. Must not write anything.

use documents::certificate::CertificateContent;
use domain::{
    access::Deed,
    certificate::{Certificate, CertificateKind, may_be_issued, number},
    ids::PersonId,
    person::Person,
    refusal::Refusal,
};
use policy::{Assessment, CertificateOutcome, Outcome, Provision};

use super::statement::Statement;
use crate::{Act, dossier::Dossier, load, random, refusals, unprintable::cannot_print, uploads};

/// A certificate on paper, not yet in force.
pub struct Printed(pub(super) Sheet);

pub(super) enum Sheet {
    /// One is in force already.
    Held(Box<Certificate>),
    New(Box<NewSheet>),
}

pub(super) struct NewSheet {
    pub(super) person: PersonId,
    pub(super) kind: CertificateKind,
    pub(super) year: i16,
    pub(super) number: String,
    /// Digest of everything that it rests on.
    pub(super) basis: String,
    pub(super) bytes: Vec<u8>,
}

/// Prints a certificate of the actor's own, or (by personnel) of another person. Nothing is in force until it is issued.
///
/// # Errors
/// `Conflict` with the reasons and their articles when the year does not earn it, and while an earlier one was revoked and
/// not released; `Invalid` when a character of the
/// name cannot be printed; `NotFound` for whoever may not see the person; `Busy` when too many are printed.
pub async fn print(
    act: &mut Act,
    person: Option<PersonId>,
    kind: CertificateKind,
    year: i16,
) -> Result<Printed, Refusal> {
    let actor = act.signed_in()?;
    let person = load::person(act, person.unwrap_or(actor.person), Deed::IssueCertificate).await?;
    if let Some(held) = in_force(act, person.id, kind, year).await? {
        return Ok(Printed(Sheet::Held(Box::new(held))));
    }
    let case = Case::load(act, person, kind, year).await?;
    let number = number(kind, year, random::bytes()?);
    let content = content(act, &case, &number)?;
    act.stop_reading().await?;
    let rendered = act.app.presses.run(move || documents::certificate::render(&content)).await?;
    let sheet = NewSheet {
        person: case.dossier.person.id,
        kind,
        year,
        number,
        basis: case.basis()?,
        bytes: rendered.map_err(cannot_print)?,
    };
    Ok(Printed(Sheet::New(Box::new(sheet))))
}

/// The certificate of this kind and year that has not been revoked.
///
/// # Errors
/// `Conflict` when there is none because it was revoked, and nobody has let another be issued.
pub(super) async fn in_force(
    act: &mut Act,
    person: PersonId,
    kind: CertificateKind,
    year: i16,
) -> Result<Option<Certificate>, Refusal> {
    let held = store::certificates::of_person(&mut act.tx, person).await.map_err(refusals::store)?;
    let registration =
        store::registrations::by_person_year(&mut act.tx, person, year).await.map_err(refusals::store)?;
    may_be_issued(&held, kind, year, registration.map(|registration| registration.state))?;
    Ok(held.into_iter().find(|held| held.kind == kind && held.year == year && held.revoked_at.is_none()))
}

/// A year that earns a certificate, and what that certificate states.
pub(super) struct Case {
    pub(super) dossier: Dossier,
    pub(super) statement: Statement,
}

impl Case {
    /// Loads and judges the year.
    pub(super) async fn load(act: &mut Act, person: Person, kind: CertificateKind, year: i16) -> Result<Case, Refusal> {
        let dossier = Dossier::load(act, person, year).await?;
        dossier.can_be_judged_again()?;
        let (assessment, _) = dossier.judge_anew();
        let earned = earned(kind, &assessment).map_err(|refusal| refusal.under(dossier.pack.name()))?;
        let statement = Statement::new(kind, &dossier, &assessment, earned, &act.app.issuer);
        Ok(Case { dossier, statement })
    }

    /// Digest of everything that the paper shows and rests on: when it is the same, nothing has changed.
    pub(super) fn basis(&self) -> Result<String, Refusal> {
        let facts = serde_json::to_string(&self.dossier.facts()).map_err(refusals::internal)?;
        let parts =
            [&facts, &self.statement.to_json()?, &self.dossier.person.name, &self.dossier.pack.hash().to_owned()];
        Ok(uploads::sha256(parts.map(|part| format!("{}:{part}", part.len())).concat().as_bytes()))
    }
}

/// The certificate as the pack names it, when the year earns it.
fn earned(kind: CertificateKind, assessment: &Assessment) -> Result<&CertificateOutcome, Refusal> {
    let line = assessment.certificates.iter().find(|line| line.id == kind.as_str());
    if let Some(line) = line.filter(|line| line.outcome == Outcome::Satisfied) {
        return Ok(line);
    }
    let reasons: String =
        line.map_or_else(String::new, |line| line.reasons.iter().map(|reason| reason.text.as_str()).collect());
    Err(Refusal::conflict(
        "certificate.not-earned",
        format!("还不能生成{}。{reasons}", line.map_or(kind.label(), |line| &line.name)),
        "请在年度账里查看还差什么，完成后再来生成。",
    )
    .by(Provision::Certificates))
}

fn content(act: &Act, case: &Case, number: &str) -> Result<CertificateContent, Refusal> {
    let (dossier, statement) = (&case.dossier, &case.statement);
    Ok(CertificateContent {
        kind_name: statement.kind_name.clone(),
        number: number.to_owned(),
        holder: dossier.person.name.clone(),
        id_number_masked: statement.id_number_masked.clone(),
        unit: statement.unit.clone(),
        year: dossier.year,
        lines: statement.lines.clone(),
        statement: statement.sentence.clone(),
        article: statement.article.clone(),
        pack_title: statement.pack_title.clone(),
        pack_hash: dossier.pack.hash().to_owned(),
        sample: statement.sample,
        issued_on: act.today(),
        issuer: statement.issuer.clone(),
        check_url: check_url(act, number)?,
    })
}

/// The address in the code. It stands on the paper for ever, so it has to be one that people elsewhere can open.
fn check_url(act: &Act, number: &str) -> Result<String, Refusal> {
    if act.app.is_address_public() {
        return Ok(format!("{}/certificates/{number}", act.app.base_url()));
    }
    Err(Refusal::conflict(
        "certificate.address",
        "系统启动时没有写明别的机器打得开的网址，印出的二维码在别处打不开，所以没有生成证书。",
        "请联系系统管理员，用 --base-url 写明对外的网址后重新启动，再来生成。",
    ))
}
