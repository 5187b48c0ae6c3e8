//! Holds what is settled for the public subjects of one year: theme, courses, hours, window and examination, each from a
//! notice (article 3). Must not hold anybody's progress.

mod differences;
mod notices;
mod window;

use jiff::civil::Date;
use policy::{Hours, TrainingYearFacts};
use serde::{Deserialize, Serialize};

use crate::{
    exam::{Mix, MixProblem},
    year::Year,
};

pub use notices::{Aspect, Notices};
pub use window::{PastYears, Window};

/// The most characters of the number of a notice.
pub const NOTICE_CHARS_MAX: usize = 100;
/// The most characters of a theme: two lines of a certificate.
pub const THEME_CHARS_MAX: usize = 60;

/// The public subjects of one year, as the personnel office settled them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrainingYear {
    /// The year for which it counts.
    pub year: i16,
    /// Theme, which is also the name of the required course.
    pub theme: String,
    /// Number of the notice that says so.
    pub notice: String,
    /// What other notices say.
    pub notices: Notices,
    /// Hours for studying the required course.
    pub study_hours: Hours,
    /// Hours for passing its examination.
    pub exam_hours: Hours,
    /// First day of the training.
    pub opens: Date,
    /// Last day of the training, inclusive.
    pub closes: Date,
    /// Past years that can be made up for meanwhile (article 3); `None` when there are none.
    pub past_years: Option<PastYears>,
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
    /// A theme that no certificate has room for.
    #[error("主题最多 60 个字，要印在证书上")]
    LongTheme,
    /// No notice: every setting comes from one.
    #[error("还没有填写通知文号")]
    NoNotice,
    /// A notice whose number is a text.
    #[error("通知文号最多 100 个字")]
    LongNotice,
    /// The last day is before the first.
    #[error("培训结束的日期早于开始的日期")]
    Backwards,
    /// It begins in another year: what is made up for has the window of the year in which it is.
    #[error("培训要在本年度内开始，最晚在下一年结束；往年的补修，请在开放补修的那个年度里设定")]
    OtherYear,
    /// Past years that are none.
    #[error("补修的年度要早于本年度、不早于 2019 年")]
    PastYears,
    /// The last day for past years is before this year's training or after this year.
    #[error("补修的截止日期要在培训开始以后、本年年底以前")]
    PastUntil,
    /// No hours at all, or more than a year has.
    #[error("学习与考试的学时合计应在 0.5 至 90 之间")]
    Hours,
    /// A course that is studied in no time, so that nobody could tell who has done it.
    #[error("学习学时要大于 0：通知只写了合计的，按平台记的学习学时填写，其余填作考试学时")]
    NoStudy,
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
    /// What an assessment reads of it. It is without the day on which it was settled: nothing is judged by that.
    pub fn facts(&self) -> TrainingYearFacts {
        TrainingYearFacts { study: self.study_hours, exam: self.exam_hours, learned: None }
    }

    /// Looks whether people can be trained and examined by these settings.
    ///
    /// # Errors
    /// Every [`TrainingYearProblem`], in the order of the form.
    pub fn check(&self) -> Result<(), Vec<TrainingYearProblem>> {
        let hours = self.study_hours.hundredths() + self.exam_hours.hundredths();
        let wrong = [
            (self.theme.trim().is_empty(), TrainingYearProblem::NoTheme),
            (self.theme.trim().chars().count() > THEME_CHARS_MAX, TrainingYearProblem::LongTheme),
            (self.notice.trim().is_empty(), TrainingYearProblem::NoNotice),
            (self.has_long_notice(), TrainingYearProblem::LongNotice),
            (self.closes < self.opens, TrainingYearProblem::Backwards),
            (!self.is_in_its_year(), TrainingYearProblem::OtherYear),
            (!self.has_good_past_years(), TrainingYearProblem::PastYears),
            (!self.has_good_past_end(), TrainingYearProblem::PastUntil),
            (!(50..=9_000).contains(&hours), TrainingYearProblem::Hours),
            (self.study_hours <= Hours::ZERO, TrainingYearProblem::NoStudy),
            (!(1..=100).contains(&self.exam.pass_mark), TrainingYearProblem::PassMark),
            (!(1..=20).contains(&self.exam.attempts), TrainingYearProblem::Attempts),
            (!(5..=300).contains(&self.exam.minutes), TrainingYearProblem::Minutes),
        ];
        let mut problems: Vec<_> = wrong.into_iter().filter_map(|(wrong, problem)| wrong.then_some(problem)).collect();
        problems.extend(self.exam.mix.check().err().map(TrainingYearProblem::Mix));
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    fn is_in_its_year(&self) -> bool {
        self.opens.year() == self.year && self.closes.year() <= self.year.saturating_add(1)
    }

    fn has_good_past_years(&self) -> bool {
        self.past_years.as_ref().is_none_or(|past| {
            let are_past = past.years.iter().all(|year| (Year::FIRST..self.year).contains(year));
            !past.years.is_empty() && are_past
        })
    }

    fn has_good_past_end(&self) -> bool {
        let is_good = |past: &PastYears| past.until >= self.opens && past.until.year() == self.year;
        self.past_years.as_ref().is_none_or(is_good)
    }

    fn has_long_notice(&self) -> bool {
        let mut all = self.notices.all().map(|(_, notice)| notice).chain([self.notice.as_str()]);
        all.any(|notice| notice.chars().count() > NOTICE_CHARS_MAX)
    }

    /// The notice that sets a value: the year's own, unless the value names another.
    #[must_use]
    pub fn notice_of(&self, aspect: Aspect) -> &str {
        self.notices.of(aspect).unwrap_or(&self.notice)
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{exam::Part, question::Form};

    pub(crate) fn of_2024() -> TrainingYear {
        TrainingYear {
            year: 2024,
            theme: "高质量共建“一带一路”".to_owned(),
            notice: "示例〔2024〕1号".to_owned(),
            notices: Notices::default(),
            study_hours: Hours::from_whole(10),
            exam_hours: Hours::from_whole(5),
            opens: date(2024, 4, 1),
            closes: date(2024, 11, 30),
            past_years: None,
            exam: ExamRules {
                pass_mark: 60,
                attempts: 3,
                minutes: 60,
                mix: Mix { parts: vec![Part::of(Form::Single, 50, 2)] },
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
        year.study_hours = Hours::ZERO;
        year.exam.pass_mark = 0;
        year.exam.mix.parts[0].count = 49;
        year.notices = Notices::beside(&year.notice, [(Aspect::Mix, "字".repeat(101).as_str())]);
        assert_eq!(
            (year.notice_of(Aspect::Hours), year.notice_of(Aspect::Mix).chars().count()),
            ("示例〔2024〕1号", 101)
        );
        let problems = year.check().expect_err("six things are wrong");
        let expected = [
            TrainingYearProblem::NoTheme,
            TrainingYearProblem::LongNotice,
            TrainingYearProblem::Backwards,
            TrainingYearProblem::NoStudy,
            TrainingYearProblem::PassMark,
            TrainingYearProblem::Mix(MixProblem::Points(98)),
        ];
        assert_eq!(problems, expected);
    }

    #[test]
    fn a_theme_has_room_on_a_certificate() {
        let of = |characters| TrainingYear { theme: "字".repeat(characters), ..of_2024() };
        assert_eq!(of(THEME_CHARS_MAX).check(), Ok(()));
        assert_eq!(of(THEME_CHARS_MAX + 1).check(), Err(vec![TrainingYearProblem::LongTheme]));
    }

    #[test]
    fn a_year_is_trained_in_itself_and_lets_past_years_be_made_up_for() {
        let past = |years: &[i16], until| Some(PastYears { years: years.iter().copied().collect(), until });
        let last = date(2024, 12, 31);
        assert_eq!(TrainingYear { past_years: past(&[2019, 2021], last), ..of_2024() }.check(), Ok(()));
        let wrong = [
            (past(&[], last), TrainingYearProblem::PastYears),
            (past(&[2018], last), TrainingYearProblem::PastYears),
            (past(&[2024], last), TrainingYearProblem::PastYears),
            (past(&[2021], date(2024, 3, 31)), TrainingYearProblem::PastUntil),
            (past(&[2021], date(2025, 1, 1)), TrainingYearProblem::PastUntil),
        ];
        for (past_years, problem) in wrong {
            let year = TrainingYear { past_years, ..of_2024() };
            assert_eq!(year.check(), Err(vec![problem]), "{:?}", year.past_years);
        }
        let elsewhere = TrainingYear { year: 2021, ..of_2024() };
        assert_eq!(elsewhere.check(), Err(vec![TrainingYearProblem::OtherYear]));
        assert_eq!(TrainingYear { closes: date(2025, 1, 15), ..of_2024() }.check(), Ok(()));
    }
}
