//! Files that are refused, each with what is wrong, what is safe and what to do next.

use actions::registrations;
use domain::{
    evidence::{FILE_BYTES_MAX, FILES_MAX},
    refusal::RefusalKind,
};
use std::io::Cursor;

use crate::{
    act,
    world::{YEAR, pdf, sealed, worlds},
};

/// A file as somebody sends it.
pub(crate) async fn sent(name: &str, bytes: Vec<u8>) -> actions::SentFile {
    actions::SentFile::new(name, bytes).await.expect("a digest")
}

fn picture(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn cut(bytes: Vec<u8>) -> Vec<u8> {
    let keep = bytes.len() - 16;
    bytes.into_iter().take(keep).collect()
}

fn active_pdf() -> Vec<u8> {
    String::from_utf8_lossy(&pdf())
        .replace("/Type /Catalog", "/Type /Catalog /OpenAction << /S /JavaScript >>")
        .into_bytes()
}

fn huge_pdf() -> Vec<u8> {
    let mut bytes = pdf();
    bytes.resize(FILE_BYTES_MAX + 1, b' ');
    bytes
}

#[tokio::test(flavor = "multi_thread")]
async fn files_are_known_by_their_content() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let item = act!(world, world.teacher, registrations::add_item, id, &world.form("研修", "8")).expect("an item");
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        let refused = [
            ("空.pdf", Vec::new(), "file.empty"),
            ("大.pdf", huge_pdf(), "file.large"),
            ("文字.pdf", "这不是 PDF".as_bytes().to_vec(), "file.type"),
            ("网页.png", b"<html><script></script></html>".to_vec(), "file.type"),
            ("压缩.pdf", b"PK\x03\x04aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_vec(), "file.type"),
            ("半截.pdf", cut(pdf()), "file.truncated"),
            ("半截.png", cut(picture(image::ImageFormat::Png)), "file.truncated"),
            ("半截.jpg", cut(picture(image::ImageFormat::Jpeg)), "file.truncated"),
            ("脚本.pdf", active_pdf(), "file.active"),
        ];
        for (name, bytes, code) in refused {
            let refusal = act!(world, world.teacher, registrations::attach_evidence, item, &need, name, bytes);
            let refusal = refusal.expect_err(name);
            assert_eq!(refusal.code, code, "{name}");
            assert!(refusal.what.contains(name), "the file is named: {refusal}");
            assert!(!refusal.what.is_empty() && !refusal.safe.is_empty() && !refusal.next.is_empty());
        }
        for (name, format) in [("照片.pdf", image::ImageFormat::Jpeg), ("截图.jpg", image::ImageFormat::Png)] {
            let taken = act!(world, world.teacher, registrations::attach_evidence, item, &need, name, picture(format));
            taken.expect("by content, whatever the name says");
        }
        let unknown = act!(world, world.teacher, registrations::attach_evidence, item, "no-such-need", "a.pdf", pdf());
        assert_eq!(unknown.expect_err("no such need").code, "evidence.need");
        let foreign = act!(world, world.colleague, registrations::attach_evidence, item, &need, "a.pdf", pdf());
        assert_eq!(foreign.expect_err("foreign").kind, RefusalKind::NotFound);
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        let types: Vec<_> = view.items[0].evidence.iter().map(|file| file.media_type.as_str()).collect();
        assert_eq!(types.len(), 2);
        assert!(types.contains(&"image/jpeg") && types.contains(&"image/png"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_files_are_enough() {
    for world in worlds().await {
        let id = act!(world, world.teacher, registrations::open, YEAR).expect("a registration");
        let item = act!(world, world.teacher, registrations::add_item, id, &world.form("研修", "8")).expect("an item");
        let need = world.reviewed_kind().evidence.first().expect("a need").id.clone();
        for _ in 0..FILES_MAX {
            act!(world, world.teacher, registrations::attach_evidence, item, &need, "a.pdf", sealed()).expect("taken");
        }
        let before = (world.files(), world.events().await);
        // Other bytes, which would be kept beside those that are there.
        let refused = act!(world, world.teacher, registrations::attach_evidence, item, &need, "b.pdf", sealed());
        assert_eq!(refused.expect_err("one too many").kind, RefusalKind::TooLarge);
        assert_eq!((world.files(), world.events().await), before, "nothing of it is kept");
        let view = act!(world, world.teacher, registrations::show, id).expect("the page");
        assert_eq!(view.items[0].evidence.len(), FILES_MAX);
        assert!(view.items[0].evidence.iter().all(|file| file.file_name == "a.pdf"));
    }
}
