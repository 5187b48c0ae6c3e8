//! What an upload is, by its content alone: the type, whether it is whole, its digest. Pure; stores nothing.

use std::io::Cursor;

use domain::{evidence::FILE_BYTES_MAX, refusal::Refusal};
use sha2::{Digest, Sha256};

/// The most pixels a picture may have: 60 million.
pub const PICTURE_PIXELS_MAX: u64 = 60_000_000;

const SAFE: &str = "这个文件没有保存，已有的材料都在。";

/// An upload that was looked at and can be kept.
#[derive(Debug, Clone)]
pub(crate) struct Inspected {
    /// The name shown, without folders or control characters.
    pub(crate) file_name: String,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub(crate) media_type: &'static str,
    /// SHA-256 of the content, 64 hexadecimal digits.
    pub(crate) sha256: String,
}

/// Looks at an upload.
///
/// # Errors
/// `TooLarge`, or `Invalid` when it is empty, of another type, cut off, too many pixels, or a PDF with programs in it.
pub(crate) fn inspect(file_name: &str, bytes: &[u8]) -> Result<Inspected, Refusal> {
    if bytes.is_empty() {
        return Err(bad("file.empty", "这个文件是空的（0 字节）。", "请检查原文件能否打开，再重新选择。"));
    }
    if i64::try_from(bytes.len()).is_ok_and(|size| size > FILE_BYTES_MAX) {
        return Err(Refusal::too_large(
            "file.large",
            format!("这个文件有 {} MB，超过单个文件 20 MB 的上限。", bytes.len() / 1024 / 1024),
            SAFE,
            "请压缩图片，或把文件拆成几份再上传。",
        ));
    }
    let media_type = match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some("application/pdf") => pdf(bytes)?,
        Some("image/jpeg") => picture(bytes, "image/jpeg", jpeg_is_whole)?,
        Some("image/png") => picture(bytes, "image/png", png_is_whole)?,
        _ => {
            return Err(bad(
                "file.type",
                "这个文件不是 PDF、JPG 或 PNG（按文件内容判断，改后缀名没有用）。",
                "请另存为 PDF，或拍成照片后上传。",
            ));
        }
    };
    Ok(Inspected { file_name: shown_name(file_name), media_type, sha256: sha256(bytes) })
}

/// SHA-256 of bytes, 64 hexadecimal digits.
#[must_use]
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn bad(code: &'static str, what: &str, next: &str) -> Refusal {
    Refusal::invalid(code, what, SAFE, next)
}

fn cut_off() -> Refusal {
    bad(
        "file.truncated",
        "这个文件不完整，后半部分丢失了。",
        "请检查原文件能否完整打开，再重新上传；如果是下载来的，请重新下载。",
    )
}

fn pdf(bytes: &[u8]) -> Result<&'static str, Refusal> {
    let tail = &bytes[bytes.len().saturating_sub(2048)..];
    if !contains(tail, b"%%EOF") {
        return Err(cut_off());
    }
    let active: [&[u8]; 3] = [b"/JavaScript", b"/Launch", b"/EmbeddedFile"];
    if active.iter().any(|name| contains(bytes, name)) {
        return Err(bad("file.active", "这个 PDF 里带有脚本、程序或附件。", "请用“打印为 PDF”重新生成一份，再上传。"));
    }
    Ok("application/pdf")
}

fn picture(bytes: &[u8], media_type: &'static str, is_whole: fn(&[u8]) -> bool) -> Result<&'static str, Refusal> {
    let dimensions = image::ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .ok()
        .and_then(|reader| reader.into_dimensions().ok());
    let Some((width, height)) = dimensions else {
        return Err(cut_off());
    };
    if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX {
        return Err(bad("file.pixels", "这张图片的像素太多（超过 6000 万）。", "请把图片缩小一些，再上传。"));
    }
    if is_whole(bytes) { Ok(media_type) } else { Err(cut_off()) }
}

/// Walks the segments to the scan, then looks for the end marker: a thumbnail's own end marker does not count.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok()) {
        if marker == 0xDA {
            return contains(&bytes[at..], &[0xFF, 0xD9]);
        }
        at += if marker == 0xFF { 1 } else { 2 + usize::from(u16::from_be_bytes([high, low])) };
    }
    false
}

fn png_is_whole(bytes: &[u8]) -> bool {
    let mut at = 8_usize;
    while let Some(header) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
        let end = at + 12 + length;
        if end > bytes.len() {
            return false;
        }
        if &header[4..8] == b"IEND" {
            return true;
        }
        at = end;
    }
    false
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

fn shown_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last.chars().filter(|c| !c.is_control()).take(120).collect();
    if clean.trim().is_empty() { "未命名文件".to_owned() } else { clean.trim().to_owned() }
}
