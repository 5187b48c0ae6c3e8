//! What a pack knows of the notices for the public subjects, for the form in which a year is settled. Must not assess.

use crate::{Hours, Pack, PastYearsRule, blocks::Counts};

/// What the notice for a year's required course says, as the pack has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announced {
    /// The theme, which is the name of the course.
    pub theme: String,
    /// The notice.
    pub notice: String,
    /// Hours for study and examination together.
    pub hours: Hours,
    /// Hours for study alone, where the notice tells them apart.
    pub study: Option<Hours>,
}

impl Announced {
    /// Whether so many hours for study and for the examination are those of the notice.
    #[must_use]
    pub fn fits(&self, study: Hours, exam: Hours) -> bool {
        study.hundredths() + exam.hundredths() == self.hours.hundredths() && self.study.is_none_or(|said| said == study)
    }
}

impl Pack {
    /// What the pack knows of the notice of a year.
    #[must_use]
    pub fn announced(&self, year: i16) -> Option<Announced> {
        self.training_year(year).map(|known| Announced {
            theme: known.theme.clone(),
            notice: known.notice.clone(),
            hours: known.hours,
            study: known.study,
        })
    }

    /// How often the examination of the public subjects can be sat in a year, where the pack says so.
    #[must_use]
    pub fn exam_attempts(&self) -> Option<u8> {
        self.content.rules.public_course.as_ref().map(|rule| rule.attempts_max)
    }

    /// Whether an elective that has no examination counts once it is studied.
    #[must_use]
    pub fn counts_without_exam(&self) -> bool {
        self.content.rules.public_course.as_ref().is_some_and(|rule| rule.without_exam == Counts::AfterStudy)
    }

    /// The years whose required course can be made up for later, as the pack has it.
    #[must_use]
    pub fn past_years(&self) -> PastYearsRule {
        self.content.rules.public_course.as_ref().map(|rule| rule.past_years.clone()).unwrap_or_default()
    }

    /// The article by which public courses count; empty where the pack says nothing of them.
    #[must_use]
    pub fn public_article(&self) -> &str {
        self.content.rules.public_course.as_ref().map_or("", |rule| rule.article.as_str())
    }

    /// Whether a public course counts nothing before its examination is passed.
    #[must_use]
    pub fn counts_after_exam(&self) -> bool {
        self.content.rules.public_course.as_ref().is_some_and(|rule| rule.counts == Counts::AfterExam)
    }
}
