//! Issuing a certificate (article 7): only when the assessment says so; what it rests on is kept as it was.

use documents::{DocumentError, certificate::CertificateContent};
use domain::{
    access::Deed,
    audit::{Event, EventKind},
    certificate::{Certificate, CertificateKind, number},
    decision::KeptDecision,
    document::{Document, DocumentKind},
    ids::{CertificateId, DecisionId, DocumentId, PersonId},
    refusal::{NOTHING_CHANGED, Refusal},
};
use policy::{Assessment, Outcome};

use super::statement::Statement;
use crate::{Act, dossier::Dossier, files, load, random, refusals, uploads};

/// Issues a certificate of the actor's own, or (by personnel) of another person. The one that exists is returned.
///
/// # Errors
/// `Conflict` with the reasons and their articles when the year does not earn it; `Invalid` when a character of the
/// name cannot be printed; `NotFound` for whoever may not see the person.
pub async fn issue(
    act: &mut Act,
    person: Option<PersonId>,
    kind: CertificateKind,
    year: i16,
) -> Result<Certificate, Refusal> {
    let actor = act.signed_in()?;
    let person = load::person(act, person.unwrap_or(actor.person), Deed::IssueCertificate).await?;
    let held = store::certificates::of_person(&mut act.tx, person.id).await.map_err(refusals::store)?;
    let current = held.into_iter().find(|held| held.kind == kind && held.year == year && held.revoked_at.is_none());
    if let Some(current) = current {
        return Ok(current);
    }
    let dossier = Dossier::load(act, person, year).await?;
    let assessment = policy::assess(&dossier.pack, &dossier.facts());
    earned(kind, &assessment)?;
    let decision = keep_decision(act, &dossier).await?;
    let statement = Statement::new(kind, &dossier, &assessment, &act.app.issuer, decision.to_string());
    let certificate = print(act, kind, &dossier, &statement).await?;
    store::certificates::insert(&mut act.tx, &certificate).await.map_err(refusals::store)?;
    let values = [("kind", kind.label()), ("number", &certificate.number)];
    act.record(&Event::new(EventKind::CertificateIssued, certificate.id.subject(), &values)).await?;
    Ok(certificate)
}

fn earned(kind: CertificateKind, assessment: &Assessment) -> Result<(), Refusal> {
    let line = assessment.certificates.iter().find(|line| line.id == kind.as_str());
    if line.is_some_and(|line| line.outcome == Outcome::Satisfied) {
        return Ok(());
    }
    let reasons: String =
        line.map_or_else(String::new, |line| line.reasons.iter().map(|reason| reason.text.as_str()).collect());
    Err(Refusal::conflict(
        "certificate.not-earned",
        format!("还不能生成{}。{reasons}", kind.label()),
        "请在年度账里查看还差什么，完成后再来生成。",
    )
    .with_article("第七条"))
}

/// Prints the document and stores it; its bytes never change.
async fn print(
    act: &mut Act,
    kind: CertificateKind,
    dossier: &Dossier,
    statement: &Statement,
) -> Result<Certificate, Refusal> {
    let number = number(kind, dossier.year, random::bytes()?);
    let content = CertificateContent {
        kind_name: statement.kind_name.clone(),
        number: number.clone(),
        holder: dossier.person.name.clone(),
        id_number_masked: dossier.person.id_number_masked.clone(),
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
        check_url: format!("{}/certificates/{number}", act.app.base_url()),
    };
    let rendered = tokio::task::spawn_blocking(move || documents::certificate::render(&content)).await;
    let bytes = rendered.map_err(refusals::internal)?.map_err(cannot_print)?;
    let document = keep_document(act, &number, dossier.person.id, bytes).await?;
    Ok(Certificate {
        id: act.new_id(CertificateId::from_uuid)?,
        number,
        kind,
        person_id: dossier.person.id,
        holder: dossier.person.name.clone(),
        year: dossier.year,
        statement_json: statement.to_json()?,
        pack_name: dossier.pack.name().to_owned(),
        pack_hash: dossier.pack.hash().to_owned(),
        issued_at: act.now(),
        sha256: document.sha256,
        document: document.id,
        revoked_at: None,
        revoked_reason: None,
    })
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
    files::keep(&act.app, &document.path, bytes).await?;
    store::documents::insert(&mut act.tx, &document).await.map_err(refusals::store)?;
    Ok(document)
}

/// Keeps the assessment of a year as it is now, with what it replaces.
pub(crate) async fn keep_decision(act: &mut Act, dossier: &Dossier) -> Result<DecisionId, Refusal> {
    let actor = act.signed_in()?;
    let facts = dossier.facts();
    let (assessment, explanation) = policy::explain(&dossier.pack, &facts);
    let inputs = serde_json::to_vec(&facts).map_err(refusals::internal)?;
    let latest =
        store::decisions::latest(&mut act.tx, dossier.person.id, dossier.year).await.map_err(refusals::store)?;
    let decision = KeptDecision {
        id: act.new_id(DecisionId::from_uuid)?,
        person_id: dossier.person.id,
        year: dossier.year,
        registration_id: dossier.registration.as_ref().map(|registration| registration.id),
        pack_name: dossier.pack.name().to_owned(),
        pack_hash: dossier.pack.hash().to_owned(),
        inputs_hash: uploads::sha256(&inputs),
        result: serde_json::to_string(&assessment).map_err(refusals::internal)?,
        explanation: explanation.to_chinese(),
        decided_by: actor.person,
        decided_at: act.now(),
        supersedes: latest.map(|latest| latest.id),
    };
    store::decisions::insert(&mut act.tx, &decision).await.map_err(refusals::store)?;
    Ok(decision.id)
}

/// Why a document could not be printed, for the person.
pub(crate) fn cannot_print(error: DocumentError) -> Refusal {
    match error {
        DocumentError::MissingGlyph(missing) => {
            let missing: String = missing.iter().map(|character| format!("“{character}”")).collect();
            Refusal::invalid(
                "document.glyph",
                format!("字体里没有这些字：{missing}，印出来会是空白。"),
                NOTHING_CHANGED,
                "请联系人事处安装含有这些字的字体，或核对是不是输入了特殊符号。",
            )
        }
        other => refusals::internal(other),
    }
}
