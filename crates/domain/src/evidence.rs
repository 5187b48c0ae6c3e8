//! Holds the files that prove an item (article 5) and the limits on them. Must not hold their bytes.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    ids::{EvidenceId, ItemId, RegistrationId},
    refusal::Refusal,
    size,
};

pub use crate::size::{FILE_BYTES_MAX, FILE_MEGABYTES_MAX};

/// The most that files sent at once come to, in megabytes.
pub const FILES_MEGABYTES_MAX: usize = 100;

/// What is safe when an upload is refused: all of its files are looked at before any is kept.
pub const KEPT: &str = "已有的材料都在；这次选择的文件都没有保存。";

/// Most files in one registration.
pub const FILES_MAX: usize = 50;

/// One file that proves one thing about one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Identity.
    pub id: EvidenceId,
    /// The item that it proves.
    pub item_id: ItemId,
    /// The registration that the item belongs to.
    pub registration_id: RegistrationId,
    /// Which piece of evidence of the kind's list this is.
    pub need: String,
    /// The name that the person's file had.
    pub file_name: String,
    /// Media type, found from the content.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: i64,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// When it arrived.
    pub uploaded_at: Instant,
}

impl Evidence {
    /// Where the object store keeps the bytes: by content, so that no name of a person's is part of it.
    pub fn object_path(&self) -> String {
        object_path(&self.sha256)
    }
}

/// Where the object store keeps evidence with this SHA-256 (64 hexadecimal digits).
pub fn object_path(sha256: &str) -> String {
    let (shelf, _) = sha256.split_at_checked(2).unwrap_or((sha256, ""));
    format!("evidence/{shelf}/{sha256}")
}

/// Whether a file may have this many bytes, wherever it is uploaded. Whoever asks knows its name and adds it.
///
/// # Errors
/// Refuses an empty file and a file above [`FILE_BYTES_MAX`].
pub fn fits(bytes: usize) -> Result<(), Refusal> {
    if bytes == 0 {
        let next = "请检查原文件能否打开，再重新选择。";
        return Err(Refusal::invalid("file.empty", "这个文件是空的（0 字节）。", KEPT, next));
    }
    if bytes > FILE_BYTES_MAX {
        let has = size::shown(bytes as u64);
        let what = format!("这个文件有 {has}，超过单个文件 {FILE_MEGABYTES_MAX} MB 的上限。");
        let next = "请压缩图片或扫描件（例如改为 150 dpi 灰度），或把文件拆成几份再上传。";
        return Err(Refusal::too_large("file.large", what, KEPT, next));
    }
    Ok(())
}

/// Whether so many files more may join a registration that has `kept` already.
///
/// # Errors
/// Refuses more than [`FILES_MAX`] files.
pub fn admit(kept: usize, more: usize) -> Result<(), Refusal> {
    if kept.saturating_add(more) <= FILES_MAX {
        return Ok(());
    }
    Err(Refusal::too_large(
        "evidence.too-many",
        format!("一份登记最多附 {FILES_MAX} 个文件，已有 {kept} 个，这次又选了 {more} 个。"),
        KEPT,
        "请把多页材料合并成一个 PDF，或先移除不需要的文件。",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_limited_in_size() {
        assert_eq!(fits(FILE_BYTES_MAX), Ok(()));
        assert_eq!(fits(0).expect_err("must be refused").code, "file.empty");
        let refused = fits(FILE_BYTES_MAX + 1).expect_err("must be refused");
        assert_eq!(refused.code, "file.large");
        assert!(refused.what.contains("20.1 MB，超过单个文件 20 MB"), "{refused}");
    }

    #[test]
    fn files_are_limited_in_number() {
        assert_eq!(admit(FILES_MAX - 2, 2), Ok(()));
        for (kept, more) in [(FILES_MAX, 1), (FILES_MAX - 2, 3), (0, FILES_MAX + 1)] {
            let refused = admit(kept, more).expect_err("must be refused");
            assert_eq!(refused.code, "evidence.too-many");
            assert!(refused.what.contains(&format!("已有 {kept} 个，这次又选了 {more} 个")), "{refused}");
        }
    }

    #[test]
    fn the_object_path_follows_the_content() {
        assert_eq!(object_path("ab12"), "evidence/ab/ab12");
    }
}
