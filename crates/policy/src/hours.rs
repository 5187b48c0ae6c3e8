//! Credit hours as integers: hundredths of an hour. Must not hold a float, a rule, or a unit name.

use std::borrow::Cow;
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

/// An amount of credit hours (学时), kept in hundredths. Arithmetic saturates instead of wrapping.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hours(i64);

/// Why a text is not an amount of hours.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}”不是学时数：只能写数字，小数最多两位，例如 12 或 12.5")]
pub struct HoursProblem {
    /// What was written.
    pub text: String,
}

/// The largest amount accepted from outside, in hours. Anything above is a slip of the keyboard.
const HOURS_MAX: i64 = 1_000_000;

impl Hours {
    /// No hours.
    pub const ZERO: Hours = Hours(0);

    /// From whole hours.
    #[must_use]
    pub const fn from_whole(hours: i64) -> Hours {
        Hours(hours.saturating_mul(100))
    }

    /// From hundredths of an hour: 1250 is 12.5 hours.
    #[must_use]
    pub const fn from_hundredths(hundredths: i64) -> Hours {
        Hours(hundredths)
    }

    /// The amount in hundredths of an hour.
    #[must_use]
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Parses "12", "12.5" or "12.50". Refuses signs, exponents and a third decimal.
    pub fn parse(text: &str) -> Result<Hours, HoursProblem> {
        let problem = || HoursProblem { text: text.to_owned() };
        let trimmed = text.trim();
        let (whole, fraction) = trimmed.split_once('.').unwrap_or((trimmed, "0"));
        let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) || fraction.len() > 2 {
            return Err(problem());
        }
        let hours: i64 = whole.parse().map_err(|_| problem())?;
        let digits: i64 = fraction.parse().map_err(|_| problem())?;
        let hundredths = if fraction.len() == 1 { digits * 10 } else { digits };
        if hours > HOURS_MAX {
            return Err(problem());
        }
        Ok(Hours(hours * 100 + hundredths))
    }

    /// This amount taken `times` times, saturating.
    #[must_use]
    pub const fn times(self, times: i64) -> Hours {
        Hours(self.0.saturating_mul(times))
    }

    /// This amount less `other`, and never below zero.
    #[must_use]
    pub fn less(self, other: Hours) -> Hours {
        Hours(self.0.saturating_sub(other.0).max(0))
    }
}

impl Hours {
    fn write(self, to: &mut impl fmt::Write) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        match rest {
            0 => write!(to, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(to, "{sign}{whole}.{}", rest / 10),
            rest => write!(to, "{sign}{whole}.{rest:02}"),
        }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.width().is_none() {
            return self.write(f);
        }
        let mut text = String::new();
        self.write(&mut text)?;
        f.pad(&text)
    }
}

impl FromStr for Hours {
    type Err = HoursProblem;

    fn from_str(text: &str) -> Result<Hours, HoursProblem> {
        Hours::parse(text)
    }
}

impl Add for Hours {
    type Output = Hours;

    fn add(self, other: Hours) -> Hours {
        Hours(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Hours {
    fn add_assign(&mut self, other: Hours) {
        *self = *self + other;
    }
}

impl Sub for Hours {
    type Output = Hours;

    fn sub(self, other: Hours) -> Hours {
        Hours(self.0.saturating_sub(other.0))
    }
}

impl Sum for Hours {
    fn sum<I: Iterator<Item = Hours>>(amounts: I) -> Hours {
        amounts.fold(Hours::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Hours> for Hours {
    fn sum<I: Iterator<Item = &'a Hours>>(amounts: I) -> Hours {
        amounts.copied().sum()
    }
}

impl Serialize for Hours {
    /// As a plain JSON number: 12 or 12.5.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0 % 100 == 0 {
            return serializer.serialize_i64(self.0 / 100);
        }
        let number: serde_json::Number = self.to_string().parse().map_err(ser::Error::custom)?;
        number.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Hours {
    /// From a number or a text. A number is judged by its decimal digits, never by its binary value.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Hours, D::Error> {
        let text = match serde_json::Value::deserialize(deserializer)? {
            serde_json::Value::Number(number) => number.to_string(),
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        Hours::parse(text.strip_suffix(".0").unwrap_or(&text)).map_err(de::Error::custom)
    }
}

impl JsonSchema for Hours {
    fn schema_name() -> Cow<'static, str> {
        "Hours".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "number",
            "minimum": 0,
            "multipleOf": 0.01,
            "description": "学时数，小数最多两位，例如 12 或 12.5"
        })
    }
}
