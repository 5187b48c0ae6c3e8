//! Holds what an elective counts: hours of its own, each with the notice that sets them. Must not hold who has studied it.

use policy::{Hours, Provision};
use serde::{Deserialize, Serialize};

use crate::refusal::{NOTHING_CHANGED, Refusal};

/// The least and the most that an elective can count, in hundredths of an hour.
const HUNDREDTHS: std::ops::RangeInclusive<i64> = 50..=9_000;
/// The most characters of a notice.
const NOTICE_CHARS_MAX: usize = 100;

/// The round in which electives are studied: a make-up repeats the required course alone.
pub const ELECTIVE_ROUND: u8 = 0;

/// What an elective counts when all of it is studied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ElectiveHours {
    /// The hours.
    pub hours: Hours,
    /// Number of the notice that sets them.
    pub notice: String,
}

impl ElectiveHours {
    /// Hours that an elective can have, with their notice.
    ///
    /// # Errors
    /// `Invalid` for less than half an hour or more than a year asks, and without a notice.
    pub fn new(hours: Hours, notice: &str) -> Result<Self, Refusal> {
        let notice = notice.trim();
        let no = |code, what: &str, next: &str| {
            Err(Refusal::invalid(code, what, NOTHING_CHANGED, next).by(Provision::PublicSubjects))
        };
        if !HUNDREDTHS.contains(&hours.hundredths()) {
            return no("course.hours", "选修课的学时应在 0.5 至 90 之间。", "请按通知填写学时，例如 3 或 2.5。");
        }
        if notice.is_empty() || notice.chars().count() > NOTICE_CHARS_MAX {
            return no(
                "course.notice",
                "选修课的学时要有依据：通知文号要有 1 至 100 个字。",
                "请填写规定这门课学时的通知文号。",
            );
        }
        Ok(Self { hours, notice: notice.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_elective_has_hours_that_a_year_can_hold_and_a_notice() {
        let code =
            |hours, notice| ElectiveHours::new(Hours::from_hundredths(hours), notice).map_err(|refusal| refusal.code);
        let kept = code(250, " 校人〔2026〕8号 ").expect("two and a half hours");
        assert_eq!((kept.hours.to_string().as_str(), kept.notice.as_str()), ("2.5", "校人〔2026〕8号"));
        for wrong in [0, 49, 9_001, -100] {
            assert_eq!(code(wrong, "校人〔2026〕8号"), Err("course.hours"));
        }
        assert_eq!(code(300, " "), Err("course.notice"));
        assert_eq!(code(300, &"字".repeat(101)), Err("course.notice"));
    }
}
