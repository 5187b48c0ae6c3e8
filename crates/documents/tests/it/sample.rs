//! What a certificate says in tests, samples and measurements. All people are fictional.

use documents::certificate::CertificateContent;
use jiff::civil::date;

/// The number of the certificate.
pub(crate) const NUMBER: &str = "A2026-7K3M-9QXT-4HWD-Z8";
/// The address in its code.
pub(crate) const CHECK_URL: &str = "https://xueshi.example.edu.cn/certificates/A2026-7K3M-9QXT-4HWD-Z8";

/// An annual certificate of this holder.
pub(crate) fn certificate(holder: &str) -> CertificateContent {
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    CertificateContent {
        kind_name: "专业技术人员继续教育合格证书".to_owned(),
        number: NUMBER.to_owned(),
        holder: holder.to_owned(),
        id_number_masked: "990*************71".to_owned(),
        unit: "计算机与信息安全学院".to_owned(),
        year: 2026,
        lines: vec![line("公需科目", "30 学时"), line("专业科目", "62.5 学时"), line("年度合计", "92.5 学时")],
        statement:
            "已完成2026年度专业技术人员继续教育规定的学习任务，总学时不少于90学时，其中专业科目不少于总学时的三分之二。"
                .to_owned(),
        article: "第七条".to_owned(),
        pack_title: "专业技术人员继续教育实施细则（2022年）".to_owned(),
        pack_hash: "4f1d0c9a8b7e6d5c".repeat(4),
        sample: false,
        issued_on: date(2026, 11, 23),
        issuer: "桂林某高校人事处".to_owned(),
        check_url: CHECK_URL.to_owned(),
    }
}
