//! One year's span of time, so that a year under way is told in the time that it has had so far.

use domain::clock::{Instant, shanghai_date, start_of_day};
use jiff::civil::Date;

use super::chance::Chance;
use crate::failure::Failure;

/// A year from its first day to its end, or to now where that is earlier.
#[derive(Clone, Copy)]
pub(super) struct Season {
    year: i16,
    begins: Instant,
    ends: Instant,
    is_over: bool,
}

impl Season {
    /// The season of a year as seen from now.
    pub(super) fn new(year: i16, now: Instant) -> Result<Self, Failure> {
        let moment = |month, day| Date::new(year, month, day).ok().and_then(start_of_day);
        let (Some(begins), Some(ends)) = (moment(1, 1), moment(12, 28)) else {
            return Err(Failure::new(format!("{year} 年超出了日历范围。没有生成数据。请检查系统时间。")));
        };
        Ok(Season { year, begins, ends: ends.min(now.max(begins)), is_over: shanghai_date(now).year() > year })
    }

    /// The calendar year.
    pub(super) fn year(&self) -> i16 {
        self.year
    }

    /// Whether the year is finished.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
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
