//! Holds the files that come with a lesson, to be kept by its learners, and how many there can be. Must not hold their bytes.

use serde::{Deserialize, Serialize};

use crate::{
    clock::Instant,
    ids::{AttachmentId, LessonId},
    refusal::Refusal,
};

/// Most files of one lesson.
pub const ATTACHMENTS_MAX: usize = 20;

/// One file of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Identity.
    pub id: AttachmentId,
    /// Its lesson.
    pub lesson: LessonId,
    /// The name that the author's file had.
    pub file_name: String,
    /// Media type, found from the content.
    pub media_type: String,
    /// Bytes.
    pub size_bytes: i64,
    /// SHA-256 of the bytes, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// When it was added.
    pub added_at: Instant,
}

impl Attachment {
    /// Where the object store keeps the bytes: by content, so that no name of a person's is part of it.
    #[must_use]
    pub fn object_path(&self) -> String {
        object_path(&self.sha256)
    }
}

/// Where the object store keeps an attachment with this SHA-256 (64 hexadecimal digits).
#[must_use]
pub fn object_path(sha256: &str) -> String {
    let (shelf, _) = sha256.split_at_checked(2).unwrap_or((sha256, ""));
    format!("attachments/{shelf}/{sha256}")
}

/// Whether so many files more may join a lesson that has `kept` already.
///
/// # Errors
/// Refuses more than [`ATTACHMENTS_MAX`] files.
pub fn admit(kept: usize, more: usize) -> Result<(), Refusal> {
    if kept.saturating_add(more) <= ATTACHMENTS_MAX {
        return Ok(());
    }
    Err(Refusal::too_large(
        "attachment.too-many",
        format!("一个课时最多 {ATTACHMENTS_MAX} 个附件，已有 {kept} 个，这次又选了 {more} 个。"),
        "已有的附件没有变化。",
        "请先移除不需要的附件，或把几份材料合并成一个文件。",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_limited_in_number_and_lie_by_content() {
        assert_eq!(admit(ATTACHMENTS_MAX - 2, 2), Ok(()));
        let refused = admit(ATTACHMENTS_MAX, 1).expect_err("one too many");
        assert_eq!(refused.code, "attachment.too-many");
        assert!(refused.what.contains("已有 20 个，这次又选了 1 个"), "{refused}");
        assert_eq!(object_path("ab12"), "attachments/ab/ab12");
    }
}
