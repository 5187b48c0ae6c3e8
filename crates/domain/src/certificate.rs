//! Holds certificates (article 7) and the numbers that people read off them. Must not make randomness.
//!
//! ```text
//! in force ─revoke─► revoked ─release─► revoked, and another may be issued
//! ```

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    half_width::half_width,
    ids::{CertificateId, DocumentId, PersonId, RegistrationId},
};

mod revocation;

pub use revocation::{Release, may_be_issued};

/// Which certificate of article 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateKind {
    /// The required public course of the year was done.
    PublicExam,
    /// The year's hours were reached and approved.
    Annual,
}

impl CertificateKind {
    /// Both kinds.
    pub const ALL: [Self; 2] = [Self::PublicExam, Self::Annual];

    /// The name under which it is stored, and the identifier in the assessment.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PublicExam => "public-exam",
            Self::Annual => "annual",
        }
    }

    /// The kind stored under a name; `None` for any other name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == code)
    }

    /// What people read where no pack names it; a pack's own name comes first.
    pub fn label(self) -> &'static str {
        match self {
            Self::PublicExam => "专业技术人员继续教育公需科目考试合格证书",
            Self::Annual => "专业技术人员继续教育合格证书",
        }
    }

    fn letter(self) -> char {
        match self {
            Self::PublicExam => 'P',
            Self::Annual => 'A',
        }
    }
}

/// An issued certificate. Its bytes never change; revocation only adds a status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// Identity.
    pub id: CertificateId,
    /// What people read and check, see [`number`]; unique.
    pub number: String,
    /// Which certificate.
    pub kind: CertificateKind,
    /// Whose.
    pub person_id: PersonId,
    /// The holder's name on the day of issue.
    pub holder: String,
    /// The year that it speaks of.
    pub year: i16,
    /// The registration on whose approval it rests; `None` for the public course alone.
    pub registration_id: Option<RegistrationId>,
    /// What it states, as JSON text.
    pub statement_json: String,
    /// The policy pack that it rests on.
    pub pack_name: String,
    /// That pack's content hash, 64 hexadecimal digits.
    pub pack_hash: String,
    /// When it was issued.
    pub issued_at: Instant,
    /// SHA-256 of the document, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The stored document.
    pub document: DocumentId,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// Why.
    pub revoked_reason: Option<String>,
    /// Who let another be issued after the revocation.
    pub release: Option<Release>,
}

/// A number that was read and whose check character fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParsedNumber {
    /// Which certificate.
    pub kind: CertificateKind,
    /// The year that it speaks of.
    pub year: i16,
    /// The number as it was issued, with its hyphens.
    pub number: String,
}

/// Why a text is not a certificate number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberProblem {
    /// Wrong length, letter or year.
    #[error("证书编号应为 1 个字母、4 位年份和 17 个字符，例如 A2026-7K3M-9QXT-0000-00000")]
    Shape,
    /// A character was misread or two were swapped.
    #[error("证书编号的校验位不符，可能抄错了一个字符，请对照证书再输入一次")]
    Check,
}

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_CHARACTERS: usize = 16;

/// The number of a new certificate, such as `A2026-7K3M-9QXT-2H4V-8ZC1D`: a letter for the kind, the year, 80 random
/// bits in base 32 and a check character that catches every single wrong character and every swap of neighbours.
pub fn number(kind: CertificateKind, year: i16, random: [u8; 10]) -> String {
    let bits = random.iter().fold(0u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let mut body = format!("{}{:04}", kind.letter(), year.clamp(0, 9999));
    for place in (0..RANDOM_CHARACTERS).rev() {
        body.push(symbol(((bits >> (5 * place)) & 31) as u8));
    }
    let check = times_alpha(remainder(&body).unwrap_or(0));
    body.push(symbol(check));
    hyphenated(&body)
}

/// Reads a number as people type it: any case, with or without hyphens and spaces, O for 0, I and L for 1, in full width as
/// Chinese input methods write, or the address that stands on the certificate.
///
/// # Errors
/// Says whether the shape or the check character is wrong.
pub fn parse_number(text: &str) -> Result<ParsedNumber, NumberProblem> {
    let text = half_width(text);
    let number = text.trim().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let body: String = number.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '－' | '—' | '–')).collect();
    let body: String = body
        .to_uppercase()
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    if body.len() != 5 + RANDOM_CHARACTERS + 1 || !body.is_ascii() {
        return Err(NumberProblem::Shape);
    }
    let kind =
        CertificateKind::ALL.into_iter().find(|kind| body.starts_with(kind.letter())).ok_or(NumberProblem::Shape)?;
    let year = body[1..5].parse().map_err(|_| NumberProblem::Shape)?;
    match remainder(&body) {
        None => Err(NumberProblem::Shape),
        Some(0) => Ok(ParsedNumber { kind, year, number: hyphenated(&body) }),
        Some(_) => Err(NumberProblem::Check),
    }
}

fn hyphenated(body: &str) -> String {
    format!("{}-{}-{}-{}-{}", &body[..5], &body[5..9], &body[9..13], &body[13..17], &body[17..])
}

fn symbol(value: u8) -> char {
    char::from(ALPHABET[usize::from(value & 31)])
}

/// The text as a polynomial over the field of 32 elements, at the generator: zero for a number with its check
/// character. `None` when a character is outside the alphabet.
fn remainder(body: &str) -> Option<u8> {
    body.bytes().try_fold(0u8, |sum, byte| {
        let value = ALPHABET.iter().position(|symbol| *symbol == byte)?;
        Some(times_alpha(sum) ^ u8::try_from(value).ok()?)
    })
}

/// Multiplies by the generator of the field of 32 elements, x⁵ + x² + 1.
fn times_alpha(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { (shifted ^ 0b10_0101) & 31 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> String {
        number(CertificateKind::Annual, 2026, [0x12, 0x34, 0x56, 0x78, 0x9a, 0xbc, 0xde, 0xf0, 0x11, 0x27])
    }

    #[test]
    fn a_number_reads_back_however_it_is_typed() {
        let printed = sample();
        assert_eq!(printed.len(), 26);
        assert!(printed.starts_with("A2026-"));
        let full_width: String =
            printed.chars().filter_map(|character| char::from_u32(u32::from(character) + 0xFEE0)).collect();
        let address = format!("https://xueshi.example.edu.cn/certificates/{printed}");
        let plain = [printed.clone(), printed.to_lowercase(), printed.replace('-', " "), printed.replace('-', "")];
        for typed in plain.into_iter().chain([full_width, address]) {
            let parsed = parse_number(&typed).expect("a valid number");
            assert_eq!((parsed.kind, parsed.year, &parsed.number), (CertificateKind::Annual, 2026, &printed));
        }
        let other = number(CertificateKind::PublicExam, 2024, [0; 10]);
        assert_eq!(parse_number(&other.replace('0', "O")).expect("a valid number").kind, CertificateKind::PublicExam);
    }

    #[test]
    fn every_single_slip_and_every_swap_of_neighbours_is_found() {
        let body: Vec<char> = sample().chars().filter(|c| *c != '-').collect();
        for place in 5..body.len() {
            for other in ALPHABET.iter().map(|byte| char::from(*byte)).filter(|c| *c != body[place]) {
                let mut wrong = body.clone();
                wrong[place] = other;
                assert_eq!(parse_number(&wrong.iter().collect::<String>()), Err(NumberProblem::Check));
            }
            if body[place] != body[place - 1] {
                let mut wrong = body.clone();
                wrong.swap(place, place - 1);
                assert!(parse_number(&wrong.iter().collect::<String>()).is_err());
            }
        }
    }

    #[test]
    fn anything_else_is_not_a_number() {
        for text in ["", "A2026", "B2026-0000-0000-0000-00000", "证书", "A20X6-0000-0000-0000-00000"] {
            assert_eq!(parse_number(text), Err(NumberProblem::Shape));
        }
    }
}
