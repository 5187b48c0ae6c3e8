//! An item of a year as a database holds it, read without a copy of anything. Must not judge.

use jiff::civil::Date;

use crate::{Hours, ItemFacts};

/// The days before the first day of March in the year 0, counted from 1 January 1970 backwards.
const DAYS_TO_1970: i32 = 719_468;

/// What judging looks at of an item, as it is written in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemRow<'r> {
    /// Identifies the item among the year's items.
    pub id: &'r str,
    /// Id of the kind in the pack.
    pub kind: &'r str,
    /// First day, as 2026-11-23.
    pub starts: &'r str,
    /// Last day.
    pub ends: &'r str,
    /// The answers, as a JSON object of texts.
    pub answers: &'r str,
    /// Hundredths of the hours applied for.
    pub applied: Option<i64>,
    /// Hundredths of the hours that the verifier set.
    pub verified: Option<i64>,
    /// The verifier's word on the item.
    pub accepted: Option<bool>,
}

impl ItemRow<'_> {
    /// The same as facts; `None` when days or answers cannot be read. Titles are not there: nothing is judged by them.
    #[must_use]
    pub fn facts(&self) -> Option<ItemFacts> {
        Some(ItemFacts {
            id: self.id.to_owned(),
            kind: self.kind.to_owned(),
            title: String::new(),
            organiser: String::new(),
            starts: self.starts.parse().ok()?,
            ends: self.ends.parse().ok()?,
            answers: serde_json::from_str(self.answers).ok()?,
            applied: self.applied.map(Hours::from_hundredths),
            verified: self.verified.map(Hours::from_hundredths),
            accepted: self.accepted,
            evidence: Vec::new(),
            learned: None,
            decided: None,
        })
    }

    /// First and last day, in days from 1 January 1970.
    pub(super) fn days(&self) -> Option<(i32, i32)> {
        Some((days(self.starts)?, days(self.ends)?))
    }
}

/// Days from 1 January 1970 to a day written as 2026-11-23. Most days of twenty million items come this way, so it is a
/// little sum instead of a calendar's work; only what the sum cannot be sure of is asked there.
fn days(text: &str) -> Option<i32> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0_i32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i32::from(digit - b'0')))
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    if bytes[4] != b'-' || bytes[7] != b'-' || !(1..=12).contains(&month) || day < 1 {
        return None;
    }
    if day > 28 {
        return text.parse::<Date>().ok().map(super::day);
    }
    // The year begins in March here, so that the day that some years have more is its last.
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    Some(era * 146_097 + day_of_era - DAYS_TO_1970)
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::days;
    use crate::population::day;

    #[test]
    fn the_sum_says_what_the_calendar_says() {
        let mut date = Date::constant(1899, 12, 25);
        while date < Date::constant(2105, 1, 5) {
            assert_eq!(days(&date.to_string()), Some(day(date)), "{date}");
            date = date.tomorrow().expect("a day");
        }
        assert_eq!(days("0000-01-01"), Some(day(Date::constant(0, 1, 1))));
        assert_eq!(days("9999-12-31"), Some(day(Date::constant(9999, 12, 31))));
    }

    #[test]
    fn what_is_no_day_is_none() {
        for text in [
            "",
            "2026-02-30",
            "2025-02-29",
            "2026-13-01",
            "2026-00-10",
            "2026-01-00",
            "2026/01/01",
            "2026-1-01",
            "二〇二六",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }
}
