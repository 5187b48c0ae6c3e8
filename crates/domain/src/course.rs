//! Holds courses and their lessons (article 3). Must not hold anybody's progress in them.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::{CourseId, LessonId};

/// A course of one year's public subjects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// Identity.
    pub id: CourseId,
    /// The year for which it counts.
    pub year: i16,
    /// Its name.
    pub title: String,
    /// Whether it is the required one; there is one a year.
    pub is_required: bool,
    /// Whether learners see it.
    pub is_published: bool,
}

/// One lesson of a course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Identity.
    pub id: LessonId,
    /// Its course.
    pub course: CourseId,
    /// Its place in the course, from 1.
    pub position: i64,
    /// The chapter that it belongs to; empty when the course has none.
    pub chapter: String,
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: LessonKind,
    /// Milliseconds that count when all of it is watched or read.
    pub length: u32,
    /// The text of a page in Markdown, or the path of what is stored.
    pub content: String,
}

/// What a lesson is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LessonKind {
    /// A film; its length is what counts.
    Video,
    /// A PDF, drawn in the page; counts as long as its author says that reading takes.
    Document,
    /// A text in Markdown; the same.
    Page,
    /// A SCORM 1.2 package; the same.
    Package,
}

impl LessonKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Video, Self::Document, Self::Page, Self::Package];

    /// The name under which it is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Video => "video",
            Self::Document => "document",
            Self::Page => "page",
            Self::Package => "package",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Video => "视频",
            Self::Document => "文档",
            Self::Page => "图文",
            Self::Package => "课件包",
        }
    }
}

/// A text that names no kind of lesson.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的课时类型")]
pub struct UnknownLessonKind(pub String);

impl FromStr for LessonKind {
    type Err = UnknownLessonKind;

    fn from_str(text: &str) -> Result<Self, UnknownLessonKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or_else(|| UnknownLessonKind(text.to_owned()))
    }
}

/// What a lesson may lack and still be studied, in milliseconds: players end a moment before the file does.
const END_SLACK: u32 = 5_000;

impl Lesson {
    /// Whether so many milliseconds are enough: all but two in a hundred, or five seconds, whichever is more.
    #[must_use]
    pub fn is_done(&self, credited: u32) -> bool {
        is_done(self.length, credited)
    }
}

/// Whether so many milliseconds of a lesson of this length are enough, see [`Lesson::is_done`].
#[must_use]
pub fn is_done(length: u32, credited: u32) -> bool {
    let may_lack = END_SLACK.max(length / 50).min(length / 2);
    credited.saturating_add(may_lack) >= length
}

#[cfg(test)]
mod tests {
    use super::is_done;

    #[test]
    fn a_lesson_is_done_when_nearly_all_of_it_is() {
        assert!(is_done(600_000, 588_000));
        assert!(!is_done(600_000, 587_999));
        assert!(is_done(60_000, 55_000));
        assert!(!is_done(60_000, 54_999));
        assert!(!is_done(4_000, 1_999), "a short lesson is not done by opening it");
        assert!(!is_done(4_000, 0));
    }
}
