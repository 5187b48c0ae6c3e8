//! The block of a kind of activity, as TOML writes it: what it asks, what it needs, how its hours come. Must not hold
//! checks that need more than one block.

use serde::Deserialize;
use toml::Spanned;

use crate::Hours;
use crate::hours_block::HoursBlock;
use crate::settings::Setting;

/// `[[kind]]`
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KindBlock {
    pub(crate) id: Spanned<String>,
    pub(crate) name: String,
    pub(crate) category: String,
    pub(crate) group: Option<String>,
    #[serde(default)]
    pub(crate) asks: Vec<AskBlock>,
    #[serde(default)]
    pub(crate) evidence: Vec<NeedBlock>,
    pub(crate) hours: HoursBlock,
    pub(crate) hint: Option<String>,
    /// What recognises such an activity, where that is a reading.
    pub(crate) recognised: Option<Setting<Recognised>>,
    /// A reading beside those of its values.
    pub(crate) reading: Option<String>,
}

/// What recognises an activity. The program carries out no other.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Recognised {
    /// The unit's verification of the item.
    ByVerification,
}

/// An ask of a kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AskBlock {
    pub(crate) id: String,
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) answer: AnswerBlock,
    pub(crate) unit: Option<String>,
    #[serde(default)]
    pub(crate) choices: Vec<(String, String)>,
    #[serde(default)]
    pub(crate) optional: bool,
}

/// The type of an ask.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AnswerBlock {
    Text,
    Count,
    Hours,
    YesNo,
    Choice,
}

/// Evidence that a kind needs: its id, or with the yes-no ask that makes it necessary.
#[derive(Debug, Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "材料要写成 \"材料的 id\"，或 { id = \"材料的 id\", when = \"问题的 id\" }"
)]
pub(crate) enum NeedBlock {
    Always(String),
    When { id: String, when: String },
}

/// `[[day-limit]]`: the most that a day can hold of the hours that these rates give. More is a slip of the keyboard.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayLimitBlock {
    pub(crate) id: Spanned<String>,
    /// Ids of rates.
    pub(crate) rates: Vec<String>,
    pub(crate) hours: Setting<Hours>,
}
