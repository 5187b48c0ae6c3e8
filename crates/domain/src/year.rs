//! Holds which years this program speaks of. Must not read a clock: today is handed in.

use std::fmt;

use jiff::civil::Date;

use crate::refusal::{NOTHING_CHANGED, Refusal, RefusalKind};

/// A year that can be asked about: from [`Year::FIRST`], the oldest whose required course can still be taken
/// (article 3), to the one after this, for which people plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Year(i16);

impl Year {
    /// The oldest year: courses of 2019 and later may be made up for (article 3).
    pub const FIRST: i16 = 2019;

    /// Checks a year that came as a number.
    ///
    /// # Errors
    /// [`NoSuchYear`] before [`Year::FIRST`] and after next year.
    pub fn new(year: i16, today: Date) -> Result<Self, NoSuchYear> {
        let last = today.year().saturating_add(1);
        let known = (Self::FIRST..=last).contains(&year);
        known.then_some(Self(year)).ok_or_else(|| NoSuchYear { asked: year.to_string(), last })
    }

    /// Reads a year that somebody typed, or that stands in an address.
    ///
    /// # Errors
    /// [`NoSuchYear`] for anything but four digits, and outside the known years.
    pub fn parse(text: &str, today: Date) -> Result<Self, NoSuchYear> {
        let text = text.trim();
        let digits = text.len() == 4 && text.chars().all(|c| c.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { None };
        match number {
            Some(number) => Self::new(number, today),
            None => Err(NoSuchYear {
                asked: text.chars().filter(|c| !c.is_control()).take(ASKED_CHARACTERS_MAX).collect(),
                last: today.year().saturating_add(1),
            }),
        }
    }

    /// The number.
    pub fn get(self) -> i16 {
        self.0
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How much of what was typed is repeated to whoever typed it.
const ASKED_CHARACTERS_MAX: usize = 12;

/// A text or number that is no year to ask about.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有“{asked}”这个年度")]
pub struct NoSuchYear {
    asked: String,
    last: i16,
}

impl NoSuchYear {
    /// The refusal of an address: there is no such page.
    pub fn not_found(&self) -> Refusal {
        self.refusal(RefusalKind::NotFound)
    }

    /// The refusal of what was entered in a form.
    pub fn invalid(&self) -> Refusal {
        self.refusal(RefusalKind::Invalid)
    }

    fn refusal(&self, kind: RefusalKind) -> Refusal {
        Refusal::new(
            kind,
            "year.unknown",
            format!("没有“{}”这个年度。", self.asked),
            NOTHING_CHANGED,
            format!("可以查看的年度是 {} 至 {}，请重新选择。", Year::FIRST, self.last),
        )
    }
}

impl From<NoSuchYear> for Refusal {
    fn from(error: NoSuchYear) -> Self {
        error.not_found()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_years_that_can_matter_are_years() {
        let today = date(2026, 11, 23);
        for good in ["2019", "2026", " 2027 "] {
            assert_eq!(Year::parse(good, today).map(|year| year.to_string()), Ok(good.trim().to_owned()));
        }
        for bad in ["2018", "2028", "10000", "32767", "-5", "-9999", "+2026", "", "二〇二六", "2026.0", "99999999999"]
        {
            let refused = Year::parse(bad, today).expect_err(bad);
            assert!(refused.not_found().to_string().contains("2019 至 2027"), "{bad}");
        }
        for bad in [i16::MIN, -1, 0, 2018, 2028, 9999, 10_000, i16::MAX] {
            assert!(Year::new(bad, today).is_err(), "{bad}");
        }
        assert_eq!(Year::new(2026, today).map(Year::get), Ok(2026));
        assert_eq!(Year::parse("2018", today).expect_err("too early").invalid().kind, RefusalKind::Invalid);
    }

    #[test]
    fn the_last_day_of_the_calendar_breaks_nothing() {
        assert!(Year::new(9999, date(9999, 12, 31)).is_ok());
    }
}
