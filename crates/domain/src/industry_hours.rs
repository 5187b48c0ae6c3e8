//! Holds hours that a connected industry system registered, which count without being registered again (article 4). Must
//! not hold what a person types.

use jiff::civil::{Date, DateTime};
use policy::{Finding, Hours, ItemFacts, Pack, RegisteredElsewhere, YearFacts};
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Instant, chinese_date, shanghai_date},
    duplicate::{Likeness, Typed},
    ids::{ItemId, PersonId},
};

/// What a connected system says of one activity. System and reference together name it, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndustryHours {
    /// What the system is called.
    pub system: String,
    /// Its number for the activity.
    pub reference: String,
    /// Whose.
    pub person_id: PersonId,
    /// What the activity was called.
    pub title: String,
    /// Who organised it; empty where the system does not say.
    pub organiser: String,
    /// First day.
    pub starts: Date,
    /// Last day, in the same year.
    pub ends: Date,
    /// Hours that the system registered.
    pub hours: Hours,
    /// When the system registered them, on the wall clock in Asia/Shanghai.
    pub registered_at: Option<DateTime>,
    /// When this system learned of it.
    pub recorded_at: Instant,
    /// The same activity as it was typed by hand before this became known: while that stands, it is what counts.
    pub typed_item: Option<ItemId>,
}

impl IndustryHours {
    /// The year for which it counts (article 4): the one in which it happened.
    pub fn year(&self) -> i16 {
        self.starts.year()
    }

    /// Its place among what a person has: by first day, system and reference.
    pub fn order(&self) -> (Date, &str, &str) {
        (self.starts, &self.system, &self.reference)
    }

    /// Where it is registered, such as `“甲系统”（编号 HY01）`.
    pub fn place(&self) -> String {
        format!("“{}”（编号 {}）", self.system, self.reference)
    }

    /// When it was, in words.
    pub fn dates(&self) -> String {
        if self.starts == self.ends {
            return chinese_date(self.starts);
        }
        format!("{} 至 {}", chinese_date(self.starts), chinese_date(self.ends))
    }

    /// What people read of it in the log.
    pub fn summary(&self) -> String {
        format!("《{}》，{}，{} 学时", self.title, self.dates(), self.hours)
    }

    /// Whether the other says the same of the same activity, whenever it was learned.
    pub fn says_the_same(&self, other: &IndustryHours) -> bool {
        let as_known = IndustryHours { recorded_at: self.recorded_at, typed_item: self.typed_item, ..other.clone() };
        *self == as_known
    }

    /// What the assessment reads; `None` where the pack says nothing of connected systems.
    pub fn facts(&self, pack: &Pack) -> Option<ItemFacts> {
        pack.registered_elsewhere(&RegisteredElsewhere {
            system: &self.system,
            reference: &self.reference,
            title: &self.title,
            organiser: &self.organiser,
            starts: self.starts,
            ends: self.ends,
            hours: self.hours,
            learned: shanghai_date(self.recorded_at),
        })
    }
}

/// Adds to the typed items of a year what connected systems registered for it. What stands among the typed ones already,
/// and was neither returned nor found false, counts there and nowhere else (articles 4 and 13).
pub fn add_to(facts: &mut YearFacts, registered: &[IndustryHours], pack: &Pack) {
    let added = by_themselves(registered, facts.year, pack, |hours| is_typed(hours, facts));
    facts.items.extend(added);
}

/// Whether an item that was typed stands: neither returned nor found false.
pub fn stands(id: &str, accepted: Option<bool>, findings: &[Finding]) -> bool {
    accepted != Some(false) && !findings.iter().any(|finding| finding.item == id)
}

/// The same for a year that is looked back at, where `seen` is what was known of the typed items then: one that stands for an
/// activity now may have been gone or returned then, and one that is gone now may have stood.
pub fn add_as_known(facts: &mut YearFacts, seen: &YearFacts, registered: &[IndustryHours], pack: &Pack) {
    let stands_for = |item: &ItemFacts, hours: &IndustryHours| {
        stands(&item.id, item.accepted, &seen.findings)
            && Typed::from(item).likeness_to_registered(hours) == Some(Likeness::Same)
    };
    let is_typed = |hours: &IndustryHours| seen.items.iter().any(|item| stands_for(item, hours));
    facts.items.extend(by_themselves(registered, facts.year, pack, is_typed));
}

/// Those of a year that count by themselves, and not through an item that was typed for the same.
fn by_themselves(
    registered: &[IndustryHours],
    year: i16,
    pack: &Pack,
    is_typed: impl Fn(&IndustryHours) -> bool,
) -> Vec<ItemFacts> {
    let counting = registered.iter().filter(|hours| hours.year() == year && !is_typed(hours));
    counting.filter_map(|hours| hours.facts(pack)).collect()
}

/// Whether it counts through one of these items, as somebody typed it.
fn is_typed(hours: &IndustryHours, facts: &YearFacts) -> bool {
    let Some(typed) = hours.typed_item.map(|id| id.to_string()) else { return false };
    facts.items.iter().any(|item| item.id == typed && stands(&item.id, item.accepted, &facts.findings))
}
