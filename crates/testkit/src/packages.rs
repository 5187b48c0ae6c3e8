//! Packages of SCORM 1.2 for tests, good ones and such as no honest tool makes. Must not know how they are judged.

use std::io::{Cursor, Write};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

/// A manifest with one unit that begins at this address.
#[must_use]
pub fn manifest(href: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <manifest identifier=\"m\" version=\"1.0\" xmlns=\"http://www.imsproject.org/xsd/imscp_rootv1p1p2\" \
         xmlns:adlcp=\"http://www.adlnet.org/xsd/adlcp_rootv1p2\">\n\
         <metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>\n\
         <organizations default=\"o\"><organization identifier=\"o\"><title>示例课件</title>\
         <item identifier=\"i\" identifierref=\"r\"><title>第一单元</title></item></organization></organizations>\n\
         <resources><resource identifier=\"r\" type=\"webcontent\" adlcp:scormtype=\"sco\" href=\"{href}\">\
         <file href=\"{href}\"/></resource></resources></manifest>"
    )
}

/// A page that sets its status when it is asked to.
pub const PAGE: &str = "<!doctype html><html lang=\"zh-CN\"><head><meta charset=\"utf-8\"><title>示例</title></head><body>示例</body></html>";

/// A good package: a manifest, a page and a picture's worth of bytes.
#[must_use]
pub fn good() -> Vec<u8> {
    archive(&[
        ("imsmanifest.xml", manifest("index.html").as_bytes()),
        ("index.html", PAGE.as_bytes()),
        ("data/film.mp4", &(0..=255).cycle().take(4_000).collect::<Vec<u8>>()),
        ("data/说明.txt", "说明".as_bytes()),
    ])
}

/// An archive of these files, compressed.
///
/// # Panics
/// When two have the same name.
#[must_use]
pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("a name of its own");
        writer.write_all(content).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// A good package with a link in it.
///
/// # Panics
/// Never: the names differ.
#[must_use]
pub fn with_link(name: &str, to: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new_append(Cursor::new(good())).expect("an archive");
    writer.add_symlink(name, to, SimpleFileOptions::default()).expect("a name of its own");
    writer.finish().expect("memory").into_inner()
}

/// A good package with one more file, whose name is then changed into another of the same length, as no tool would write it.
///
/// # Panics
/// When the names differ in length.
#[must_use]
pub fn with_name(name: &[u8]) -> Vec<u8> {
    let stand_in = "n".repeat(name.len());
    let mut writer = ZipWriter::new_append(Cursor::new(good())).expect("an archive");
    writer.start_file(&stand_in, SimpleFileOptions::default()).expect("a name of its own");
    writer.write_all(b"x").expect("memory");
    let bytes = writer.finish().expect("memory").into_inner();
    replaced(bytes, stand_in.as_bytes(), name)
}

/// A good package whose last file says that it needs a password.
#[must_use]
pub fn encrypted() -> Vec<u8> {
    let mut bytes = good();
    // Flags stand 6 bytes behind the beginning of a file and 8 behind the beginning of its line in the table of contents.
    for (mark, place) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        if let Some(at) = bytes.windows(4).rposition(|four| four == mark) {
            bytes[at + place] |= 1;
        }
    }
    bytes
}

fn replaced(mut bytes: Vec<u8>, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len(), "names of one length");
    let places: Vec<usize> =
        (0..bytes.len().saturating_sub(old.len())).filter(|at| bytes[*at..].starts_with(old)).collect();
    for at in places {
        bytes[at..at + new.len()].copy_from_slice(new);
    }
    bytes
}
