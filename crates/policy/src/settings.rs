//! A value of a rule that is written down, or taken from a reading: `{ reading = "share-base" }`. Switching the reading
//! switches the rule. Must not know what the values mean.

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use toml::Value;

use crate::PackError;
use crate::blocks::OptionBlock;
use crate::collection::{Collection, Placed};
use crate::faults::Fault;

/// A value, or the name of the reading that has it.
#[derive(Debug, Clone)]
pub(crate) enum Setting<T> {
    Plain(T),
    Read(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    reading: String,
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Setting<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Setting<T>, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let problem = |error: toml::de::Error| D::Error::custom(error.message());
        if value.is_table() {
            return Named::deserialize(value).map(|named| Setting::Read(named.reading)).map_err(problem);
        }
        T::deserialize(value).map(Setting::Plain).map_err(problem)
    }
}

impl<T: DeserializeOwned + Clone> Setting<T> {
    /// The value that is in force. Every alternative that has a value has to have one that fits, so that no switch of
    /// the reading can break the pack.
    pub(crate) fn value<E>(&self, collection: &Collection, placed: &Placed<E>) -> Result<T, PackError> {
        let id = match self {
            Setting::Plain(value) => return Ok(value.clone()),
            Setting::Read(id) => id,
        };
        let reading = collection.reading(placed, id)?;
        let fitting = |option: &OptionBlock| option.value.clone().map(T::deserialize).transpose();
        for option in &reading.entry.options {
            fitting(option).map_err(|error| {
                let (_, problem) = crate::toml_words::told(error.message());
                reading.error(Fault::BadValue, format!("“{}”的 value 不能用在规则里：{problem}", option.id))
            })?;
        }
        let chosen = reading.entry.options.iter().find(|option| option.id == reading.entry.chosen);
        let value = chosen.and_then(|chosen| fitting(chosen).ok().flatten());
        value.ok_or_else(|| placed.error(Fault::NoValue, format!("解释性规定“{id}”采用的一项没有 value，这里用不了")))
    }
}

impl<T> Setting<T> {
    /// The reading that it is taken from.
    pub(crate) fn reading(&self) -> Option<&String> {
        match self {
            Setting::Plain(_) => None,
            Setting::Read(id) => Some(id),
        }
    }
}
