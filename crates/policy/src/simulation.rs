//! What taking one pack for another does to people's years: which way each year is moved, and by which of the changed
//! rules. Must not know whose years they are.

use serde::Serialize;

use crate::compare::changed;
use crate::{Assessment, Clause, Hours, Outcome, Pack, Section, YearFacts, assess};

/// Two packs, and the rules in which they differ.
#[derive(Debug)]
pub struct Simulation<'a> {
    old: &'a Pack,
    new: &'a Pack,
    changed: Vec<Clause>,
}

/// Which way a year is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// To a better conclusion, or nearer to it.
    Gains,
    /// To a worse one, or further from it.
    Loses,
    /// Not at all.
    Stays,
}

/// Where a year stands under one pack, the weightiest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Stand {
    /// The year's conclusion.
    pub outcome: Outcome,
    /// Certificates that can be given.
    pub certificates: usize,
    /// Consequences elsewhere whose conditions are not met.
    pub barred: usize,
    /// Consequences elsewhere that nobody can tell yet.
    pub open: usize,
    /// Hours that are still to be done.
    pub missing: Hours,
    /// Hours that count.
    pub total: Hours,
}

/// A changed rule that touches the year.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Cause {
    /// The article that it stands under: the new pack's, or the old one's for a rule that is gone.
    pub article: String,
    /// What it is called, such as 种类“论文”.
    pub rule: String,
}

/// What the change does to one year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// Which way.
    pub direction: Direction,
    /// Under the old pack.
    pub before: Stand,
    /// Under the new one.
    pub after: Stand,
    /// The changed rules that touch the year, in the new pack's order. Empty when it is not moved.
    pub causes: Vec<Cause>,
}

impl<'a> Simulation<'a> {
    /// What changes from `old` to `new`.
    #[must_use]
    pub fn new(old: &'a Pack, new: &'a Pack) -> Simulation<'a> {
        Simulation { old, new, changed: changed(old, new) }
    }

    /// What the change does to a year: the same facts, judged by both packs. The conclusion weighs most; then the
    /// certificates that can be given, what follows elsewhere, the hours still to be done, and last the hours that count.
    #[must_use]
    pub fn effect(&self, facts: &YearFacts) -> Effect {
        let (old, new) = (assess(self.old, facts), assess(self.new, facts));
        let (before, after) = (Stand::of(&old), Stand::of(&new));
        let direction = before.moved_to(&after);
        let mut causes = Vec::new();
        if direction != Direction::Stays {
            let touching = self.changed.iter().filter(|clause| touches(clause, facts, &old, &new));
            causes.extend(touching.map(|clause| Cause { article: clause.article.clone(), rule: clause.name.clone() }));
        }
        Effect { direction, before, after, causes }
    }
}

impl Stand {
    fn of(assessment: &Assessment) -> Stand {
        let met = |outcome| outcome == Outcome::Satisfied;
        let following = |outcome| assessment.consequences.iter().filter(|one| one.outcome == outcome).count();
        Stand {
            outcome: assessment.outcome,
            certificates: assessment.certificates.iter().filter(|one| met(one.outcome)).count(),
            barred: following(Outcome::NotSatisfied),
            open: following(Outcome::Undetermined),
            missing: assessment.todo.iter().filter_map(|todo| todo.hours).sum(),
            total: assessment.total,
        }
    }

    /// Which way a year is moved that stood here and then stands there.
    #[must_use]
    pub fn moved_to(&self, after: &Stand) -> Direction {
        match after.weight().cmp(&self.weight()) {
            std::cmp::Ordering::Greater => Direction::Gains,
            std::cmp::Ordering::Less => Direction::Loses,
            std::cmp::Ordering::Equal => Direction::Stays,
        }
    }

    fn weight(&self) -> impl Ord {
        use std::cmp::Reverse;
        let conclusion = match self.outcome {
            Outcome::NotSatisfied => 0,
            Outcome::Undetermined => 1,
            // Nothing to meet is as good as having met it.
            Outcome::Satisfied | Outcome::ReferenceOnly => 2,
        };
        let elsewhere = Reverse((self.barred, self.open));
        (conclusion, self.certificates, elsewhere, Reverse(self.missing), self.total)
    }
}

/// Whether a changed rule shows in the year: what it says of this person differs between the two judgements.
fn touches(clause: &Clause, facts: &YearFacts, old: &Assessment, new: &Assessment) -> bool {
    let id = clause.id.as_str();
    match clause.section {
        Section::Obligation | Section::Status => old.obligation != new.obligation,
        Section::PublicCourse => old.public != new.public || old.outcome != new.outcome,
        Section::Requirement => differs(old, new, |one| {
            let found = one.requirements.iter().find(|requirement| requirement.id == id);
            found.map(|requirement| (requirement.outcome, requirement.need))
        }),
        Section::Group => differs(old, new, |one| cut(one, id)),
        Section::Kind => facts.items.iter().filter(|item| item.kind == id).any(|item| item_differs(old, new, &item.id)),
        Section::Window => facts.items.iter().any(|item| item_differs(old, new, &item.id)),
        Section::Certificate => differs(old, new, |one| {
            one.certificates.iter().find(|certificate| certificate.id == id).map(|certificate| certificate.outcome)
        }),
        Section::Consequence => differs(old, new, |one| {
            one.consequences.iter().find(|consequence| consequence.id == id).map(|consequence| consequence.outcome)
        }),
        Section::Annulment => facts.findings.iter().any(|finding| item_differs(old, new, &finding.item)),
        // Days and words move nobody; a reading moves through the rule that rests on it, a table through its kind.
        Section::Deadline
        | Section::TitleSeries
        | Section::Tables
        | Section::Verification
        | Section::Reading
        | Section::Provisions => false,
    }
}

fn differs<T: PartialEq>(old: &Assessment, new: &Assessment, of: impl Fn(&Assessment) -> T) -> bool {
    of(old) != of(new)
}

/// Hours that a cap takes away; none where there is no such cap.
fn cut(assessment: &Assessment, group: &str) -> Hours {
    let found = assessment.groups.iter().find(|outcome| outcome.id == group);
    found.map_or(Hours::ZERO, |outcome| outcome.sum - outcome.counted)
}

fn item_differs(old: &Assessment, new: &Assessment, id: &str) -> bool {
    differs(old, new, |one| one.items.iter().find(|item| item.id == id).map(|item| item.counted))
}
