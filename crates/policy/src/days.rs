//! How a day is written: for people, everywhere in the product, and in facts, packs and scenarios. Must not calculate with days.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, de};

/// A date as people write it: `2026年11月23日`.
#[must_use]
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

/// A day written as 2026-11-23, as facts, packs and scenarios write it. The calendar's own reader takes a time behind it, too, and
/// drops it in silence.
pub(crate) fn of(text: &str) -> Option<Date> {
    text.parse().ok().filter(|day: &Date| day.to_string() == text)
}

/// Such a day as a value of a file.
pub(crate) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    from.deserialize_str(Day)
}

/// What is wanted where something else than text is written.
pub(crate) const WANTED: &str = "写在英文双引号里的日期";

/// Looks at the text while the reader still stands behind it, so that a fault is told in its place.
struct Day;

impl de::Visitor<'_> for Day {
    type Value = Date;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(WANTED)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        of(text)
            .ok_or_else(|| E::custom(format!("“{text}”不是日期：要写成 2026-11-23 的样子，不带时间，并且真有这一天")))
    }
}

#[derive(Deserialize)]
struct Written(#[serde(deserialize_with = "read")] Date);

/// The same where there may be none.
pub(crate) fn read_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    Ok(Option::<Written>::deserialize(from)?.map(|Written(day)| day))
}

/// The same where there may be a list.
pub(crate) fn read_list_if_any<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Date>>, D::Error> {
    Ok(Option::<Vec<Written>>::deserialize(from)?.map(|days| days.into_iter().map(|Written(day)| day).collect()))
}
