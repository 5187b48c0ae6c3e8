//! One year's span of time, so that a year under way is told in the time that it has had so far.

use domain::clock::{Instant, shanghai_date, start_of_day};
use jiff::civil::Date;

use super::chance::Chance;
use crate::failure::Failure;

/// Days after which people have all hours of a year together.
const DAYS_FOR_ALL_HOURS: i64 = 300;

/// A year from its first day to its end, or to now where that is earlier.
#[derive(Clone, Copy)]
pub(super) struct Season {
    year: i16,
    begins: Instant,
    ends: Instant,
    phase: Phase,
}

/// How far a year is, which decides what can honestly be told of it: nobody hands in a year that has hardly begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Its first two months: people write down what they did so far.
    Beginning,
    /// Until autumn: the first hand in.
    Midway,
    /// The last months, in which most hand in and units decide.
    Closing,
    /// It ended with the last December; a little of it is still being dealt with, after its deadline was extended.
    JustOver,
    /// It ended before that.
    LongOver,
}

impl Season {
    /// The season of a year as seen from now.
    pub(super) fn new(year: i16, now: Instant) -> Result<Self, Failure> {
        let moment = |month, day| Date::new(year, month, day).ok().and_then(start_of_day);
        let (Some(begins), Some(ends)) = (moment(1, 1), moment(12, 28)) else {
            return Err(Failure::new(format!("{year} 年超出了日历范围。没有生成数据。请检查系统时间。")));
        };
        Ok(Season { year, begins, ends: ends.min(now.max(begins)), phase: Phase::of(year, shanghai_date(now)) })
    }

    /// The calendar year.
    pub(super) fn year(&self) -> i16 {
        self.year
    }

    /// Whether the year is finished.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::JustOver | Phase::LongOver)
    }

    /// How far it is.
    pub(super) fn phase(&self) -> Phase {
        self.phase
    }

    /// How much of a year's hours people can have by now, in hundredths: all of them from autumn on.
    pub(super) fn reached(&self) -> i64 {
        if self.is_over() {
            return 100;
        }
        let days = i64::from(shanghai_date(self.ends).day_of_year());
        (days * 100 / DAYS_FOR_ALL_HOURS).min(100)
    }

    /// The moment at which this many hundredths of the season have passed.
    pub(super) fn moment(&self, hundredths: i64) -> Instant {
        let (begins, ends) = (self.begins.as_second(), self.ends.as_second());
        let second = begins + (ends - begins) * hundredths.clamp(0, 100) / 100;
        Instant::from_second(second).unwrap_or(self.begins)
    }

    /// A day of this year, not after the given moment's.
    pub(super) fn day_before(&self, moment: Instant, chance: &mut Chance) -> Date {
        let last = shanghai_date(moment);
        let first = Date::new(self.year, 1, 1).unwrap_or(last);
        let day = chance.between(1, i64::from(last.day_of_year()));
        first.checked_add(jiff::Span::new().days(day - 1)).unwrap_or(first)
    }
}

impl Phase {
    fn of(year: i16, today: Date) -> Self {
        match (today.year() - year, today.month()) {
            (..=0, ..=2) => Phase::Beginning,
            (..=0, 3..=9) => Phase::Midway,
            (..=0, _) => Phase::Closing,
            (1, _) => Phase::JustOver,
            _ => Phase::LongOver,
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::shanghai_date;

    use super::Season;
    use crate::demo::chance::Chance;

    #[test]
    fn a_year_under_way_ends_now_and_a_finished_one_before_the_new_year() {
        for now in ["2026-11-23T04:00:00Z", "2026-01-01T00:10:00Z", "2026-12-31T15:00:00Z"] {
            let now = now.parse().expect("a moment");
            let season = Season::new(2026, now).expect("a year");
            assert!(season.moment(100) <= now && !season.is_over());
            let mut chance = Chance::new(1, "days");
            for _ in 0..50 {
                let day = season.day_before(season.moment(60), &mut chance);
                assert!(day.year() == 2026 && day <= shanghai_date(now), "{day}");
            }
            assert!(Season::new(2025, now).expect("a year").is_over());
        }
    }
}
