//! A value of a rule that is written down, or taken from a reading: `{ reading = "share-base" }`. Switching the reading
//! switches the rule. Whether a reading can be switched at all is looked at here too. Must not know what the values mean.

use std::collections::BTreeSet;

use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};
use toml::Value;

use crate::PackError;
use crate::blocks::{OptionBlock, ReadingBlock};
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
                let (_, problem) = crate::toml_words::told(error.message(), "");
                reading.error(Fault::BadValue, format!("“{}”的 value 不能用在规则里：{problem}", option.id))
            })?;
        }
        let chosen = reading.entry.options.iter().find(|option| option.id == reading.entry.chosen);
        let value = chosen.and_then(|chosen| fitting(chosen).ok().flatten());
        value.ok_or_else(|| placed.error(Fault::NoValue, format!("解释性规定“{id}”采用的一项没有 value，这里用不了")))
    }
}

/// The value in force of a field that can be left out.
pub(crate) fn value<T: DeserializeOwned + Clone, E>(
    setting: Option<&Setting<T>>,
    collection: &Collection,
    placed: &Placed<E>,
) -> Result<Option<T>, PackError> {
    setting.map(|setting| setting.value(collection, placed)).transpose()
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

/// A reading lists at least two options with different ids and different values, the chosen one among them, and says
/// what each means.
pub(crate) fn check(placed: &Placed<ReadingBlock>) -> Result<(), PackError> {
    let ReadingBlock { chosen, options, .. } = &placed.entry;
    let ids: BTreeSet<&str> = options.iter().map(|option| option.id.as_str()).collect();
    if ids.len() < options.len() {
        return Err(placed.error(Fault::Twice, format!("“{}”的 options 里有两个相同的 id", placed.id)));
    }
    if ids.len() < 2 {
        return Err(placed.error(Fault::NoAlternative, format!("“{}”只有一种读法，没有写另一种", placed.id)));
    }
    if !ids.contains(chosen.as_str()) {
        let known: Vec<&str> = ids.into_iter().collect();
        let problem = format!("“{}”没有“{chosen}”这种读法，可以写：{}", placed.id, known.join("、"));
        return Err(placed.error(Fault::UnknownChoice, problem));
    }
    if let Some(same) = options.iter().skip(1).find(|option| is_value_of_an_earlier(option, options)) {
        let problem = format!("“{}”的读法“{}”和前面一项的 value 相同，换了读法规则也不会变", placed.id, same.id);
        return Err(placed.error(Fault::SameValue, problem));
    }
    let silent = options.iter().find(|option| option.says.trim().is_empty() || option.means.trim().is_empty());
    silent.map_or(Ok(()), |option| {
        let problem = format!("“{}”的读法“{}”没有写 says 或 means", placed.id, option.id);
        Err(placed.error(Fault::EmptyText, problem))
    })
}

fn is_value_of_an_earlier(option: &OptionBlock, options: &[OptionBlock]) -> bool {
    let mut earlier = options.iter().take_while(|earlier| earlier.id != option.id);
    option.value.is_some() && earlier.any(|earlier| earlier.value == option.value)
}
