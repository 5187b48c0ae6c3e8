//! Holds what is settled for the public subjects of one year: theme, courses, hours, window and examination, each from a
//! notice (article 3). Must not hold anybody's progress.

use jiff::civil::Date;
use policy::Hours;
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Instant, start_of_day},
    exam::{Mix, MixProblem},
};

/// The public subjects of one year, as the personnel office settled them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingYear {
    /// The year for which it counts.
    pub year: i16,
    /// Theme, which is also the name of the required course.
    pub theme: String,
    /// Number of the notice that says so.
    pub notice: String,
    /// Hours for studying the required course.
    pub study_hours: Hours,
    /// Hours for passing its examination.
    pub exam_hours: Hours,
    /// First day of the training.
    pub opens: Date,
    /// Last day of the training, inclusive.
    pub closes: Date,
    /// How the examination goes.
    pub exam: ExamRules,
}

/// How an examination goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExamRules {
    /// Points that are needed, of 100.
    pub pass_mark: u16,
    /// Attempts that everybody has; article 3 says three.
    pub attempts: u8,
    /// Minutes from the start to the end.
    pub minutes: u16,
    /// What a paper asks.
    pub mix: Mix,
    /// Whether people see after an attempt which of their answers were wrong.
    pub shows_answers: bool,
}

/// What is wrong with the settings of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TrainingYearProblem {
    /// No theme.
    #[error("还没有填写主题")]
    NoTheme,
    /// No notice: every setting comes from one.
    #[error("还没有填写通知文号")]
    NoNotice,
    /// The last day is before the first.
    #[error("培训结束的日期早于开始的日期")]
    Backwards,
    /// No hours at all, or more than a year has.
    #[error("学习与考试的学时合计应在 0.5 至 90 之间")]
    Hours,
    /// A pass mark that everybody or nobody reaches.
    #[error("合格分数应在 1 至 100 之间")]
    PassMark,
    /// No attempt, or more than a counter of attempts holds.
    #[error("考试次数应在 1 至 20 之间")]
    Attempts,
    /// Too short or too long to sit through.
    #[error("考试时长应在 5 至 300 分钟之间")]
    Minutes,
    /// The paper.
    #[error(transparent)]
    Mix(#[from] MixProblem),
}

impl TrainingYear {
    /// Looks whether people can be trained and examined by these settings.
    ///
    /// # Errors
    /// Every [`TrainingYearProblem`], in the order of the form.
    pub fn check(&self) -> Result<(), Vec<TrainingYearProblem>> {
        let hours = self.study_hours.hundredths() + self.exam_hours.hundredths();
        let wrong = [
            (self.theme.trim().is_empty(), TrainingYearProblem::NoTheme),
            (self.notice.trim().is_empty(), TrainingYearProblem::NoNotice),
            (self.closes < self.opens, TrainingYearProblem::Backwards),
            (!(50..=9_000).contains(&hours), TrainingYearProblem::Hours),
            (!(1..=100).contains(&self.exam.pass_mark), TrainingYearProblem::PassMark),
            (!(1..=20).contains(&self.exam.attempts), TrainingYearProblem::Attempts),
            (!(5..=300).contains(&self.exam.minutes), TrainingYearProblem::Minutes),
        ];
        let mut problems: Vec<_> = wrong.into_iter().filter_map(|(wrong, problem)| wrong.then_some(problem)).collect();
        problems.extend(self.exam.mix.check().err().map(TrainingYearProblem::Mix));
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// First and last moment of the training in Asia/Shanghai; an attempt that began before the last goes on to its own
    /// end. `None` for dates outside the years that moments can say.
    #[must_use]
    pub fn window(&self) -> Option<(Instant, Instant)> {
        let after = start_of_day(self.closes.tomorrow().ok()?)?;
        let last = Instant::from_millisecond(after.as_millisecond() - 1).ok()?;
        Some((start_of_day(self.opens)?, last))
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{exam::Part, question::Form};

    fn of_2024() -> TrainingYear {
        TrainingYear {
            year: 2024,
            theme: "高质量共建“一带一路”".to_owned(),
            notice: "示例〔2024〕1号".to_owned(),
            study_hours: Hours::from_whole(10),
            exam_hours: Hours::from_whole(5),
            opens: date(2024, 4, 1),
            closes: date(2024, 11, 30),
            exam: ExamRules {
                pass_mark: 60,
                attempts: 3,
                minutes: 60,
                mix: Mix { parts: vec![Part { form: Form::Single, count: 50, points: 2 }] },
                shows_answers: true,
            },
        }
    }

    #[test]
    fn a_year_is_settled_whole() {
        assert_eq!(of_2024().check(), Ok(()));
        let mut year = of_2024();
        year.theme.clear();
        year.closes = date(2024, 3, 1);
        year.exam.pass_mark = 0;
        year.exam.mix.parts[0].count = 49;
        let problems = year.check().expect_err("four things are wrong");
        let expected = [
            TrainingYearProblem::NoTheme,
            TrainingYearProblem::Backwards,
            TrainingYearProblem::PassMark,
            TrainingYearProblem::Mix(MixProblem::Points(98)),
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn the_window_is_whole_days_in_shanghai() {
        let (opens, closes) = of_2024().window().expect("dates of this century");
        assert_eq!(opens.to_string(), "2024-03-31T16:00:00Z");
        assert_eq!(closes.to_string(), "2024-11-30T15:59:59.999Z");
    }
}
