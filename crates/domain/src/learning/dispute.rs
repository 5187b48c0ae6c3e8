//! Holds what support can answer to somebody who disputes what counts of a lesson: words, and a stretch of the lesson that
//! counts from then on. Must not know who may answer.

use serde::{Deserialize, Serialize};

use crate::clock::Instant;

/// A stretch of a lesson: not empty, and inside the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    from: u32,
    to: u32,
}

/// What is wrong with a stretch that somebody typed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StretchProblem {
    /// No minutes and seconds.
    #[error("“{0}”不是“分：秒”形式的时间")]
    Unreadable(String),
    /// One end is named and the other is not.
    #[error("补记的起点和终点只填了一个：要补记的两格都填，不补记的两格都留空")]
    Half,
    /// It ends where it begins, or before.
    #[error("补记的终点不在起点之后")]
    Backwards,
    /// It goes on after the end of the lesson.
    #[error("补记的这一段超出了本课的长度（{0}）")]
    BeyondEnd(String),
}

impl Stretch {
    /// A stretch in milliseconds; `None` when it is empty.
    #[must_use]
    pub fn new(from: u32, to: u32) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// Reads minutes and seconds, as in `03:20`, for a lesson of `length` milliseconds. The last second of a lesson is
    /// seldom a whole one; whoever names it means the end.
    ///
    /// # Errors
    /// [`StretchProblem`].
    pub fn read(from: &str, to: &str, length: u32) -> Result<Self, StretchProblem> {
        if from.trim().is_empty() != to.trim().is_empty() {
            return Err(StretchProblem::Half);
        }
        let (from, to) = (read_clock(from)?, read_clock(to)?);
        if to <= from {
            return Err(StretchProblem::Backwards);
        }
        if to > length.div_ceil(SECOND).saturating_mul(SECOND) {
            return Err(StretchProblem::BeyondEnd(clock(length)));
        }
        Self::new(from, to.min(length)).ok_or(StretchProblem::Backwards)
    }

    /// Where it begins, in milliseconds from the beginning of the lesson.
    #[must_use]
    pub fn from(self) -> u32 {
        self.from
    }

    /// Where it ends.
    #[must_use]
    pub fn to(self) -> u32 {
        self.to
    }
}

const SECOND: u32 = 1_000;
/// Ten thousand minutes are longer than any lesson.
const MINUTE_DIGITS_MAX: usize = 4;
/// How much of what was typed is repeated to whoever typed it.
const TYPED_CHARACTERS_MAX: usize = 12;

fn read_clock(text: &str) -> Result<u32, StretchProblem> {
    let unreadable = || StretchProblem::Unreadable(text.chars().take(TYPED_CHARACTERS_MAX).collect());
    let (minutes, seconds) = text.trim().split_once([':', '：']).ok_or_else(unreadable)?;
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    if !digits(minutes) || !digits(seconds) || minutes.len() > MINUTE_DIGITS_MAX || seconds.len() != 2 {
        return Err(unreadable());
    }
    let (minutes, seconds): (u32, u32) =
        minutes.parse().ok().zip(seconds.parse().ok().filter(|seconds| *seconds < 60)).ok_or_else(unreadable)?;
    Ok((minutes * 60 + seconds) * SECOND)
}

/// Milliseconds from the beginning of a lesson as minutes and seconds, `03:20`; what can be read again.
#[must_use]
pub fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds.div_ceil(SECOND);
    format!("{:02}:{:02}", seconds / 60, seconds % 60)
}

/// Milliseconds in words.
#[must_use]
pub fn duration(milliseconds: u64) -> String {
    let seconds = milliseconds / u64::from(SECOND);
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} 秒"),
        (minutes, 0) => format!("{minutes} 分钟"),
        (minutes, seconds) => format!("{minutes} 分 {seconds} 秒"),
    }
}

/// What an answer let count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Granted {
    /// Of the lesson.
    pub stretch: Stretch,
    /// In which round of studying the course.
    pub round: u8,
    /// How many milliseconds of it did not count before.
    pub fresh: u32,
}

impl Granted {
    /// What the learner reads.
    #[must_use]
    pub fn sentence(&self) -> String {
        let fresh = duration(u64::from(self.fresh));
        format!("补记 {} 至 {}，新计入 {fresh}。", clock(self.stretch.from), clock(self.stretch.to))
    }
}

/// What support answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeAnswer {
    /// In their words.
    pub text: String,
    /// When.
    pub at: Instant,
    /// What counts since; `None` when the answer was words alone.
    pub granted: Option<Granted>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const LENGTH: u32 = 125_300;

    #[test]
    fn a_stretch_is_read_as_people_write_it() {
        for (from, to, expected) in [
            ("0:00", "00:30", (0, 30_000)),
            (" 01：05 ", "02:00", (65_000, 120_000)),
            ("00:00", "02:05", (0, 125_000)),
            ("02:00", "02:06", (120_000, LENGTH)),
        ] {
            let stretch = Stretch::read(from, to, LENGTH).expect("a stretch");
            assert_eq!((stretch.from(), stretch.to()), expected, "{from} {to}");
        }
        assert_eq!([0, 65_000, LENGTH, 3_600_000].map(clock), ["00:00", "01:05", "02:06", "60:00"]);
    }

    #[test]
    fn what_is_no_stretch_of_the_lesson_is_refused_by_its_name() {
        for (from, to, said) in [
            ("1", "02:00", "“1”不是“分：秒”形式的时间"),
            ("00:60", "02:00", "“00:60”不是"),
            ("0:5", "02:00", "“0:5”不是"),
            ("-1:00", "02:00", "“-1:00”不是"),
            ("00:00", "99999:00", "“99999:00”不是"),
            ("00:00", " ", "只填了一个"),
            ("01:00", "01:00", "不在起点之后"),
            ("02:00", "01:00", "不在起点之后"),
            ("00:00", "02:07", "超出了本课的长度（02:06）"),
            ("9999:00", "9999:59", "超出了本课的长度"),
        ] {
            let problem = Stretch::read(from, to, LENGTH).expect_err("no stretch").to_string();
            assert!(problem.contains(said), "{from} {to}: {problem}");
        }
    }
}
