//! How words that leave room are read: a setting of the pack with its alternatives. Must not hold what follows from it.

use serde::{Deserialize, Serialize};

/// How we read words that leave room (解释性规定): a setting of the pack.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Stable id.
    pub id: String,
    /// What the words leave open.
    pub question: String,
    /// Id of the reading in force.
    pub chosen: String,
    /// The reading in force, as a [`Reason`](crate::Reason) shows it.
    pub says: String,
    /// Every reading that is possible, the one in force among them.
    pub options: Vec<ReadingOption>,
    /// The article whose words are read.
    pub article: String,
}

impl Reading {
    /// The readings that are not in force.
    pub fn alternatives(&self) -> impl Iterator<Item = &ReadingOption> {
        self.options.iter().filter(|option| option.id != self.chosen)
    }
}

/// One way to read words that leave room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingOption {
    /// Id, unique in its reading.
    pub id: String,
    /// The reading as a sentence.
    pub says: String,
    /// What it means for people.
    pub means: String,
    /// Whether the rules can follow it by data alone.
    pub computes: bool,
    /// What the rules take then, as the pack writes it.
    #[serde(default)]
    pub value: Option<String>,
}
