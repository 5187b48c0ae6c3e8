//! The summary form on paper.

use documents::DocumentError;
use documents::summary_form::{SummaryFormContent, SummaryRow, render};
use policy::Hours;

use crate::pdf_text;

fn content(rows: u32) -> SummaryFormContent {
    let row = |no| SummaryRow {
        no,
        category: "培训进修".to_owned(),
        kind: "线下培训".to_owned(),
        title: format!("高校教师信息化教学能力提升研修班（第{no}期）"),
        organiser: "全国高校教师网络培训中心".to_owned(),
        dates: "2026年7月6日至7月9日".to_owned(),
        amount: "8 个半天".to_owned(),
        applied: Some(Hours::from_whole(32)),
        verified: (no % 2 == 1).then(|| Hours::from_hundredths(2850)),
        evidence: vec!["结业证书".to_owned(), "培训通知（含日程）".to_owned()],
    };
    SummaryFormContent {
        year: 2026,
        number: "2026-000123".to_owned(),
        name: "孙𡥧".to_owned(),
        staff_number: "20010001".to_owned(),
        unit: "电子工程与自动化学院".to_owned(),
        title: "副教授".to_owned(),
        rows: (1..=rows).map(row).collect(),
        elsewhere: None,
        total_applied: Hours::from_whole(32 * i64::from(rows)),
        total_verified: None,
        total_counted: None,
        sample: false,
        pack_title: "专业技术人员继续教育实施细则（2022年）".to_owned(),
        declaration: "本人声明：所登记的内容真实，如有不实，愿承担责任".to_owned(),
    }
}

#[test]
fn the_form_has_every_column_and_place_to_sign() {
    let pdf = render(&content(3)).expect("rendered");
    let text = pdf_text(&pdf);
    let parts = [
        "专业科目学时登记汇总表",
        "孙𡥧",
        "主办（发布）单位",
        "起止时间",
        "数量",
        "28.5",
        "96",
        "审验人签名",
        "单位公章",
        "第1页，共1页",
    ];
    for part in parts {
        assert!(text.contains(part), "{part} is missing from {text}");
    }
    // The same declaration as beside the tick of the page; on paper it runs over several lines of its column.
    assert!(text.contains("本人声明：所登记的内容真实"), "{text}");
}

#[test]
fn what_the_caps_leave_is_told_beside_the_sum_that_is_signed() {
    let all = Hours::from_whole(101);
    let capped =
        SummaryFormContent { total_verified: Some(all), total_counted: Some(Hours::from_whole(100)), ..content(3) };
    let text = pdf_text(&render(&capped).expect("rendered")).replace(char::is_whitespace, "");
    assert!(text.contains("101学时，其中按规定计入100学时"), "{text}");
    let plain = SummaryFormContent { total_verified: Some(all), ..content(3) };
    assert!(!pdf_text(&render(&plain).expect("rendered")).contains("其中按规定"));
}

#[test]
fn what_connected_systems_registered_stands_below_the_rows() {
    let elsewhere = Some("行业系统已登记、无需重复登记的 1 项：“甲系统”（编号 HY01）。".to_owned());
    let text = pdf_text(&render(&SummaryFormContent { elsewhere, ..content(0) }).expect("rendered"));
    assert!(text.contains("没有登记项）") && text.contains("（编号HY01）"), "{text}");
}

#[test]
fn long_registrations_run_over_pages_with_their_header() {
    let pdf = render(&content(50)).expect("rendered");
    let text = pdf_text(&pdf);
    assert!(text.matches("佐证材料清单").count() > 2 && text.contains("共5页") && text.contains("1600"), "{text}");
}

#[test]
fn an_empty_registration_can_be_printed() {
    assert!(render(&content(0)).is_ok());
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    assert!(render(&content(2)) == render(&content(2)));
}

#[test]
fn sample_numbers_are_called_so_and_missing_glyphs_named() {
    let pdf = render(&SummaryFormContent { sample: true, ..content(1) }).expect("rendered");
    let text = pdf_text(&pdf);
    assert!(text.contains("示例标准：学时数仅供演示"), "{text}");
    let unknown = SummaryFormContent { unit: "\u{e000}".to_owned(), ..content(1) };
    assert_eq!(render(&unknown), Err(DocumentError::MissingGlyph(vec!['\u{e000}'])));
}
