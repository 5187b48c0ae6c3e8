//! Holds the files that prove an item (article 5) and the limits on them. Must not hold their bytes.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    ids::{EvidenceId, ItemId, RegistrationId},
    refusal::Refusal,
};

/// Largest file, in bytes: 20 MiB.
pub const FILE_BYTES_MAX: i64 = 20 * 1024 * 1024;

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

/// Whether one more file of `size_bytes` may join a registration that has `files` already.
///
/// # Errors
/// Refuses an empty file, a file above [`FILE_BYTES_MAX`] and more than [`FILES_MAX`] files.
pub fn admit(size_bytes: i64, files: usize) -> Result<(), Refusal> {
    if size_bytes <= 0 {
        return Err(Refusal::invalid(
            "evidence.empty",
            "这个文件是空的（0 字节）。",
            "已上传的材料没有变化。",
            "请检查原文件能否打开，再重新选择上传。",
        ));
    }
    if size_bytes > FILE_BYTES_MAX {
        return Err(Refusal::too_large(
            "evidence.too-large",
            "这个文件超过 20 MB。",
            "已上传的材料没有变化。",
            "请压缩扫描件（例如改为 150 dpi 灰度），或分成几个文件上传。",
        ));
    }
    if files >= FILES_MAX {
        return Err(Refusal::too_large(
            "evidence.too-many",
            "一份登记最多附 50 个文件，现在已经满了。",
            "已上传的材料没有变化。",
            "请把多页材料合并成一个 PDF，或先移除不需要的文件。",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_limited_in_size_and_number() {
        assert_eq!(admit(FILE_BYTES_MAX, FILES_MAX - 1), Ok(()));
        for (size, files, code) in [
            (0, 0, "evidence.empty"),
            (FILE_BYTES_MAX + 1, 0, "evidence.too-large"),
            (1, FILES_MAX, "evidence.too-many"),
        ] {
            assert_eq!(admit(size, files).expect_err("must be refused").code, code);
        }
    }

    #[test]
    fn the_object_path_follows_the_content() {
        assert_eq!(object_path("ab12"), "evidence/ab/ab12");
    }
}
