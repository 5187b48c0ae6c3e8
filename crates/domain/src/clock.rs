//! Holds how moments become the civil dates that the regulation speaks of. Must not read a clock: `now` is always
//! handed in.

use jiff::{
    civil::{Date, DateTime},
    tz::Offset,
};

/// A moment in UTC.
pub type Instant = jiff::Timestamp;

/// China has one time zone and no daylight saving time since 1992.
const SHANGHAI: Offset = Offset::constant(8);

/// The civil date in Asia/Shanghai at a moment; every deadline of a pack is such a date.
pub fn shanghai_date(at: Instant) -> Date {
    shanghai_datetime(at).date()
}

/// The wall clock in Asia/Shanghai at a moment.
pub fn shanghai_datetime(at: Instant) -> DateTime {
    SHANGHAI.to_datetime(at)
}

/// The moment at which a date begins in Asia/Shanghai; `None` outside the years that moments can say.
pub fn start_of_day(date: Date) -> Option<Instant> {
    SHANGHAI.to_timestamp(date.at(0, 0, 0, 0)).ok()
}

pub use policy::chinese_date;

/// A moment as people write it, in Asia/Shanghai: `2026年11月23日 19:05`.
pub fn chinese_moment(at: Instant) -> String {
    let local = shanghai_datetime(at);
    format!("{} {:02}:{:02}", chinese_date(local.date()), local.hour(), local.minute())
}

/// The same to the second.
#[must_use]
pub fn chinese_second(at: Instant) -> String {
    format!("{}:{:02}", chinese_moment(at), shanghai_datetime(at).second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_shanghai() {
        let last: Instant = "2026-11-30T15:59:59Z".parse().expect("a moment");
        let first: Instant = "2026-11-30T16:00:00Z".parse().expect("a moment");
        assert_eq!(chinese_date(shanghai_date(last)), "2026年11月30日");
        assert_eq!(chinese_date(shanghai_date(first)), "2026年12月1日");
        assert_eq!(chinese_moment(first), "2026年12月1日 00:00");
        assert_eq!(start_of_day(shanghai_date(first)), Some(first));
    }
}
