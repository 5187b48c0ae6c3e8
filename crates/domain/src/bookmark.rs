//! Holds what a package says of itself (SCORM 1.2): how far the learner is in it, and what it wants to be given back next
//! time. Must not grant time: it comes from the browser, and a browser can say anything.

use std::str::FromStr;

use serde::Serialize;

use crate::{
    learning::Ended,
    refusal::{NOTHING_CHANGED, Refusal},
};

/// The most characters of a place, as SCORM 1.2 has it.
const LOCATION_CHARS_MAX: usize = 255;
/// The most characters of what a package keeps. SCORM 1.2 says 4,096, today's tools write more.
const SUSPEND_DATA_CHARS_MAX: usize = 64_000;

/// How far the learner is, in the words of `cmi.core.lesson_status`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PackageStatus {
    /// Nothing was said yet.
    #[default]
    NotAttempted,
    /// Begun.
    Incomplete,
    /// Looked at.
    Browsed,
    /// Gone through, with too few points.
    Failed,
    /// Gone through.
    Completed,
    /// Gone through, with enough points.
    Passed,
}

impl PackageStatus {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::NotAttempted, Self::Incomplete, Self::Browsed, Self::Failed, Self::Completed, Self::Passed];

    /// The word of SCORM 1.2, under which it is stored too.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::NotAttempted => "not attempted",
            Self::Incomplete => "incomplete",
            Self::Browsed => "browsed",
            Self::Failed => "failed",
            Self::Completed => "completed",
            Self::Passed => "passed",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::NotAttempted => "未开始",
            Self::Incomplete => "进行中",
            Self::Browsed => "已浏览",
            Self::Failed => "未通过",
            Self::Completed => "已完成",
            Self::Passed => "已通过",
        }
    }

    /// Whether the package says that it was gone through.
    #[must_use]
    pub fn is_complete(self) -> bool {
        matches!(self, Self::Completed | Self::Passed)
    }
}

/// A text that names no status of SCORM 1.2.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的课件包状态")]
pub struct UnknownStatus(pub String);

impl FromStr for PackageStatus {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        Self::ALL.into_iter().find(|status| status.as_str() == text).ok_or_else(|| UnknownStatus(text.to_owned()))
    }
}

/// What a package said last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Bookmark {
    /// `cmi.core.lesson_status`.
    #[serde(serialize_with = "as_word")]
    pub status: PackageStatus,
    /// `cmi.core.lesson_location`.
    pub location: String,
    /// `cmi.suspend_data`.
    pub suspend_data: String,
}

fn as_word<S: serde::Serializer>(status: &PackageStatus, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(status.as_str())
}

impl Bookmark {
    /// What a package said, when it can be kept.
    ///
    /// # Errors
    /// `Invalid` for a status that SCORM 1.2 does not have, for more than is kept, and for a NUL, which no text has.
    pub fn read(status: &str, location: String, suspend_data: String) -> Result<Self, Refusal> {
        let status = status.parse().map_err(|_| unkept("课件报告了 SCORM 1.2 没有的状态。"))?;
        if location.chars().count() > LOCATION_CHARS_MAX || suspend_data.chars().count() > SUSPEND_DATA_CHARS_MAX {
            return Err(unkept("课件要保存的进度数据太长。"));
        }
        if location.contains('\0') || suspend_data.contains('\0') {
            return Err(unkept("课件要保存的进度数据里有不能保存的字符。"));
        }
        Ok(Self { status, location, suspend_data })
    }
}

fn unkept(what: &str) -> Refusal {
    Refusal::invalid(
        "bookmark.unkept",
        format!("{what}这一次的进度没有保存。"),
        "学习时间照常计入；上一次保存的进度还在。",
        "可以继续学习；如果一再出现，请把课件名称告诉人事部门，由他们重新导出课件。",
    )
}

/// Codes of what is said when a page has lost its ticket.
pub const HAS_ENDED: [&str; 3] = ["bookmark.taken-over", "bookmark.foreign", "bookmark.ended"];

/// Another window has the lesson now.
#[must_use]
pub fn taken_over() -> Refusal {
    Refusal::conflict(
        "bookmark.taken-over",
        "您在另一个窗口或设备上打开了课程，这里的课件进度不再保存。",
        "请刷新页面，从已保存的进度继续。",
    )
}

/// The lesson was opened by somebody else: another person has signed in in the same browser since.
#[must_use]
pub fn foreign() -> Refusal {
    Refusal::conflict(
        "bookmark.foreign",
        "这一页是用另一个账号打开的，现在登录的不是那个账号，这里的课件进度不再保存。",
        "要用现在的账号学习，请刷新页面；要接着原来的学，请重新登录原来的账号。",
    )
}

/// Something happened that the page does not know: it has to begin anew.
#[must_use]
pub fn ended(by: Ended) -> Refusal {
    let what = match by {
        Ended::Granted => "技术支持刚刚为您补记了这一课的时间，这里的课件进度不再保存。",
        Ended::MadeUp => "技术支持刚刚为您开通了重修，这门课从头再学一遍，这里的课件进度不再保存。",
        Ended::Changed => "这一课需要的时长刚刚改过，这里的课件进度不再保存。",
    };
    Refusal::conflict("bookmark.ended", what, "请刷新页面，从已保存的进度继续。")
}

/// What a page sent cannot be read.
#[must_use]
pub fn unreadable() -> Refusal {
    Refusal::invalid("bookmark.unreadable", "没有读懂课件的进度。", NOTHING_CHANGED, "请刷新页面后继续学习。")
}

#[cfg(test)]
mod tests {
    use super::{Bookmark, PackageStatus};

    #[test]
    fn only_what_scorm_knows_and_fits_is_kept() {
        let kept = Bookmark::read("incomplete", "3".to_owned(), "页=3".to_owned()).expect("kept");
        assert_eq!((kept.status, kept.location.as_str()), (PackageStatus::Incomplete, "3"));
        for status in PackageStatus::ALL {
            assert_eq!(status.as_str().parse(), Ok(status));
        }
        for (status, location, suspend) in
            [("done", 0, 0), ("Completed", 0, 0), ("", 0, 0), ("completed", 256, 0), ("completed", 0, 64_001)]
        {
            let refused = Bookmark::read(status, "地".repeat(location), "学".repeat(suspend));
            assert_eq!(refused.expect_err(status).code, "bookmark.unkept");
        }
        Bookmark::read("passed", "地".repeat(255), "学".repeat(64_000)).expect("just kept");
        Bookmark::read("passed", "a\0".to_owned(), String::new()).expect_err("a NUL");
    }

    #[test]
    fn only_completed_and_passed_are_complete() {
        let complete: Vec<_> = PackageStatus::ALL.into_iter().filter(|status| status.is_complete()).collect();
        assert_eq!(complete, [PackageStatus::Completed, PackageStatus::Passed]);
    }
}
