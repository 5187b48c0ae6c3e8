//! Hours that were registered with somebody else's system, which need not be registered again (第四条). Must not judge.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{Hours, HoursRule, ItemFacts, Kind, Pack};

/// What a connected system says of one activity of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisteredElsewhere<'a> {
    /// What the system is called.
    pub system: &'a str,
    /// Its number for the activity.
    pub reference: &'a str,
    /// What the activity was called.
    pub title: &'a str,
    /// Who organised it.
    pub organiser: &'a str,
    /// First day.
    pub starts: Date,
    /// Last day.
    pub ends: Date,
    /// Hours that the system registered.
    pub hours: Hours,
    /// The day on which it became known here.
    pub learned: Date,
}

impl Kind {
    /// Whether its items come from a connected system, so that nobody types them.
    #[must_use]
    pub fn is_registered_elsewhere(&self) -> bool {
        matches!(self.hours, HoursRule::Registered { .. })
    }
}

impl Pack {
    /// The kind under which hours of connected systems count; `None` where the pack says nothing of them.
    #[must_use]
    pub fn kind_registered_elsewhere(&self) -> Option<&Kind> {
        self.kinds().iter().find(|kind| kind.is_registered_elsewhere())
    }

    /// Such hours as an item of the year, called by system and reference; `None` where the pack says nothing of them.
    #[must_use]
    pub fn registered_elsewhere(&self, said: &RegisteredElsewhere<'_>) -> Option<ItemFacts> {
        let kind = self.kind_registered_elsewhere()?;
        let HoursRule::Registered { from, system, reference } = &kind.hours else { return None };
        let answers =
            [(from, said.hours.to_string()), (system, said.system.into()), (reference, said.reference.into())];
        Some(ItemFacts {
            id: format!("{} {}", said.system, said.reference),
            kind: kind.id.clone(),
            title: said.title.to_owned(),
            organiser: said.organiser.to_owned(),
            starts: said.starts,
            ends: said.ends,
            answers: answers.into_iter().map(|(ask, answer)| (ask.clone(), answer)).collect::<BTreeMap<_, _>>(),
            applied: None,
            verified: None,
            accepted: None,
            evidence: Vec::new(),
            learned: Some(said.learned),
            decided: None,
        })
    }
}
