//! Deadlines as the pack states them, and as days of one year. Must not read a clock.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{Pack, YearFacts};

/// Whose deadline it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// The person who registers.
    Person,
    /// The unit that verifies and approves.
    Unit,
}

/// What happens after the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Firmness {
    /// Later is allowed, and marked.
    Soft,
    /// Later needs somebody's recorded decision.
    Hard,
}

/// A deadline of one year. Days are civil days in Asia/Shanghai.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// Stable id.
    pub id: String,
    /// What has to be done by then, in Chinese.
    pub name: String,
    /// Whose it is.
    pub party: Party,
    /// The last day.
    pub date: Date,
    /// What happens after it.
    pub firmness: Firmness,
    /// The article that sets it, with its part where it has parts: `第六条（四）`.
    pub article: String,
}

/// When a deadline falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Falls {
    /// Month and day, which every year has, of the year itself or so many years after it.
    On { month: i8, day: i8, years_later: i16 },
    /// The day before the title series opens for registration.
    BeforeTitleSeries,
}

/// A deadline of any year.
#[derive(Debug)]
pub(crate) struct DeadlineRule {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) party: Party,
    pub(crate) falls: Falls,
    pub(crate) firmness: Firmness,
    pub(crate) article: String,
    /// The part of the article, such as `（四）`, or nothing.
    pub(crate) part: String,
}

impl Pack {
    /// The year's deadlines, earliest first. The one of a title series is there when its opening day is given.
    #[must_use]
    pub fn deadlines(&self, year: i16, title_series_opens: Option<Date>) -> Vec<Deadline> {
        let date = |falls: Falls| match falls {
            Falls::On { month, day, years_later } => Date::new(year.checked_add(years_later)?, month, day).ok(),
            Falls::BeforeTitleSeries => title_series_opens?.yesterday().ok(),
        };
        let deadline = |rule: &DeadlineRule| {
            Some(Deadline {
                id: rule.id.clone(),
                name: rule.name.clone(),
                party: rule.party,
                date: date(rule.falls)?,
                firmness: rule.firmness,
                article: format!("{}{}", rule.article, rule.part),
            })
        };
        let mut deadlines: Vec<Deadline> = self.content.rules.deadlines.iter().filter_map(deadline).collect();
        deadlines.sort_by_key(|deadline| deadline.date);
        deadlines
    }

    /// The day on which a title series opens for registration in that year, where its notice is known.
    #[must_use]
    pub fn title_series_opens(&self, year: i16, series: &str) -> Option<Date> {
        let known = self.content.rules.title_series.iter();
        known.filter(|known| known.year == year && known.series == series.trim()).map(|known| known.opens).min()
    }

    /// The article that asks for something before a title series opens for registration.
    pub(crate) fn title_series_article(&self) -> Option<&str> {
        let mut deadlines = self.content.rules.deadlines.iter();
        deadlines.find(|rule| matches!(rule.falls, Falls::BeforeTitleSeries)).map(|rule| rule.article.as_str())
    }

    /// The person's first day by which something open has to be done. The title series matters to whoever declares in
    /// this year, and only for the public course.
    pub(crate) fn by(&self, facts: &YearFacts, is_public: bool) -> Option<(Date, Firmness)> {
        self.first_day(facts, opening(facts).filter(|_| is_public), Party::Person)
    }

    /// The person's day before the title series opens, for whoever declares in this year.
    pub(crate) fn by_title_series(&self, facts: &YearFacts) -> Option<(Date, Firmness)> {
        let is_of_the_series =
            |rule: &&DeadlineRule| matches!(rule.falls, Falls::BeforeTitleSeries) && rule.party == Party::Person;
        let rule = self.content.rules.deadlines.iter().find(is_of_the_series)?;
        Some((opening(facts)?.yesterday().ok()?, rule.firmness))
    }

    /// The article by which a party has until this day, with its part; that of the firmest of its deadlines on it.
    pub(crate) fn day_article(&self, facts: &YearFacts, party: Party, day: Date) -> Option<String> {
        let deadlines = self.deadlines(facts.year, opening(facts)).into_iter();
        let of_the_day = deadlines.filter(|deadline| deadline.party == party && deadline.date == day);
        of_the_day.max_by_key(|deadline| deadline.firmness).map(|deadline| deadline.article)
    }

    /// The unit's first day by which something that waits for it has to be done.
    pub(crate) fn by_unit(&self, facts: &YearFacts) -> Option<(Date, Firmness)> {
        self.first_day(facts, None, Party::Unit)
    }

    /// The party's first day. Two deadlines on one day are as firm as the firmer of them.
    fn first_day(&self, facts: &YearFacts, opens: Option<Date>, party: Party) -> Option<(Date, Firmness)> {
        let deadlines = self.deadlines(facts.year, opens).into_iter().filter(|deadline| deadline.party == party);
        let days = deadlines.map(|deadline| (deadline.date, deadline.firmness));
        days.min_by_key(|(date, firmness)| (*date, std::cmp::Reverse(*firmness)))
    }
}

/// The day on which the title series opens, for whoever declares in this year.
fn opening(facts: &YearFacts) -> Option<Date> {
    facts.title_series_opens.filter(|_| facts.declares_title_this_year == Some(true))
}

/// Month and day as `11-30`. A day that some years lack is none.
pub(crate) fn month_and_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    let (month, day): (i8, i8) = (month.parse().ok()?, day.parse().ok()?);
    // 2023 is no leap year.
    Date::new(2023, month, day).is_ok().then_some((month, day))
}
