//! Whether bytes are a document of Word, Excel or PowerPoint in their open formats, whole, and without anything that runs when
//! it is opened. Looking stores nothing and runs nothing.

use std::{
    borrow::Cow,
    io::{Cursor, Read},
};

use domain::refusal::Refusal;
use zip::ZipArchive;

use super::{bad, broken, cut_off};

/// The part that each sort of document has, and its media type.
const SORTS: [(&str, &str); 3] = [
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
];
/// What names the parts of any such document.
const CONTENT_TYPES: &str = "[Content_Types].xml";
/// Names of parts that run when the document is opened.
const RUNS: [&str; 3] = ["vbaproject.bin", "macrosheets/", "activex/"];
/// The most parts of a document.
const PARTS_MAX: usize = 5_000;
/// The largest main part, unpacked.
const MAIN_BYTES_MAX: u64 = 100 * 1024 * 1024;
/// How documents begin that are old or need a password.
const OLD: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Whether this is an archive, as open documents are.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// Whether this is a document in an old format, or one that needs a password.
pub(super) fn is_old(bytes: &[u8]) -> bool {
    bytes.starts_with(&OLD)
}

/// The media type of a document that can be kept.
pub(super) fn check(bytes: &[u8]) -> Result<&'static str, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| cut_off())?;
    let names = archive.file_names().map(|name| name.map(Cow::into_owned)).collect::<Result<Vec<_>, _>>();
    let names = names.map_err(|_| broken())?;
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    let sort = SORTS.iter().find(|(main, _)| has(main)).filter(|_| has(CONTENT_TYPES));
    let Some((main, media_type)) = sort else { return Err(other_type()) };
    if names.len() > PARTS_MAX {
        return Err(broken());
    }
    let runs = |name: &String| RUNS.iter().any(|part| name.to_ascii_lowercase().contains(part));
    if names.iter().any(runs) {
        return Err(bad(
            "file.active",
            "这个文档带有宏或控件，打开时会运行程序。",
            "请另存为不带宏的 docx、xlsx 或 pptx，或导出为 PDF 后上传。",
        ));
    }
    let part = archive.by_name(main).map_err(|_| broken())?;
    let mut unpacked = part.take(MAIN_BYTES_MAX + 1);
    let size = std::io::copy(&mut unpacked, &mut std::io::sink()).map_err(|_| broken())?;
    if size == 0 || size > MAIN_BYTES_MAX { Err(broken()) } else { Ok(media_type) }
}

/// Neither of the sorts that a lesson can have.
pub(super) fn other_type() -> Refusal {
    bad(
        "file.type",
        "这个文件不是 PDF、JPG、PNG，也不是 Word、Excel 或 PowerPoint 文档（按文件内容判断，改后缀名没有用）。",
        "请另存为 PDF、docx、xlsx 或 pptx 后上传。",
    )
}

/// In a format that can hide what it runs.
pub(super) fn old_format() -> Refusal {
    bad(
        "file.old-format",
        "这是旧格式的 Office 文档，或者设了打开密码，无法检查。",
        "请用 Office 或 WPS 打开，另存为不加密码的 docx、xlsx 或 pptx，再上传。",
    )
}
