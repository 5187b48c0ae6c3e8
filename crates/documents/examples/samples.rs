//! Leaves certificates and a summary form in a folder to look at: `cargo run -p documents --example samples FOLDER`.
//! How fast they are set is measured by `cargo bench -p documents`.

use std::path::Path;

use documents::certificate::{self, CertificateContent};
use documents::summary_form::{self, SummaryFormContent, SummaryRow};
use jiff::civil::date;
use policy::Hours;

fn main() {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("which folder? cargo run -p documents --example samples FOLDER");
        return;
    };
    leave_samples(Path::new(&folder));
}

fn leave_samples(folder: &Path) {
    let leave = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("the folder can be written");
    leave("certificate.pdf", &certificate::render(&content(0)).expect("rendered"));
    let line = |at: usize| (format!("第{at}项：全国高等学校信息化教学能力提升高级研修班"), "12 学时".to_owned());
    let long = CertificateContent { lines: (1..=12).map(line).collect(), ..content(1) };
    let sample = CertificateContent { sample: true, holder: "孙𡥧".to_owned(), ..content(2) };
    leave("certificate-sample.pdf", &certificate::render(&sample).expect("rendered"));
    leave("certificate-long.pdf", &certificate::render(&long).expect("rendered"));
    leave("summary-form.pdf", &summary_form::render(&form()).expect("rendered"));
}

fn content(at: u32) -> CertificateContent {
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    CertificateContent {
        kind_name: "专业技术人员继续教育合格证书".to_owned(),
        number: format!("A2026-7K3M-9QXT-{at:04}-Z8"),
        holder: "白海强".to_owned(),
        id_number_masked: "990*************71".to_owned(),
        unit: "电子工程与自动化学院".to_owned(),
        year: 2026,
        lines: vec![line("公需科目", "30 学时"), line("专业科目", "62.5 学时"), line("年度合计", "92.5 学时")],
        statement: "已完成2026年度专业技术人员继续教育规定的学习任务：年度总学时不少于90学时，其中专业科目不少于60学时，登记已经所在单位审验、审批。"
            .to_owned(),
        article: "实施细则第二条、第七条".to_owned(),
        pack_title: "专业技术人员继续教育实施细则（2022年）".to_owned(),
        pack_hash: "4f1d0c9a8b7e6d5c".repeat(4),
        sample: false,
        issued_on: date(2026, 11, 23),
        issuer: "桂林某高校人事处".to_owned(),
        check_url: format!("https://xueshi.example.edu.cn/certificates/A2026-7K3M-9QXT-{at:04}-Z8"),
    }
}

fn form() -> SummaryFormContent {
    let row = |no, category: &str, kind: &str, title: &str, organiser: &str, amount: &str, hours, evidence: &[&str]| {
        SummaryRow {
            no,
            category: category.to_owned(),
            kind: kind.to_owned(),
            title: title.to_owned(),
            organiser: organiser.to_owned(),
            dates: "2026年7月6日至7月9日".to_owned(),
            amount: amount.to_owned(),
            applied: Some(Hours::from_hundredths(hours)),
            verified: (no == 1).then(|| Hours::from_hundredths(hours)),
            evidence: evidence.iter().map(|name| (*name).to_owned()).collect(),
        }
    };
    SummaryFormContent {
        year: 2026,
        number: "2026-000123".to_owned(),
        name: "孙𡥧".to_owned(),
        staff_number: "20010001".to_owned(),
        unit: "电子工程与自动化学院".to_owned(),
        title: "副教授".to_owned(),
        rows: vec![
            row(
                1,
                "培训进修",
                "线下培训",
                "高校教师信息化教学能力提升研修班",
                "全国高校教师网络培训中心",
                "8 个半天",
                3200,
                &["结业证书", "培训通知（含日程）"],
            ),
            row(2, "自学", "学习强国", "学习强国平台学习", "", "1250 积分", 1000, &["积分截图"]),
            row(
                3,
                "学术交流",
                "国内学术会议",
                "全国人工智能与教育学术年会，分会场报告《小样本学习在课堂评价中的应用》",
                "中国人工智能学会",
                "1 次",
                1250,
                &["会议通知", "参会证明", "论文首页"],
            ),
        ],
        total_applied: Hours::from_hundredths(5450),
        total_verified: None,
        sample: true,
        pack_title: "专业技术人员继续教育实施细则（2022年）".to_owned(),
    }
}
