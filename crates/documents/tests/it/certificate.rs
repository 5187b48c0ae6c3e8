//! The certificate on paper.

use documents::DocumentError;
use documents::certificate::{CertificateContent, render};
use domain::training_year::THEME_CHARS_MAX;

use crate::{
    pdf_text, poppler,
    sample::{CHECK_URL, certificate},
};

#[test]
fn the_page_says_what_it_was_given() {
    let pdf = render(&certificate("白海强")).expect("rendered");
    let text = pdf_text(&pdf);
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
    let first = render(&certificate("孙𡥧")).expect("rendered");
    let others: Vec<_> = std::thread::scope(|scope| {
        let run = |name: &'static str| scope.spawn(move || render(&certificate(name)).expect("rendered"));
        let handles = [run("孙𡥧"), run("白海强"), run("孙𡥧")];
        handles.into_iter().map(|handle| handle.join().expect("no panic")).collect()
    });
    assert!(first == others[0] && first == others[2]);
    assert!(first != others[1]);
}

#[test]
fn rare_names_are_printed_with_embedded_fonts() {
    for holder in ["龙㛃", "周䶮", "李𬭚", "苏𫖮", "黄𬱖", "孙𡥧"] {
        let pdf = render(&certificate(holder)).expect(holder);
        let text = pdf_text(&pdf);
        assert!(text.contains(holder), "{holder} is missing from {text}");
    }
    let pdf = render(&certificate("孙𡥧")).expect("rendered");
    let fonts = poppler("pdffonts", &[], &pdf);
    let fonts = String::from_utf8_lossy(&fonts);
    assert!(fonts.contains("HanaMinB") && fonts.contains("NotoSerifSC"), "{fonts}");
}

#[test]
fn a_character_without_a_glyph_is_refused_by_name() {
    let error = render(&certificate("周\u{e863}")).expect_err("private use");
    assert_eq!(error, DocumentError::MissingGlyph(vec!['\u{e863}']));
    assert!(error.to_string().contains("U+E863"));
}

#[test]
fn a_name_is_never_code() {
    let holder = r##"#panic("x") "引" *粗* $1$ \u{41} <a> @b // c"##;
    let pdf = render(&certificate(holder)).expect("plain text");
    let text = pdf_text(&pdf);
    assert!(text.contains(r##"#panic("x")"引"*粗*$1$\u{41}<a>@b//c"##), "{text}");
}

#[test]
fn a_sample_says_so() {
    let pdf = render(&CertificateContent { sample: true, ..certificate("白海强") }).expect("rendered");
    let text = pdf_text(&pdf);
    assert!(text.contains("示例标准：所用学时数仅供演示"), "{text}");
}

#[test]
fn long_texts_are_set_tighter_and_endless_ones_refused() {
    let line = |at: usize| (format!("第{at}项：全国高等学校信息化教学能力提升高级研修班"), "12 学时".to_owned());
    let long = CertificateContent { lines: (1..=12).map(line).collect(), ..certificate("阿依古丽·买买提") };
    let pdf = render(&long).expect("fits");
    let text = pdf_text(&pdf);
    assert!(text.contains("第12项"), "{text}");
    let endless = CertificateContent { statement: "学".repeat(5000), ..certificate("白海强") };
    assert_eq!(render(&endless), Err(DocumentError::TooLong));
}

#[test]
fn the_longest_theme_stands_on_a_certificate_that_looks_like_the_others() {
    let line = |label: &str, value: &str| (label.to_owned(), value.to_owned());
    let of = |theme: &str| {
        let lines = vec![line("课程", theme), line("学时", "15 学时"), line("考试结果", "合格")];
        pdf_text(&render(&CertificateContent { lines, ..certificate("阿依古丽·买买提") }).expect("fits"))
    };
    let theme: String = "人工智能与专业发展".chars().cycle().take(THEME_CHARS_MAX).collect();
    let (short, long) = (of("人工智能"), of(&theme));
    assert_eq!(long.matches('展').count(), theme.matches('展').count(), "all of it: {long}");
    // Where there is no room for tiles, dots lead from each label to its value.
    assert!(!short.contains("···") && !long.contains("···"), "{long}");
}

#[test]
fn the_code_on_the_page_leads_to_the_check() {
    let pdf = render(&certificate("白海强")).expect("rendered");
    let picture = poppler("pdftoppm", &["-gray", "-r", "200"], &pdf);
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
