//! What a certificate states, as it is kept beside the document. Must not be computed again after the issue.

use domain::{
    certificate::{Certificate, CertificateKind},
    refusal::Refusal,
};
use policy::{Assessment, CertificateOutcome, PublicFacts};
use serde::{Deserialize, Serialize};

use crate::{dossier::Dossier, refusals};

/// What the certificate calls itself: the pack's name for it on the day of its issue.
#[must_use]
pub fn title(certificate: &Certificate) -> String {
    let stated = Statement::from_json(&certificate.statement_json);
    stated.map_or_else(|_| certificate.kind.label().to_owned(), |statement| statement.kind_name)
}

/// What a certificate states. The holder's name is kept apart, since the public page shows it masked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Statement {
    /// The certificate's name, as the pack says it.
    pub(super) kind_name: String,
    /// The holder's unit.
    pub(super) unit: String,
    /// The holder's identity number with its middle hidden; empty on certificates issued before it was kept here.
    #[serde(default)]
    pub(super) id_number_masked: String,
    /// Label and value, in order.
    pub(super) lines: Vec<(String, String)>,
    /// The sentence.
    pub(super) sentence: String,
    /// The article that it rests on.
    pub(super) article: String,
    /// Title of the pack.
    pub(super) pack_title: String,
    /// Whether the pack's numbers are samples.
    pub(super) sample: bool,
    /// Who issued it.
    pub(super) issuer: String,
    /// The decision that it rests on; empty until it is issued.
    pub(super) decision: String,
}

impl Statement {
    pub(super) fn new(
        kind: CertificateKind,
        dossier: &Dossier,
        assessment: &Assessment,
        earned: &CertificateOutcome,
        issuer: &str,
    ) -> Statement {
        let line = |label: &str, value: String| (label.to_owned(), value);
        let year = dossier.year;
        let facts = dossier.facts();
        let is_required = |course: &PublicFacts| policy::is_required(&dossier.pack, &facts, course);
        let (lines, sentence) = match kind {
            CertificateKind::PublicExam => (
                dossier
                    .public
                    .iter()
                    .filter(|result| result.exam_passed && is_required(&result.facts()))
                    .flat_map(|result| {
                        [line("课程", result.course.clone()), line("学时", format!("{} 学时", result.hours))]
                    })
                    .chain([line("考试结果", "合格".to_owned())])
                    .collect(),
                format!("持证人已完成 {year} 年度公需科目的学习并通过考试。"),
            ),
            CertificateKind::Annual => (
                vec![
                    line("年度总学时", format!("{} 学时", assessment.total)),
                    line("专业科目", format!("{} 学时", assessment.professional)),
                    line("公需科目", format!("{} 学时", assessment.public)),
                ],
                format!("持证人 {year} 年度的总学时和专业科目学时达到规定，学时登记经单位审验和审批。"),
            ),
        };
        Statement {
            kind_name: earned.name.clone(),
            unit: dossier.person.unit_name.clone(),
            id_number_masked: dossier.person.id_number_masked.clone(),
            lines,
            sentence,
            article: earned.article.clone(),
            pack_title: dossier.pack.title().to_owned(),
            sample: dossier.pack.is_sample(),
            issuer: issuer.to_owned(),
            decision: String::new(),
        }
    }

    pub(super) fn to_json(&self) -> Result<String, Refusal> {
        serde_json::to_string(self).map_err(refusals::internal)
    }

    pub(super) fn from_json(text: &str) -> Result<Statement, Refusal> {
        serde_json::from_str(text).map_err(refusals::internal)
    }
}
