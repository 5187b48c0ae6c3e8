//! The certificate on paper.

use documents::DocumentError;
use documents::certificate::{CertificateContent, render};
use jiff::civil::date;

use crate::{pdf_text, poppler};

const CHECK_URL: &str = "https://xueshi.example.edu.cn/certificates/A2026-7K3M-9QXT-4HWD-Z8";

fn content(holder: &str) -> CertificateContent {
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    CertificateContent {
        kind_name: "专业技术人员继续教育合格证书".to_owned(),
        number: "A2026-7K3M-9QXT-4HWD-Z8".to_owned(),
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
        pack_hash: "4f1d0c9a8b7e6d5c4f1d0c9a8b7e6d5c4f1d0c9a8b7e6d5c4f1d0c9a8b7e6d5c".to_owned(),
        sample: false,
        issued_on: date(2026, 11, 23),
        issuer: "桂林某高校人事处".to_owned(),
        check_url: CHECK_URL.to_owned(),
    }
}

#[test]
fn the_page_says_what_it_was_given() {
    let pdf = render(&content("白海强")).expect("rendered");
    let Some(text) = pdf_text(&pdf) else { return };
    for part in [
        "白海强",
        "62.5学时",
        "第七条",
        "A2026-7K3M-9QXT-4HWD-Z8",
        "2026年11月23日",
        "4f1d0c9a8b7e6d5c",
        "990*************71",
    ] {
        assert!(text.contains(part), "{part} is missing from {text}");
    }
    assert!(!text.contains("示例标准"));
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let first = render(&content("孙𡥧")).expect("rendered");
    let others: Vec<_> = std::thread::scope(|scope| {
        let run = |name: &'static str| scope.spawn(move || render(&content(name)).expect("rendered"));
        let handles = [run("孙𡥧"), run("白海强"), run("孙𡥧")];
        handles.into_iter().map(|handle| handle.join().expect("no panic")).collect()
    });
    assert!(first == others[0] && first == others[2]);
    assert!(first != others[1]);
}

#[test]
fn rare_names_are_printed_with_embedded_fonts() {
    for holder in ["龙㛃", "周䶮", "李𬭚", "苏𫖮", "黄𬱖", "孙𡥧"] {
        let pdf = render(&content(holder)).expect(holder);
        let Some(text) = pdf_text(&pdf) else { return };
        assert!(text.contains(holder), "{holder} is missing from {text}");
    }
    let pdf = render(&content("孙𡥧")).expect("rendered");
    let Some(fonts) = poppler("pdffonts", &[], &pdf) else { return };
    let fonts = String::from_utf8_lossy(&fonts);
    assert!(fonts.contains("HanaMinB") && fonts.contains("NotoSerifSC"), "{fonts}");
}

#[test]
fn a_character_without_a_glyph_is_refused_by_name() {
    let error = render(&content("周\u{e863}")).expect_err("private use");
    assert_eq!(error, DocumentError::MissingGlyph(vec!['\u{e863}']));
    assert!(error.to_string().contains("U+E863"));
}

#[test]
fn a_name_is_never_code() {
    let holder = r##"#panic("x") "引" *粗* $1$ \u{41} <a> @b // c"##;
    let pdf = render(&content(holder)).expect("plain text");
    let Some(text) = pdf_text(&pdf) else { return };
    assert!(text.contains(r##"#panic("x")"引"*粗*$1$\u{41}<a>@b//c"##), "{text}");
}

#[test]
fn a_sample_says_so() {
    let pdf = render(&CertificateContent { sample: true, ..content("白海强") }).expect("rendered");
    let Some(text) = pdf_text(&pdf) else { return };
    assert!(text.contains("示例标准：所用学时数仅供演示"), "{text}");
}

#[test]
fn long_texts_are_set_tighter_and_endless_ones_refused() {
    let line = |at: usize| (format!("第{at}项：全国高等学校信息化教学能力提升高级研修班"), "12 学时".to_owned());
    let long = CertificateContent { lines: (1..=12).map(line).collect(), ..content("阿依古丽·买买提") };
    let pdf = render(&long).expect("fits");
    if let Some(text) = pdf_text(&pdf) {
        assert!(text.contains("第12项"), "{text}");
    }
    let endless = CertificateContent { statement: "学".repeat(5000), ..content("白海强") };
    assert_eq!(render(&endless), Err(DocumentError::TooLong));
}

#[test]
fn the_code_on_the_page_leads_to_the_check() {
    let pdf = render(&content("白海强")).expect("rendered");
    let Some(picture) = poppler("pdftoppm", &["-gray", "-r", "200"], &pdf) else { return };
    let (width, height, pixels) = grey_picture(&picture);
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
    let found: Vec<String> =
        image.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect();
    assert_eq!(found, [CHECK_URL]);
}

/// Width, height and pixels of a binary PGM picture.
fn grey_picture(picture: &[u8]) -> (usize, usize, &[u8]) {
    let mut rest = picture;
    let mut word = || {
        let end = rest.iter().position(u8::is_ascii_whitespace).expect("a header word");
        let (word, tail) = rest.split_at(end);
        rest = &tail[1..];
        String::from_utf8_lossy(word).into_owned()
    };
    let header = [word(), word(), word(), word()];
    assert_eq!((header[0].as_str(), header[3].as_str()), ("P5", "255"));
    (header[1].parse().expect("width"), header[2].parse().expect("height"), rest)
}
