//! Holds courses and their lessons (article 3). Must not hold anybody's progress in them.

mod elective;
mod order;

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    clock::Instant,
    ids::{CourseId, LessonId},
};

pub use elective::{ELECTIVE_ROUND, ElectiveHours};
pub use order::{arranged, moved, place};

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
    /// What it counts, once that is set; the required course counts what its year says.
    pub hours: Option<ElectiveHours>,
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
    /// Whether that was read from the file, as it is of most films: nobody corrects it then.
    pub is_measured: bool,
    /// The text of a page in Markdown, or the path of the file or the folder in which a package is stored.
    pub content: String,
    /// The address, inside the folder, at which a package begins; only packages have one.
    pub launch: Option<String>,
    /// Since when it is neither shown nor asked for; `None` while it is in use.
    pub withdrawn_at: Option<Instant>,
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

/// Milliseconds of a minute.
pub const MINUTE: u32 = 60_000;

/// What a lesson may lack and still be studied, in milliseconds: players end a moment before the file does.
const END_SLACK: u32 = 5_000;

impl Lesson {
    /// Whether learners see it and have to study it.
    #[must_use]
    pub fn is_in_use(&self) -> bool {
        self.withdrawn_at.is_none()
    }

    /// Its length as forms show it: a minute that is begun is a minute.
    #[must_use]
    pub fn minutes(&self) -> u32 {
        self.length.div_ceil(MINUTE)
    }

    /// Stands for its text and length: other ones, another mark.
    #[must_use]
    pub fn mark(&self) -> String {
        let digest = Sha256::digest(format!("{} {}", self.length, self.content));
        hex::encode(&digest[..8])
    }

    /// Whether it is studied: enough of it counts, and a package has said that it was gone through. What a package says
    /// only adds to what is asked.
    #[must_use]
    pub fn is_done(&self, credited: u32, completed_at: Option<Instant>) -> bool {
        has_enough(self.length, credited) && (self.kind != LessonKind::Package || completed_at.is_some())
    }
}

/// Whether so many milliseconds of a lesson of this length are enough: all but two in a hundred, or five seconds,
/// whichever is more.
#[must_use]
pub fn has_enough(length: u32, credited: u32) -> bool {
    let may_lack = END_SLACK.max(length / 50).min(length / 2);
    credited.saturating_add(may_lack) >= length
}

#[cfg(test)]
mod tests {
    use super::{Lesson, LessonKind, has_enough};
    use crate::{
        clock::Instant,
        ids::{CourseId, LessonId},
    };

    #[test]
    fn nearly_all_of_a_lesson_is_enough() {
        assert!(has_enough(600_000, 588_000));
        assert!(!has_enough(600_000, 587_999));
        assert!(has_enough(60_000, 55_000));
        assert!(!has_enough(60_000, 54_999));
        assert!(!has_enough(4_000, 1_999), "a short lesson is not done by opening it");
        assert!(!has_enough(4_000, 0));
    }

    #[test]
    fn a_package_has_to_say_that_it_was_gone_through_and_grants_nothing_by_it() {
        let lesson = |kind| Lesson {
            id: LessonId::from_uuid(uuid::Uuid::nil()),
            course: CourseId::from_uuid(uuid::Uuid::nil()),
            position: 1,
            chapter: String::new(),
            title: "第一讲".to_owned(),
            kind,
            length: 60_000,
            is_measured: false,
            content: String::new(),
            launch: None,
            withdrawn_at: None,
        };
        let said = Some(Instant::UNIX_EPOCH);
        assert!(lesson(LessonKind::Page).is_done(60_000, None));
        assert!(!lesson(LessonKind::Package).is_done(60_000, None));
        assert!(lesson(LessonKind::Package).is_done(60_000, said));
        assert!(!lesson(LessonKind::Package).is_done(30_000, said), "the package's word grants no time");
    }
}
