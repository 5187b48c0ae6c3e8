//! The account of one person's year among many: every step with its article, in figures and in sentences made
//! beforehand. The sentences themselves are [`explain`](crate::explain())'s. Must not decide anything.

use super::Item;
use super::judging::Stop;
use super::ready::{Bench, Situation, Told};
use crate::assess::Figures;
use crate::caps::Through;
use crate::explanation::Step;
use crate::left::{self, Left};
use crate::rules::{CertificateRule, ConsequenceRule, Group, Requirement, Rules};
use crate::verdict::{Awaited, Standing, Weight};
use crate::{Hours, Outcome, Pack};

/// One line of the account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<'a> {
    /// How far to indent; 0 for a heading.
    pub depth: u8,
    /// The article; empty when none is behind it.
    pub article: &'a str,
    /// What is said.
    pub says: Says<'a>,
}

/// What a line says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says<'a> {
    /// A sentence, about the person's post, the public courses, or how an item's hours are computed.
    Sentence(&'a Step),
    /// What became of an item; its place among the year's items ordered by id.
    Item {
        /// From 0.
        place: usize,
        /// Before the caps.
        recognised: Hours,
        /// After them.
        counted: Hours,
    },
    /// The verifier did not accept the item.
    Refused,
    /// Its days are turned around or outside the year.
    Misplaced,
    /// Its days cannot hold what was answered.
    BeyondDays,
    /// It was found to be false.
    Annulled,
    /// The verifier's figure.
    Verified(Hours),
    /// Accepted as applied for.
    Granted(Hours),
    /// Less is applied for than the standard gives.
    Claimed(Hours),
    /// Waits for the verifier.
    Waiting(Option<Hours>),
    /// Waits for an answer.
    Unanswered,
    /// A cap left this much of the item.
    Cut(Hours),
    /// What a group took in and let through.
    Group {
        /// After the caps inside it.
        sum: Hours,
        /// After its own.
        counted: Hours,
    },
    /// A requirement.
    Requirement {
        /// Whether it is met.
        outcome: Outcome,
        /// Hours that there are.
        have: Hours,
        /// Hours that it needs.
        need: Hours,
    },
    /// All requirements together.
    Year(Outcome),
    /// A certificate.
    Certificate(Outcome),
    /// Something that a certificate or a consequence needs.
    Needed(Outcome),
    /// Whether the registration is approved, where a certificate needs it.
    Approved(bool),
    /// What the year asks beyond a certificate that can be given.
    Beyond,
    /// A consequence.
    Consequence(Outcome),
    /// It does not concern the person.
    Unconcerned,
    /// What the whole year comes to, where a consequence needs it.
    WholeYear,
    /// Last year, for reference.
    LastYear,
    /// What follows when it is not met.
    Unmet,
    /// Something left to do.
    Left(Undone),
}

/// Something left to do, as far as a figure says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undone {
    /// Hours are missing.
    Hours(Hours),
    /// The required course is to be studied or passed.
    Course,
    /// Answers, figures or an approval.
    Other,
}

/// Takes the account. A line is only made when it is wanted.
pub(super) trait Account<'s> {
    /// Whether any line is wanted.
    const IS_WANTED: bool;

    /// One line.
    fn line(&mut self, depth: u8, article: &'s str, says: Says<'s>);

    /// What is said about a situation, by its number.
    fn situation(&mut self, number: usize);

    /// What is said about a case, by its number.
    fn case(&mut self, number: usize);
}

/// Keeps nothing.
pub(super) struct Nothing;

impl Account<'_> for Nothing {
    const IS_WANTED: bool = false;

    fn line(&mut self, _: u8, _: &str, _: Says<'_>) {}

    fn situation(&mut self, _: usize) {}

    fn case(&mut self, _: usize) {}
}

/// Keeps every line.
pub(super) struct Lines<'s> {
    pub(super) told: &'s Told,
    pub(super) lines: Vec<Line<'s>>,
}

impl<'s> Lines<'s> {
    fn sentences(&mut self, steps: &'s [Step]) {
        let line =
            |step: &'s Step| Line { depth: step.depth, article: &step.reason.article, says: Says::Sentence(step) };
        self.lines.extend(steps.iter().map(line));
    }
}

impl<'s> Account<'s> for Lines<'s> {
    const IS_WANTED: bool = true;

    fn line(&mut self, depth: u8, article: &'s str, says: Says<'s>) {
        self.lines.push(Line { depth, article, says });
    }

    fn situation(&mut self, number: usize) {
        self.sentences(&self.told.situations[number]);
    }

    fn case(&mut self, number: usize) {
        self.sentences(&self.told.cases[number]);
    }
}

/// One item: what it counts, and why.
pub(super) fn item<'s>(
    bench: &'s Bench<'_>,
    (place, counted): (usize, Hours),
    item: &Item,
    (stop, figures): (Stop, Figures),
    account: &mut impl Account<'s>,
) {
    let rules = bench.rules();
    let kind = bench.kinds[item.case as usize];
    let article = kind.map_or("", |kind| kind.article.as_str());
    let grant = figures.grant();
    account.line(1, "", Says::Item { place, recognised: grant.recognised, counted });
    account.case(item.case as usize);
    let by_verifier = bench.pack.verification_article(article);
    if item.accepted == Some(false) {
        account.line(2, by_verifier, Says::Refused);
    }
    if stop.is_misplaced {
        let window = rules.window.as_ref().filter(|_| item.days.0 <= item.days.1);
        account.line(2, window.map_or("", |window| window.article.as_str()), Says::Misplaced);
    }
    if stop.is_beyond_days {
        let rule = kind.and_then(|kind| rules.kinds.get(&kind.id));
        let limit = rule.and_then(|rule| rule.day_limit.as_ref());
        account.line(2, limit.map_or("", |limit| limit.article.as_str()), Says::BeyondDays);
    }
    if let Some(rule) = rules.annulment.as_ref().filter(|_| stop.is_annulled) {
        account.line(2, &rule.article, Says::Annulled);
    }
    if let Some(verified) = figures.verified.filter(|_| !figures.is_refused()) {
        account.line(2, by_verifier, Says::Verified(verified));
    }
    if let Some(granted) = figures.granted() {
        account.line(2, by_verifier, Says::Granted(granted));
    }
    if let Some(claimed) = figures.claimed() {
        account.line(2, by_verifier, Says::Claimed(claimed));
    }
    match grant.awaits {
        Some(Awaited::Answer) => account.line(2, article, Says::Unanswered),
        Some(Awaited::Figure) => account.line(2, article, Says::Waiting(figures.applied)),
        None => {}
    }
}

/// What a cap left of an item.
pub(super) fn cut<'s>(group: &'s Group, counted: Hours, account: &mut impl Account<'s>) {
    account.line(2, &group.article, Says::Cut(counted));
}

/// One group.
pub(super) fn group<'s>(group: &'s Group, through: Through, account: &mut impl Account<'s>) {
    account.line(1, &group.article, Says::Group { sum: through.sum, counted: through.counted });
}

/// One requirement.
pub(super) fn requirement<'s>(rule: &'s Requirement, outcome: Outcome, weight: Weight, account: &mut impl Account<'s>) {
    let Weight { have, need, .. } = weight;
    account.line(1, &rule.article, Says::Requirement { outcome, have, need });
}

/// One certificate, and what it needs.
pub(super) fn certificate<'s>(
    rules: &'s Rules,
    rule: &'s CertificateRule,
    outcome: Outcome,
    needs: impl Iterator<Item = (usize, Outcome)>,
    is_approved: bool,
    account: &mut impl Account<'s>,
) {
    account.line(1, &rule.article, Says::Certificate(outcome));
    for (need, state) in needs {
        account.line(2, &rules.requirements[need].article, Says::Needed(state));
    }
    if rule.after_approval {
        account.line(2, &rule.article, Says::Approved(is_approved));
    }
}

/// One consequence, and what it needs; `needs` is absent when it does not concern the person.
pub(super) fn consequence<'s>(
    pack: &'s Pack,
    rule: &'s ConsequenceRule,
    outcome: Outcome,
    needs: Option<(impl Iterator<Item = (usize, Outcome)>, Option<Outcome>)>,
    account: &mut impl Account<'s>,
) {
    account.line(1, &rule.article, Says::Consequence(outcome));
    let Some((needs, in_time)) = needs else { return account.line(2, &rule.article, Says::Unconcerned) };
    for (need, state) in needs {
        account.line(2, &pack.content.rules.requirements[need].article, Says::Needed(state));
    }
    if let Some(state) = in_time {
        account.line(2, pack.title_series_article().unwrap_or(&rule.article), Says::Needed(state));
    }
    let more = [
        (rule.whole_year, Says::WholeYear),
        (rule.refers_to_last_year, Says::LastYear),
        (outcome == Outcome::NotSatisfied, Says::Unmet),
    ];
    for (_, says) in more.into_iter().filter(|(is_said, _)| *is_said) {
        account.line(2, &rule.article, says);
    }
}

/// What is left to do.
pub(super) fn left<'s>(
    bench: &'s Bench<'_>,
    situation: &Situation,
    standing: &Standing,
    account: &mut impl Account<'s>,
) {
    let concerns = |consequence: usize| situation.unconcerned[consequence].is_none();
    left::left(bench.pack, situation.is_approved, standing, concerns, |left| {
        let undone = match left {
            Left::Professional(_, hours) | Left::Public(_, hours) | Left::Either(_, hours) => Undone::Hours(hours),
            Left::Exam(..) | Left::Study(_) => Undone::Course,
            Left::Unanswered(_) | Left::Waiting(..) | Left::Approval(_) => Undone::Other,
        };
        account.line(1, left.article(bench.pack), Says::Left(undone));
    });
}
