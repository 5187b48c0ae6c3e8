//! Holds the states of a registration and their names. Must not hold what leads from one to another.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// The person is writing it.
    Draft,
    /// Handed in; nobody has taken it up.
    Submitted,
    /// A verifier is checking it.
    Checking,
    /// The first check is done; the person prints, seals and attaches the form.
    Verified,
    /// Waiting for the second decision.
    AwaitingApproval,
    /// Done: its hours count.
    Approved,
    /// Given back to the person with a reason.
    Returned,
}

impl State {
    /// All states, in the order of the way through them.
    pub const ALL: [Self; 7] = [
        Self::Draft,
        Self::Submitted,
        Self::Checking,
        Self::Verified,
        Self::AwaitingApproval,
        Self::Approved,
        Self::Returned,
    ];

    /// The name under which it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Checking => "checking",
            Self::Verified => "verified",
            Self::AwaitingApproval => "awaiting-approval",
            Self::Approved => "approved",
            Self::Returned => "returned",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::Submitted => "待审验",
            Self::Checking => "审验中",
            Self::Verified => "审验通过",
            Self::AwaitingApproval => "待审批",
            Self::Approved => "已审批",
            Self::Returned => "已退回",
        }
    }

    /// Whether the person can change it.
    pub fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no state.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("没有名为“{0}”的登记状态")]
pub struct UnknownState(pub String);

impl FromStr for State {
    type Err = UnknownState;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|state| state.as_str() == text).ok_or_else(|| UnknownState(text.to_owned()))
    }
}
