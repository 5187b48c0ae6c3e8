//! What is left over from one item of a kind and goes to the year's next, where the pack reads it so (待取整的零头). Must
//! not reckon hours.

use std::collections::BTreeMap;

use crate::{HoursRule, ItemFacts, Kind, Rounding, worth};

/// Left-overs by kind.
#[derive(Debug, Default)]
pub(crate) struct Leftovers<'a>(BTreeMap<&'a str, i64>);

impl<'a> Leftovers<'a> {
    /// What earlier items of the kind left over for this one.
    pub(crate) fn before(&self, kind: &Kind) -> i64 {
        self.0.get(kind.id.as_str()).copied().unwrap_or(0)
    }

    /// Keeps what this item leaves over. Only items whose hours count by the pack leave anything.
    pub(crate) fn after(&mut self, kind: &'a Kind, item: &ItemFacts) {
        let HoursRule::Conversion { from, per, round: Rounding::Carried, .. } = &kind.hours else { return };
        let Some(count) = item.answers.get(from).and_then(|answer| worth::count(answer.trim())) else { return };
        let all = self.before(kind) + count;
        self.0.insert(&kind.id, all % (*per).max(1));
    }
}
