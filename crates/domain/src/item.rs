//! Holds one activity of a registration and what was decided about it. Must not compute hours: the policy does.

use std::collections::BTreeMap;

use jiff::civil::Date;
use policy::{Hours, ItemFacts};
use serde::{Deserialize, Serialize};

use crate::{
    clock::{Instant, shanghai_date},
    evidence::Evidence,
    ids::{ItemId, PersonId, RegistrationId},
};

/// What the verifier decided about an item (article 6).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "decision", rename_all = "kebab-case")]
pub enum Decision {
    /// Nothing yet.
    #[default]
    Open,
    /// As applied for or computed.
    Accepted {
        /// Hours recognised.
        hours: Hours,
    },
    /// With other hours.
    Changed {
        /// Hours recognised.
        hours: Hours,
        /// Why, for the person.
        reason: String,
    },
    /// Not as it is.
    Returned {
        /// Why, and what to mend, for the person.
        reason: String,
    },
}

impl Decision {
    /// The name under which it is stored.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Accepted { .. } => "accepted",
            Self::Changed { .. } => "changed",
            Self::Returned { .. } => "returned",
        }
    }

    /// What people read.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Open => "未审验",
            Self::Accepted { .. } => "通过",
            Self::Changed { .. } => "调整学时",
            Self::Returned { .. } => "退回",
        }
    }

    /// The hours that the verifier set; `None` while open and when returned.
    pub fn hours(&self) -> Option<Hours> {
        match self {
            Self::Accepted { hours } | Self::Changed { hours, .. } => Some(*hours),
            Self::Open | Self::Returned { .. } => None,
        }
    }

    /// The figure that the verifier set instead of the standard's. An acceptance sets none: whoever judges the item by
    /// another standard, or by what stands beside it, finds what that gives.
    pub fn figure(&self) -> Option<Hours> {
        match self {
            Self::Changed { hours, .. } => Some(*hours),
            Self::Open | Self::Accepted { .. } | Self::Returned { .. } => None,
        }
    }

    /// The reason that goes with it; `None` while open and when accepted.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Changed { reason, .. } | Self::Returned { reason } => Some(reason),
            Self::Open | Self::Accepted { .. } => None,
        }
    }

    /// Whether the item counts (`Some(true)`), does not (`Some(false)`) or is undecided.
    pub fn accepted(&self) -> Option<bool> {
        match self {
            Self::Open => None,
            Self::Accepted { .. } | Self::Changed { .. } => Some(true),
            Self::Returned { .. } => Some(false),
        }
    }
}

/// One activity inside a registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Identity.
    pub id: ItemId,
    /// The registration that it belongs to.
    pub registration_id: RegistrationId,
    /// Order inside the registration, from 1, unique there; removed items leave gaps.
    pub position: i64,
    /// Kind of activity, an identifier of the policy pack (article 4).
    pub kind: String,
    /// What it was.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// First day.
    pub starts: Date,
    /// Last day, never before the first.
    pub ends: Date,
    /// Answers to the kind's questions: counts as digits, yes-no as `yes` or `no`, choices by identifier.
    pub answers: BTreeMap<String, String>,
    /// Hours applied for.
    pub applied: Option<Hours>,
    /// What was decided.
    pub decision: Decision,
    /// By whom; `None` while open.
    pub decided_by: Option<PersonId>,
    /// When; `None` while open.
    pub decided_at: Option<Instant>,
    /// When it was handed in as it stands here; `None` while only its person knows of that.
    pub told_at: Option<Instant>,
}

impl Item {
    /// What the assessment reads; takes from `evidence` only what belongs to this item.
    pub fn facts(&self, evidence: &[Evidence]) -> ItemFacts {
        let mut needs: Vec<String> =
            evidence.iter().filter(|file| file.item_id == self.id).map(|file| file.need.clone()).collect();
        needs.sort();
        needs.dedup();
        ItemFacts {
            id: self.id.to_string(),
            kind: self.kind.clone(),
            title: self.title.clone(),
            organiser: self.organiser.clone(),
            starts: self.starts,
            ends: self.ends,
            answers: self.answers.clone(),
            applied: self.applied,
            verified: self.decision.figure(),
            accepted: self.decision.accepted(),
            evidence: needs,
            // Which wording was known when is asked of the revisions, by whoever looks back.
            learned: None,
            decided: self.decided_at.map(shanghai_date),
        }
    }

    /// Whether somebody else than this verifier decided it.
    pub fn is_decided_by_another(&self, verifier: PersonId) -> bool {
        self.decided_by.is_some_and(|by| by != verifier)
    }

    /// The person changed it: nobody was told of that yet, and nothing is decided about it.
    pub fn reword(&mut self) {
        self.reopen();
        self.told_at = None;
    }

    /// Takes the decision back.
    pub fn reopen(&mut self) {
        self.decision = Decision::Open;
        self.decided_by = None;
        self.decided_at = None;
    }
}
