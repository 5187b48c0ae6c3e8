//! Issuing a certificate (article 7): only what was printed from the year as it is now; what it rests on is kept as it was.

use domain::{
    access::Deed,
    audit::{Event, EventKind},
    certificate::{Certificate, CertificateKind},
    decision::KeptDecision,
    document::{Document, DocumentKind},
    ids::{CertificateId, DecisionId, DocumentId, PersonId},
    refusal::Refusal,
};

use super::print::{Case, NewSheet, Printed, Sheet, in_force};
use crate::{Act, dossier::Dossier, files, load, packs, refusals, uploads};

/// Issues what was printed. The one that is in force already is returned instead.
///
/// # Errors
/// `Conflict` when anything that it rests on has changed since it was printed, or an earlier one was revoked; `NotFound`
/// for whoever may not see the person.
pub async fn issue_printed(act: &mut Act, printed: Printed) -> Result<Certificate, Refusal> {
    let sheet = match printed.0 {
        Sheet::Held(certificate) => return Ok(*certificate),
        Sheet::New(sheet) => *sheet,
    };
    let person = load::person(act, sheet.person, Deed::IssueCertificate).await?;
    if let Some(held) = in_force(act, person.id, sheet.kind, sheet.year).await? {
        return Ok(held);
    }
    let case = Case::load(act, person, sheet.kind, sheet.year).await?;
    if case.basis()? != sheet.basis {
        return Err(Refusal::changed_meanwhile());
    }
    let name = case.statement.kind_name.clone();
    let certificate = keep(act, case, sheet).await?;
    let values = [("kind", name.as_str()), ("number", &certificate.number)];
    act.record(&Event::new(EventKind::CertificateIssued, certificate.id.subject(), &values)).await?;
    Ok(certificate)
}

async fn keep(act: &mut Act, case: Case, sheet: NewSheet) -> Result<Certificate, Refusal> {
    let Case { dossier, mut statement } = case;
    let why = format!("生成{}", statement.kind_name);
    statement.decision = keep_decision(act, &dossier, &why).await?.to_string();
    let approved = dossier.registration.as_ref().filter(|_| sheet.kind == CertificateKind::Annual);
    let document = keep_document(act, &sheet.number, dossier.person.id, sheet.bytes).await?;
    let certificate = Certificate {
        id: act.new_id(CertificateId::from_uuid)?,
        number: sheet.number,
        kind: sheet.kind,
        person_id: dossier.person.id,
        holder: dossier.person.name.clone(),
        year: dossier.year,
        registration_id: approved.map(|registration| registration.id),
        statement_json: statement.to_json()?,
        pack_name: dossier.pack.name().to_owned(),
        pack_hash: dossier.pack.hash().to_owned(),
        issued_at: act.now(),
        sha256: document.sha256,
        document: document.id,
        revoked_at: None,
        revoked_reason: None,
        release: None,
    };
    store::certificates::insert(&mut act.tx, &certificate).await.map_err(refusals::store)?;
    Ok(certificate)
}

async fn keep_document(act: &mut Act, number: &str, person: PersonId, bytes: Vec<u8>) -> Result<Document, Refusal> {
    let id = act.new_id(DocumentId::from_uuid)?;
    let sha256 = uploads::sha256(&bytes);
    let document = Document {
        id,
        kind: DocumentKind::Certificate,
        person_id: Some(person),
        path: files::document_path(&sha256, id),
        file_name: format!("{number}.pdf"),
        media_type: "application/pdf".to_owned(),
        sha256,
        size_bytes: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        created_at: act.now(),
    };
    store::documents::insert(&mut act.tx, &document).await.map_err(refusals::store)?;
    act.keep_file(document.path.clone(), bytes);
    Ok(document)
}

/// Keeps the assessment of a year as it is now, with what it replaces, if anything, and why it does.
pub(crate) async fn keep_decision(act: &mut Act, dossier: &Dossier, why: &str) -> Result<DecisionId, Refusal> {
    let actor = act.signed_in()?;
    dossier.can_be_judged_again()?;
    let (assessment, explanation) = dossier.judge_anew();
    let facts = dossier.facts();
    let canonical = policy::canonical(&facts).map_err(refusals::internal)?;
    let explanation = explanation.to_chinese();
    let latest =
        store::decisions::latest(&mut act.tx, dossier.person.id, dossier.year).await.map_err(refusals::store)?;
    let decision = KeptDecision {
        id: act.new_id(DecisionId::from_uuid)?,
        person_id: dossier.person.id,
        year: dossier.year,
        registration_id: dossier.registration.as_ref().map(|registration| registration.id),
        pack_name: dossier.pack.name().to_owned(),
        pack_hash: dossier.pack.hash().to_owned(),
        inputs: serde_json::to_string(&facts).map_err(refusals::internal)?,
        inputs_hash: uploads::sha256(canonical.as_bytes()),
        result: serde_json::to_string(&assessment).map_err(refusals::internal)?,
        explanation_hash: uploads::sha256(explanation.as_bytes()),
        explanation,
        decided_by: actor.person,
        decided_at: act.now(),
        supersedes_reason: latest.as_ref().map(|_| why.to_owned()),
        supersedes: latest.map(|latest| latest.id),
    };
    packs::keep_text(act, &dossier.pack).await?;
    store::decisions::insert(&mut act.tx, &decision).await.map_err(refusals::store)?;
    Ok(decision.id)
}
