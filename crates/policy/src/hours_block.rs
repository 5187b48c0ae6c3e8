//! How a kind's hours come, as TOML writes it: one word, or a table whose keys say which rule it is. Read by hand, so that
//! a key that is written wrongly is named.

use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::Hours;
use crate::pack::Rounding;
use crate::settings::Setting;

const EXPECTED: &str = "hours 的写法不对。可以写 \"reviewer\"，或 fixed；stated 和 rate；registered、system 和 reference；half_days 和 rate；table、by 和 otherwise；from、per、give_hours、round（down、nearest、exact 或 carried）和可选的 at_most_hours";

/// `hours = "reviewer"` or one of the computed rules.
#[derive(Debug)]
pub(crate) enum HoursBlock {
    Word(String),
    Fixed { fixed: Hours },
    Stated { stated: String, rate: String },
    Registered { registered: String, system: String, reference: String },
    HalfDays { half_days: String, rate: String },
    Table { table: String, by: Vec<String>, otherwise: String },
    Conversion { from: String, per: i64, give_hours: Hours, round: Setting<Rounding>, at_most_hours: Option<Hours> },
}

/// Every key that one of the rules has.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Keys {
    fixed: Option<Hours>,
    stated: Option<String>,
    registered: Option<String>,
    half_days: Option<String>,
    table: Option<String>,
    from: Option<String>,
    rate: Option<String>,
    system: Option<String>,
    reference: Option<String>,
    by: Option<Vec<String>>,
    otherwise: Option<String>,
    per: Option<i64>,
    give_hours: Option<Hours>,
    round: Option<Setting<Rounding>>,
    at_most_hours: Option<Hours>,
}

impl<'de> Deserialize<'de> for HoursBlock {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = HoursBlock;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("文字或一组项")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<HoursBlock, E> {
        Ok(HoursBlock::Word(word.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<HoursBlock, A::Error> {
        block(Keys::deserialize(MapAccessDeserializer::new(map))?)
    }
}

/// The rule whose first key is there, with all the others that it needs and no more.
fn block<E: Error>(mut keys: Keys) -> Result<HoursBlock, E> {
    let block = if let Some(fixed) = keys.fixed.take() {
        HoursBlock::Fixed { fixed }
    } else if let Some(stated) = keys.stated.take() {
        HoursBlock::Stated { stated, rate: needed(keys.rate.take(), "rate")? }
    } else if let Some(registered) = keys.registered.take() {
        HoursBlock::Registered {
            registered,
            system: needed(keys.system.take(), "system")?,
            reference: needed(keys.reference.take(), "reference")?,
        }
    } else if let Some(half_days) = keys.half_days.take() {
        HoursBlock::HalfDays { half_days, rate: needed(keys.rate.take(), "rate")? }
    } else if let Some(table) = keys.table.take() {
        HoursBlock::Table {
            table,
            by: needed(keys.by.take(), "by")?,
            otherwise: needed(keys.otherwise.take(), "otherwise")?,
        }
    } else if let Some(from) = keys.from.take() {
        HoursBlock::Conversion {
            from,
            per: needed(keys.per.take(), "per")?,
            give_hours: needed(keys.give_hours.take(), "give_hours")?,
            round: needed(keys.round.take(), "round")?,
            at_most_hours: keys.at_most_hours.take(),
        }
    } else {
        return Err(E::custom(EXPECTED));
    };
    if keys.is_empty() { Ok(block) } else { Err(E::custom(EXPECTED)) }
}

fn needed<T, E: Error>(value: Option<T>, key: &'static str) -> Result<T, E> {
    value.ok_or_else(|| E::missing_field(key))
}

impl Keys {
    /// Whether nothing is left that no rule has used.
    fn is_empty(&self) -> bool {
        let texts = [
            &self.stated,
            &self.registered,
            &self.half_days,
            &self.table,
            &self.from,
            &self.rate,
            &self.system,
            &self.reference,
            &self.otherwise,
        ];
        texts.into_iter().all(Option::is_none)
            && (self.by.is_none() && self.per.is_none() && self.round.is_none())
            && [self.fixed, self.give_hours, self.at_most_hours].into_iter().all(|it| it.is_none())
    }
}
