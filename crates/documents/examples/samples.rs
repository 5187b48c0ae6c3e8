//! Leaves certificates and a summary form in a folder to look at: `cargo run -p documents --example samples FOLDER`.
//! How fast they are set is measured by `cargo bench -p documents`.

#[path = "../tests/it/sample.rs"]
mod sample;

use std::path::Path;

use documents::certificate::{CertificateContent, render};
use documents::summary_form::{self, SummaryFormContent, SummaryRow};
use policy::Hours;
use sample::certificate;

fn main() {
    let Some(folder) = std::env::args().nth(1) else {
        eprintln!("which folder? cargo run -p documents --example samples FOLDER");
        return;
    };
    leave_samples(Path::new(&folder));
}

fn leave_samples(folder: &Path) {
    let leave = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).expect("the folder can be written");
    leave("certificate.pdf", &render(&certificate("白海强")).expect("rendered"));
    let line = |at: usize| (format!("第{at}项：全国高等学校信息化教学能力提升高级研修班"), "12 学时".to_owned());
    let long = CertificateContent { lines: (1..=12).map(line).collect(), ..certificate("白海强") };
    let sample = CertificateContent { sample: true, ..certificate("孙𡥧") };
    leave("certificate-sample.pdf", &render(&sample).expect("rendered"));
    leave("certificate-long.pdf", &render(&long).expect("rendered"));
    leave("summary-form.pdf", &summary_form::render(&form()).expect("rendered"));
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
        elsewhere: Some(
            "截至2026年11月20日，行业系统已登记、无需重复登记的 1 项〔第四条〕，不在上表之内，学时另行计入：\
             “示例行业教育系统”（编号 HY2026-0117）《师德师风专题研修》，2026年5月11日 至 2026年5月15日，20 学时。"
                .to_owned(),
        ),
        total_applied: Hours::from_hundredths(5450),
        total_verified: None,
        total_counted: None,
        sample: true,
        pack_title: "专业技术人员继续教育实施细则（2022年）".to_owned(),
        declaration: "本人声明：所登记的内容和上传的材料真实、准确，如有不实，愿承担责任".to_owned(),
    }
}
