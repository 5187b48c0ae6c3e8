//! Checking a certificate, by anyone: what it attests, whether it still holds, the holder's name masked.

use domain::{
    certificate::{Certificate, parse_number},
    clock::Instant,
    refusal::Refusal,
};

use super::statement::Statement;
use crate::{Act, refusals};

/// Whether a certificate holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckStatus {
    /// Issued here and not revoked.
    Valid,
    /// Issued here and revoked later.
    Revoked,
    /// Never issued here.
    Unknown,
}

/// What anyone learns about a number. Texts are empty and the year is 0 when it is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateCheck {
    /// Whether it holds.
    pub status: CheckStatus,
    /// The number as issued, or as typed when unknown.
    pub number: String,
    /// The holder's name with all but the first character hidden.
    pub holder_masked: String,
    /// The holder's identity number with its middle hidden, as on paper.
    pub id_number_masked: String,
    /// The holder's unit, as on paper.
    pub unit: String,
    /// Who issued it, as on paper.
    pub issuer: String,
    /// Name of the kind of certificate.
    pub kind_name: String,
    /// The year that it speaks of.
    pub year: i16,
    /// What it states: label and value, the same as on paper.
    pub lines: Vec<(String, String)>,
    /// The sentence, the same as on paper.
    pub statement: String,
    /// The article that it rests on.
    pub article: String,
    /// The pack's name.
    pub pack_name: String,
    /// The pack's title.
    pub pack: String,
    /// The pack's hash, 64 hex digits; paper shows how it begins.
    pub pack_hash: String,
    /// Whether the pack's numbers are samples.
    pub sample: bool,
    /// When it was issued.
    pub issued_at: Option<Instant>,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// Why.
    pub revoked_reason: Option<String>,
}

/// What anyone may learn about a number. The check of a certificate is counted.
///
/// # Errors
/// `Internal` when the database does not answer; an unknown number is no error.
pub async fn check(act: &mut Act, number: &str) -> Result<CertificateCheck, Refusal> {
    let Ok(parsed) = parse_number(number) else { return Ok(unknown(number)) };
    let found = store::certificates::by_number(&mut act.tx, &parsed.number).await.map_err(refusals::store)?;
    let Some(certificate) = found else { return Ok(unknown(&parsed.number)) };
    act.app.checks.add(certificate.id, act.now);
    known(certificate)
}

fn known(certificate: Certificate) -> Result<CertificateCheck, Refusal> {
    let statement = Statement::from_json(&certificate.statement_json)?;
    Ok(CertificateCheck {
        status: if certificate.revoked_at.is_some() { CheckStatus::Revoked } else { CheckStatus::Valid },
        holder_masked: masked(&certificate.holder),
        id_number_masked: statement.id_number_masked,
        unit: statement.unit,
        issuer: statement.issuer,
        kind_name: statement.kind_name,
        year: certificate.year,
        lines: statement.lines,
        statement: statement.sentence,
        article: statement.article,
        pack_name: certificate.pack_name,
        pack: statement.pack_title,
        pack_hash: certificate.pack_hash,
        sample: statement.sample,
        number: certificate.number,
        issued_at: Some(certificate.issued_at),
        revoked_at: certificate.revoked_at,
        revoked_reason: certificate.revoked_reason,
    })
}

fn unknown(number: &str) -> CertificateCheck {
    CertificateCheck {
        status: CheckStatus::Unknown,
        number: number.trim().chars().take(40).collect(),
        holder_masked: String::new(),
        id_number_masked: String::new(),
        unit: String::new(),
        issuer: String::new(),
        kind_name: String::new(),
        year: 0,
        lines: Vec::new(),
        statement: String::new(),
        article: String::new(),
        pack_name: String::new(),
        pack: String::new(),
        pack_hash: String::new(),
        sample: false,
        issued_at: None,
        revoked_at: None,
        revoked_reason: None,
    }
}

/// A name with all but its first character hidden.
fn masked(name: &str) -> String {
    name.chars().enumerate().map(|(place, character)| if place == 0 { character } else { '*' }).collect()
}
