//! How a day is written for people, everywhere in the product. Must not calculate with days.

use jiff::civil::Date;

/// A date as people write it: `2026年11月23日`.
#[must_use]
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}
