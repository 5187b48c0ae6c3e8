//! Hours that connected systems registered for a year, with what they bring (article 4). Must not hold what a person types.

use domain::industry_hours::IndustryHours;
use policy::{Assessment, ItemOutcome, Kind, cited};

use crate::dossier::Dossier;

/// Hours that a connected system registered, with what they bring.
#[derive(Debug, Clone)]
pub struct RegisteredElsewhere {
    /// What it registered.
    pub hours: IndustryHours,
    /// The kind under which they count, with its article.
    pub kind: Kind,
    /// What they bring in the year's assessment; `None` where they count through the item that was typed for them.
    pub outcome: Option<ItemOutcome>,
}

impl Dossier {
    /// What connected systems registered for the year, in their order; none where the pack says nothing of such systems.
    pub(crate) fn registered_elsewhere(&self, assessment: &Assessment) -> Vec<RegisteredElsewhere> {
        let Some(kind) = self.pack.kind_registered_elsewhere() else { return Vec::new() };
        let of_year = self.known.registered.iter().filter(|hours| hours.year() == self.year);
        of_year
            .map(|hours| {
                let id = hours.facts(&self.pack).map(|facts| facts.id);
                let outcome = assessment.items.iter().find(|outcome| Some(&outcome.id) == id.as_ref());
                RegisteredElsewhere { hours: hours.clone(), kind: kind.clone(), outcome: outcome.cloned() }
            })
            .collect()
    }
}

/// Those that count by themselves, and not through an item that was typed for the same.
pub(crate) fn counting(all: &[RegisteredElsewhere]) -> impl Iterator<Item = &RegisteredElsewhere> {
    all.iter().filter(|one| one.outcome.is_some())
}

/// Those that count by themselves as the summary form tells them, below what the unit checks; empty for none.
pub(crate) fn note(all: &[RegisteredElsewhere]) -> String {
    let each: Vec<String> = counting(all).map(|one| format!("{}{}", one.hours.place(), one.hours.summary())).collect();
    let Some(first) = counting(all).next() else { return String::new() };
    format!(
        "行业系统已登记、无需重复登记的 {} 项{}，不在上表之内，学时另行计入：{}。",
        each.len(),
        cited(&first.kind.article),
        each.join("；")
    )
}
