//! How a day is written: for people, everywhere in the product, and in facts. Must not calculate with days.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

/// A date as people write it: `2026年11月23日`.
#[must_use]
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A day of facts, written as 2026-11-23. The calendar's own reader takes a time behind it, too, and drops it in silence.
pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    from.deserialize_str(Day)
}

/// Looks at the text while the reader still stands behind it, so that a fault is told in its place.
struct Day;

impl de::Visitor<'_> for Day {
    type Value = Date;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("日期")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        let day = text.parse().ok().filter(|day: &Date| day.to_string() == text);
        day.ok_or_else(|| E::custom(format!("“{text}”不是日期：要写成 2026-11-23 的样子，不带时间，并且真有这一天")))
    }
}

/// The same where there may be none.
pub(crate) fn read_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    struct Written(#[serde(deserialize_with = "read")] Date);
    Ok(Option::<Written>::deserialize(from)?.map(|Written(day)| day))
}
