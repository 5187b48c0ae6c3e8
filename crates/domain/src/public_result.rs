//! Holds the results of public courses, which go into a person's account without any registration
//! (article 3). Must not hold hours that a person registers.

use jiff::civil::DateTime;
use policy::{Hours, PublicFacts};
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Instant, shanghai_date},
    ids::PersonId,
};

/// Where hours come from that were earned here, in a course with an examination.
pub const EARNED_HERE: &str = "本系统学习与考试";

/// One person's result in one course of one year. A course of 2019 to 2021 taken later counts for its own year
/// (article 3), so the year and the date of the examination are separate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicResult {
    /// Whose.
    pub person_id: PersonId,
    /// The year that the course belongs to.
    pub year: i16,
    /// Name of the course.
    pub course: String,
    /// Whether it is known to be the year's required course. The platform's export does not say: an import asks the pack,
    /// which knows those by name.
    pub required: bool,
    /// Hours studied online.
    pub study: Hours,
    /// Whether the examination was passed.
    pub exam_passed: bool,
    /// Best score, of 100.
    pub score: Option<u16>,
    /// Attempts used, of three (article 3).
    pub attempts: u8,
    /// Hours granted for study and examination together.
    pub hours: Hours,
    /// Whether the course has no examination; only electives have none.
    pub without_exam: bool,
    /// The notice that sets the hours, where it is known.
    pub notice: String,
    /// Where the result comes from, such as the name of an imported file.
    pub source: String,
    /// When the examination was sat, or where [`is_of_study`] the study ended, on the wall clock in Asia/Shanghai.
    pub sat_at: Option<DateTime>,
    /// When this system learned of it.
    pub recorded_at: Instant,
}

impl PublicResult {
    /// What people read of it in the log: whether it was passed, the score, the attempts and the hours.
    pub fn summary(&self) -> String {
        if self.without_exam {
            return format!("学完（{} 学时）", self.hours);
        }
        if self.attempts == 0 && !self.exam_passed {
            return format!("学完，没有考过（{} 学时）", self.hours);
        }
        let passed = if self.exam_passed { "合格" } else { "不合格" };
        let score = self.score.map(|score| format!("{score} 分，")).unwrap_or_default();
        format!("{passed}（{score}第 {} 次，{} 学时）", self.attempts, self.hours)
    }

    /// What the assessment reads.
    pub fn facts(&self) -> PublicFacts {
        PublicFacts {
            course: self.course.clone(),
            required: self.required,
            study: self.study,
            exam_passed: self.exam_passed,
            score: self.score,
            attempts: self.attempts,
            hours: self.hours,
            without_exam: self.without_exam,
            notice: self.notice.clone(),
            source: self.source.clone(),
            happened: self.sat_at.map(DateTime::date),
            learned: Some(shanghai_date(self.recorded_at)),
        }
    }
}

/// Whether a result has the day on which the course was studied, and not that of an examination: of an elective without one,
/// and of what was earned here until the examination is passed.
pub fn is_of_study(result: &PublicFacts) -> bool {
    result.without_exam || (result.source == EARNED_HERE && !result.exam_passed)
}
