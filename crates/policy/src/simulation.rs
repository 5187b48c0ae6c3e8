//! What taking one pack for another does to people's years: which way each year is moved, and by which of the changed
//! rules. Must not know whose years they are.

use serde::Serialize;

use crate::assess::opening;
use crate::compare::changed;
use crate::trace::Quiet;
use crate::verdict::{self, Standing};
use crate::{Assessment, Clause, Hours, ItemFacts, Outcome, Pack, Section, Task, YearFacts, assess};

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
    /// Whether the required course is still to be studied or passed.
    pub owes_course: bool,
    /// Hours that are still to be done beside it.
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
    /// certificates that can be given, what follows elsewhere, whether the required course is still owed, the hours still to be
    /// done, and last the hours that count.
    #[must_use]
    pub fn effect(&self, facts: &YearFacts) -> Effect {
        self.effect_between(facts, facts)
    }

    /// The same for a year of which the new pack knows something else: the day on which a title series opens is a pack's own.
    #[must_use]
    pub fn effect_between(&self, then: &YearFacts, now: &YearFacts) -> Effect {
        let (old, new) = self.judged(then, now);
        let (before, after) = (Stand::of(&old.assessment), Stand::of(&new.assessment));
        let direction = before.moved_to(&after);
        let mut causes = Vec::new();
        if direction != Direction::Stays {
            // What nobody has decided yet moves a year as well, by what may come of it.
            let others = [[then, now].map(granted), [then, now].map(|facts| at_best(facts, &new.assessment))];
            let others = others.iter().map(|[then, now]| self.judged(then, now));
            let judged: Vec<_> = others.chain([(old, new)]).collect();
            let touch = |clause: &&Clause| judged.iter().any(|(old, new)| touches(clause, old, new));
            let touching = self.changed.iter().filter(touch);
            causes.extend(touching.map(|clause| Cause { article: clause.article.clone(), rule: clause.name.clone() }));
        }
        Effect { direction, before, after, causes }
    }

    fn judged<'f>(&'f self, then: &'f YearFacts, now: &'f YearFacts) -> (Judged<'f>, Judged<'f>) {
        (Judged::of(self.old, then), Judged::of(self.new, now))
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
            owes_course: assessment.todo.iter().any(|todo| matches!(todo.task, Task::Study | Task::Exam)),
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
        // What the examination brings is not missing where it is owed: whoever owes it has no fewer hours to do for that.
        (conclusion, self.certificates, elsewhere, Reverse(self.owes_course), Reverse(self.missing), self.total)
    }
}

/// One pack's judgement of the year.
struct Judged<'a> {
    pack: &'a Pack,
    facts: &'a YearFacts,
    assessment: Assessment,
}

/// More than any year can hold.
const AMPLE: Hours = Hours::from_whole(1_000_000);

/// The facts once the verifier has granted all that is applied for: hours that are missing are reckoned so.
fn granted(facts: &YearFacts) -> YearFacts {
    let mut granted = facts.clone();
    for item in granted.items.iter_mut().filter(|item| item.accepted.is_none()) {
        item.accepted = Some(true);
    }
    granted
}

/// The facts once the verifier has set ample figures where none is known: a year is open as long as they would suffice.
fn at_best(facts: &YearFacts, judged: &Assessment) -> YearFacts {
    let is_unknown = |id: &str| judged.items.iter().any(|item| item.id == id && item.computed.is_none());
    let mut at_best = facts.clone();
    let open = |item: &&mut ItemFacts| item.verified.is_none() && item.accepted != Some(false) && is_unknown(&item.id);
    for item in at_best.items.iter_mut().filter(open) {
        item.verified = Some(AMPLE);
    }
    at_best
}

impl<'a> Judged<'a> {
    fn of(pack: &'a Pack, facts: &'a YearFacts) -> Judged<'a> {
        Judged { pack, facts, assessment: assess(pack, facts) }
    }

    /// Where the person stands, as far as requirements look at it. Only called for whoever is moved.
    fn standing(&self) -> Standing {
        let Assessment { public, professional, .. } = self.assessment;
        let opening = opening(self.pack, self.facts, &mut Quiet);
        Standing { public, professional, professional_possible: professional, ..opening }
    }

    /// What a requirement comes to and asks: for the year, or only for a certificate or a consequence.
    fn requirement(&self, id: &str) -> Option<(Outcome, Hours)> {
        if let Some(found) = self.assessment.requirements.iter().find(|requirement| requirement.id == id) {
            return Some((found.outcome, found.need));
        }
        let rule = self.pack.content.rules.requirements.iter().find(|rule| rule.id == id)?;
        let weight = verdict::weigh(self.pack, rule, &self.standing());
        Some((weight.outcome, weight.need))
    }

    /// Whether the person's title series opens on the day of this notice.
    fn opens_by(&self, id: &str) -> bool {
        let notice = self.pack.content.rules.title_series.iter().find(|notice| notice.id == id);
        notice.is_some_and(|notice| self.facts.title_series_opens == Some(notice.opens))
    }

    /// What the required course comes to, done or to be done.
    fn required_course(&self) -> impl PartialEq {
        let standing = self.standing();
        (standing.public, standing.exam_passed, standing.studied, standing.exam_brings)
    }
}

/// Whether a changed rule shows in the year: what it says of this person differs between the two judgements.
fn touches(clause: &Clause, old: &Judged<'_>, new: &Judged<'_>) -> bool {
    let (id, facts) = (clause.id.as_str(), new.facts);
    let counted = |one: &Assessment, id: &str| -> Vec<Hours> {
        one.items.iter().filter(|item| item.id == id).map(|item| item.counted).collect()
    };
    let item_differs = |id: &str| differs(old, new, |one| counted(one, id));
    match clause.section {
        Section::Obligation | Section::Status => differs(old, new, |one| one.obligation),
        Section::PublicCourse => old.required_course() != new.required_course(),
        Section::Requirement => old.requirement(id) != new.requirement(id),
        Section::Group => differs(old, new, |one| cut(one, id)),
        Section::Kind => facts.items.iter().filter(|item| item.kind == id).any(|item| item_differs(&item.id)),
        Section::Window => facts.items.iter().any(|item| item_differs(&item.id)),
        Section::Certificate => differs(old, new, |one| {
            one.certificates.iter().find(|certificate| certificate.id == id).map(|certificate| certificate.outcome)
        }),
        Section::Consequence => differs(old, new, |one| {
            one.consequences.iter().find(|consequence| consequence.id == id).map(|consequence| consequence.outcome)
        }),
        Section::Annulment => facts.findings.iter().any(|finding| item_differs(&finding.item)),
        Section::TitleSeries => {
            let in_time = |judged: &Judged<'_>| judged.standing().before_title_series;
            (old.opens_by(id) || new.opens_by(id)) && in_time(old) != in_time(new)
        }
        // Days and words move nobody; a reading moves through the rule that rests on it, what a kind is built from through it.
        Section::Deadline | Section::Tables | Section::Verification | Section::Reading | Section::Provisions => false,
        Section::Category | Section::Rate | Section::DayLimit | Section::Evidence => false,
    }
}

fn differs<T: PartialEq>(old: &Judged<'_>, new: &Judged<'_>, of: impl Fn(&Assessment) -> T) -> bool {
    of(&old.assessment) != of(&new.assessment)
}

/// Hours that a cap takes away; none where there is no such cap.
fn cut(assessment: &Assessment, group: &str) -> Hours {
    let found = assessment.groups.iter().find(|outcome| outcome.id == group);
    found.map_or(Hours::ZERO, |outcome| outcome.sum - outcome.counted)
}
