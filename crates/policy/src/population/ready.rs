//! A pack made ready to judge many: each situation and each case judged beforehand, by the functions that judge one
//! person's year. Must not hold a rule of its own.

use jiff::Span;
use jiff::civil::Date;

use super::judging::OUTCOMES_MAX;
use super::{Population, PopulationProblem, day, threads};
use crate::carry::Extra;
use crate::explanation::{Explanation, Step};
use crate::rules::Rules;
use crate::trace::Quiet;
use crate::verdict::Standing;
use crate::worth::Computed;
use crate::{Hours, HoursRule, ItemFacts, Kind, Outcome, Pack, Rounding, YearFacts, assess, consequences, worth};

/// Half of the days that a calendar has.
const DAYS_MAX: i64 = 3_600_000;

/// A pack that can judge a population.
#[derive(Debug)]
pub struct Ready<'a> {
    pub(super) population: &'a Population,
    pub(super) threads: usize,
    pub(super) bench: Bench<'a>,
}

/// A pack, and what it says of the situations and cases that people share.
#[derive(Debug)]
pub(super) struct Bench<'a> {
    pub(super) pack: &'a Pack,
    pub(super) situations: Vec<Situation>,
    pub(super) cases: Vec<Case<'a>>,
    /// For each certificate the places of the requirements that it needs.
    pub(super) certificate_needs: Vec<Vec<usize>>,
    /// The same for each consequence.
    pub(super) consequence_needs: Vec<Vec<usize>>,
}

/// A year without items, judged.
#[derive(Debug)]
pub(super) struct Situation {
    pub(super) standing: Standing,
    /// First and last day of each year whose activities can count, in days from 1 January 1970.
    pub(super) years: Vec<(i32, i32)>,
    pub(super) is_approved: bool,
    /// For each consequence what it comes to when it does not concern the person.
    pub(super) unconcerned: Vec<Option<Outcome>>,
}

/// An item's kind and answers, judged.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) computed: Option<Hours>,
    /// Whether an answer is missing.
    pub(super) is_unanswered: bool,
    /// On how many days the item must have taken place.
    pub(super) days_needed: i64,
    pub(super) group: Option<usize>,
    pub(super) kind: Option<&'a Kind>,
}

/// What is said about each situation and each case.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) situations: Vec<Vec<Step>>,
    pub(super) cases: Vec<Vec<Step>>,
}

impl<'a> Ready<'a> {
    pub(super) fn of(
        population: &'a Population,
        pack: &'a Pack,
        threads: usize,
    ) -> Result<Ready<'a>, PopulationProblem> {
        if !population.packs.iter().any(|hash| hash == pack.hash()) {
            return Err(PopulationProblem::Pack(pack.name().to_owned()));
        }
        let bench = Bench {
            situations: threads::map(threads, population.situations.all(), |facts| situation(pack, facts)),
            cases: threads::map(threads, population.cases.all(), |item| case(pack, item)),
            ..Bench::of(pack)?
        };
        Ok(Ready { population, threads, bench })
    }

    /// The sentences about whatever people share.
    pub(super) fn told(&self) -> Told {
        let pack = self.bench.pack;
        Told {
            situations: threads::map(self.threads, self.population.situations.all(), |facts| told_of(pack, facts)),
            cases: threads::map(self.threads, self.population.cases.all(), |item| told_of_case(pack, item)),
        }
    }
}

impl<'a> Bench<'a> {
    /// Without anything judged yet.
    pub(super) fn of(pack: &'a Pack) -> Result<Bench<'a>, PopulationProblem> {
        let rules = &pack.content.rules;
        let counts = [rules.requirements.len(), rules.certificates.len(), rules.consequences.len()];
        if counts.into_iter().any(|count| count > OUTCOMES_MAX) {
            return Err(PopulationProblem::Outcomes(pack.name().to_owned()));
        }
        // What is left over goes from one item to the next, and an item kept here does not know the others.
        let carries = |kind: &Kind| matches!(kind.hours, HoursRule::Conversion { round: Rounding::Carried, .. });
        if pack.kinds().iter().any(carries) {
            return Err(PopulationProblem::Carried(pack.name().to_owned()));
        }
        let certificates = rules.certificates.iter().map(|rule| places(rules, &rule.needs));
        let consequences = rules.consequences.iter().map(|rule| places(rules, &rule.needs));
        Ok(Bench {
            pack,
            situations: Vec::new(),
            cases: Vec::new(),
            certificate_needs: certificates.collect(),
            consequence_needs: consequences.collect(),
        })
    }

    pub(super) fn rules(&self) -> &'a Rules {
        &self.pack.content.rules
    }
}

/// The sentences about a situation.
pub(super) fn told_of(pack: &Pack, facts: &YearFacts) -> Vec<Step> {
    let mut told = Explanation::default();
    assess::opening(pack, facts, &mut told);
    told.steps
}

/// The sentences about a case.
pub(super) fn told_of_case(pack: &Pack, item: &ItemFacts) -> Vec<Step> {
    let reasons = computed(pack, pack.kind(&item.kind), item).reasons;
    reasons.into_iter().map(|reason| Step { depth: 2, reason }).collect()
}

fn places(rules: &Rules, needs: &[String]) -> Vec<usize> {
    let needed = rules.requirements.iter().enumerate().filter(|(_, rule)| needs.contains(&rule.id));
    needed.map(|(place, _)| place).collect()
}

pub(super) fn situation(pack: &Pack, facts: &YearFacts) -> Situation {
    let standing = assess::opening(pack, facts, &mut Quiet);
    let rules = pack.content.rules.consequences.iter();
    let unconcerned = |rule| consequences::unconcerned(rule, facts, &standing).map(|(outcome, _)| outcome);
    let on = |year, month, date| Date::new(year, month, date).map_or(i32::MAX, day);
    Situation {
        unconcerned: rules.map(unconcerned).collect(),
        standing,
        years: pack.activity_years(facts.year).map(|year| (on(year, 1, 1), on(year, 12, 31))).collect(),
        is_approved: facts.approved,
    }
}

pub(super) fn case<'a>(pack: &'a Pack, item: &ItemFacts) -> Case<'a> {
    let kind = pack.kind(&item.kind);
    let Computed { hours, is_unanswered, .. } = computed(pack, kind, item);
    Case {
        computed: hours,
        is_unanswered,
        days_needed: kind.map_or(0, |kind| days_needed(pack, kind, item)),
        group: pack.content.rules.kinds.get(&item.kind).and_then(|rule| rule.group),
        kind,
    }
}

fn computed(pack: &Pack, kind: Option<&Kind>, item: &ItemFacts) -> Computed {
    kind.map_or_else(
        || Computed::unknown(worth::unknown_kind(item)),
        |kind| worth::computed(pack, kind, item, Extra::default()),
    )
}

/// On how many days the item must have taken place to hold what was answered; more days never hold less.
fn days_needed(pack: &Pack, kind: &Kind, item: &ItemFacts) -> i64 {
    let is_held = |days: i64| {
        let ends = Date::MIN.saturating_add(Span::new().days(days - 1));
        worth::beyond_days(pack, kind, &ItemFacts { starts: Date::MIN, ends, ..item.clone() }).is_none()
    };
    let (mut too_few, mut most) = (0, 1);
    while !is_held(most) {
        if most > DAYS_MAX {
            return i64::MAX;
        }
        (too_few, most) = (most, most * 2);
    }
    while most - too_few > 1 {
        let middle = too_few + (most - too_few) / 2;
        if is_held(middle) { most = middle } else { too_few = middle }
    }
    most
}
