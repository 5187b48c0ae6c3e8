//! The certificate that a person prints and anyone can check (article 7): one A4 page. Must not decide who gets one.

use domain::clock::chinese_date;
use jiff::civil::Date;
use typst::foundations::{Dict, Value};
use typst_pdf::PdfStandard;

use crate::typesetting::{Template, fields, list, text, typeset};
use crate::{DocumentError, qr};

static TEMPLATE: Template = Template {
    name: "certificate.typ",
    source: include_str!("../templates/certificate.typ"),
    standards: &[PdfStandard::A_2b],
};

/// How closely the page may be set when the text is long, from generous to tight.
const DENSITIES: [i64; 3] = [0, 1, 2];

/// Characters of the pack's hash that are printed.
const HASH_SHOWN: usize = 16;

/// Everything that stands on a certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateContent {
    /// The large title, such as 专业技术人员继续教育合格证书.
    pub kind_name: String,
    /// The certificate number as people type it.
    pub number: String,
    /// Name of the holder.
    pub holder: String,
    /// The holder's identity number, already masked.
    pub id_number_masked: String,
    /// The holder's unit.
    pub unit: String,
    /// The calendar year that the certificate speaks of.
    pub year: i16,
    /// The hours or results, as label and value.
    pub lines: Vec<(String, String)>,
    /// What is attested, one sentence or a few.
    pub statement: String,
    /// The article that it rests on.
    pub article: String,
    /// Title of the policy pack that it was computed with.
    pub pack_title: String,
    /// Hash of that pack, 64 hexadecimal digits; the first sixteen are printed.
    pub pack_hash: String,
    /// Whether sample numbers went into it: the page then says 示例标准 large.
    pub sample: bool,
    /// Day of issue in Asia/Shanghai.
    pub issued_on: Date,
    /// Who issues it.
    pub issuer: String,
    /// Address at which anyone can check it; also in the QR code.
    pub check_url: String,
}

/// Sets the certificate as a PDF/A file of one page. The same content always gives the same bytes.
pub fn render(content: &CertificateContent) -> Result<Vec<u8>, DocumentError> {
    let drawing = qr::drawing(&content.check_url)?;
    for density in DENSITIES {
        let typeset = typeset(&TEMPLATE, inputs(content, &drawing, density), &content.number)?;
        if typeset.pages == 1 {
            return Ok(typeset.pdf);
        }
    }
    Err(DocumentError::TooLong)
}

fn inputs(content: &CertificateContent, drawing: &str, density: i64) -> Dict {
    let line = |(label, value): &(String, String)| list([text(label), text(value)]);
    let hash: String = content.pack_hash.chars().take(HASH_SHOWN).collect();
    fields([
        ("kind_name", text(&content.kind_name)),
        ("number", text(&content.number)),
        ("holder", text(&content.holder)),
        ("id_number", text(&content.id_number_masked)),
        ("unit", text(&content.unit)),
        ("year", Value::Int(content.year.into())),
        ("lines", list(content.lines.iter().map(line))),
        ("statement", text(&content.statement)),
        ("article", text(&content.article)),
        ("pack_title", text(&content.pack_title)),
        ("pack_hash", text(&hash)),
        ("sample", Value::Bool(content.sample)),
        ("issued_on", text(&chinese_date(content.issued_on))),
        ("issued_year", Value::Int(content.issued_on.year().into())),
        ("issued_month", Value::Int(content.issued_on.month().into())),
        ("issued_day", Value::Int(content.issued_on.day().into())),
        ("issuer", text(&content.issuer)),
        ("check_url", text(&content.check_url)),
        ("qr", text(drawing)),
        ("density", Value::Int(density)),
    ])
}
