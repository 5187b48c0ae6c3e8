//! How far everybody is in a year's public subject: five stages, one a person, and the sums over many. Read for all at
//! once; what was studied is not in the log, so nothing of it is kept.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    fmt,
    str::FromStr,
};

use domain::{ids::PersonId, refusal::Refusal, training_year::TrainingYear};
use policy::Obligation;
use store::training_progress::{self, Taken};

use super::progress::PersonProgress;
use crate::{Act, refusals};

/// How far one person is, of those who owe the year's public subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// The examination is passed, here or elsewhere.
    Passed,
    /// The course is studied, and the examination can be sat.
    Studied,
    /// Some of the course counts.
    Begun,
    /// Nothing counts yet.
    Untouched,
    /// Every attempt is used up; support can grant a make-up.
    UsedUp,
}

impl Stage {
    /// All stages, in the order of pictures and tables.
    pub const ALL: [Self; 5] = [Self::Passed, Self::Studied, Self::Begun, Self::Untouched, Self::UsedUp];

    /// The name in addresses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Studied => "studied",
            Self::Begun => "begun",
            Self::Untouched => "untouched",
            Self::UsedUp => "used-up",
        }
    }

    /// What people read.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::Passed => "已合格",
            Self::Studied => "已学完待考",
            Self::Begun => "学习中",
            Self::Untouched => "未开始",
            Self::UsedUp => "次数用完",
        }
    }
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownStage;

impl FromStr for Stage {
    type Err = UnknownStage;

    fn from_str(text: &str) -> Result<Self, UnknownStage> {
        Self::ALL.into_iter().find(|stage| stage.as_str() == text).ok_or(UnknownStage)
    }
}

/// How many people are at which stage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stages(BTreeMap<Stage, i64>);

impl Stages {
    /// Those at this stage.
    #[must_use]
    pub fn of(&self, stage: Stage) -> i64 {
        self.0.get(&stage).copied().unwrap_or(0)
    }

    /// Everybody who owes the public subject.
    #[must_use]
    pub fn people(&self) -> i64 {
        self.0.values().sum()
    }

    /// Counts one more person.
    pub(super) fn add(&mut self, stage: Stage) {
        *self.0.entry(stage).or_default() += 1;
    }
}

/// What one person has of a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Studied {
    /// Milliseconds of the required course that count in the round that they are in.
    pub credited: u64,
    /// Attempts that were begun.
    pub attempts: u8,
    /// Attempts that are left.
    pub left: u8,
    /// The most points.
    pub best: Option<i64>,
}

/// What everybody has of a year.
pub(super) struct EverybodyStudied {
    attempts: u8,
    /// By person and round.
    credited: HashMap<(PersonId, u8), u64>,
    begun: HashSet<PersonId>,
    studied: HashSet<(PersonId, u8)>,
    taken: HashMap<PersonId, Taken>,
    make_ups: HashMap<PersonId, u8>,
}

impl EverybodyStudied {
    pub(super) async fn load(act: &mut Act, year: &TrainingYear) -> Result<Self, Refusal> {
        let tx = &mut act.tx;
        let credited = training_progress::credited(tx, year.year).await.map_err(refusals::store)?;
        let studied = training_progress::studied(tx, year.year).await.map_err(refusals::store)?;
        let taken = training_progress::taken(tx, year.year).await.map_err(refusals::store)?;
        let make_ups = training_progress::make_ups(tx, year.year).await.map_err(refusals::store)?;
        Ok(Self {
            attempts: year.exam.attempts,
            begun: credited.iter().map(|(person, ..)| *person).collect(),
            credited: credited.into_iter().map(|(person, round, sum)| ((person, round), sum)).collect(),
            studied: studied.into_iter().collect(),
            taken: taken.into_iter().collect(),
            make_ups: make_ups.into_iter().collect(),
        })
    }

    /// Where somebody is; `None` for whoever owes no public subject.
    pub(super) fn stage(&self, line: &PersonProgress) -> Option<Stage> {
        if line.obligation == Obligation::None {
            return None;
        }
        let person = line.person.id;
        let taken = self.taken.get(&person).copied().unwrap_or_default();
        Some(if line.public_done {
            Stage::Passed
        } else if taken.running == 0 && taken.attempts >= self.in_all(person) {
            Stage::UsedUp
        } else if self.studied.contains(&(person, self.round(person))) {
            Stage::Studied
        } else if self.begun.contains(&person) || taken.attempts > 0 {
            Stage::Begun
        } else {
            Stage::Untouched
        })
    }

    /// The figures behind it.
    pub(super) fn of(&self, person: PersonId) -> Studied {
        let taken = self.taken.get(&person).copied().unwrap_or_default();
        Studied {
            credited: self.credited.get(&(person, self.round(person))).copied().unwrap_or(0),
            attempts: taken.attempts,
            left: self.in_all(person).saturating_sub(taken.attempts),
            best: taken.best,
        }
    }

    /// Each make-up begins a new round.
    fn round(&self, person: PersonId) -> u8 {
        self.make_ups.get(&person).copied().unwrap_or(0)
    }

    /// Each make-up adds an attempt.
    fn in_all(&self, person: PersonId) -> u8 {
        self.attempts.saturating_add(self.round(person))
    }
}
