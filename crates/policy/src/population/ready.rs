//! A pack made ready to judge many: each situation and each case judged beforehand, by the functions that judge one
//! person's year. Must not hold a rule of its own.

use jiff::Span;
use jiff::civil::Date;

use super::judging::OUTCOMES_MAX;
use super::states::Needs;
use super::{Population, PopulationProblem, day, threads};
use crate::caps::Sums;
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
    pub(super) cases: Vec<Case>,
    /// For each case its kind: only the account asks for it.
    pub(super) kinds: Vec<Option<&'a Kind>>,
    /// The years whose activities can count, once for each year that anybody is judged by.
    pub(super) windows: Vec<Window>,
    /// For each certificate the places of the requirements that it needs.
    pub(super) certificate_needs: Vec<Needs>,
    /// The same for each consequence.
    pub(super) consequence_needs: Vec<Needs>,
}

/// A year without items, judged. There are thousands, met in any order: all in one place, none behind a pointer.
#[derive(Debug)]
pub(super) struct Situation {
    pub(super) standing: Standing,
    /// Which of the windows is its year's.
    pub(super) window: usize,
    pub(super) is_approved: bool,
    /// For each consequence what it comes to when it does not concern the person.
    pub(super) unconcerned: [Option<Outcome>; OUTCOMES_MAX],
}

/// The years whose activities can count in one year.
#[derive(Debug)]
pub(super) struct Window {
    year: i16,
    /// First and last day of each, in days from 1 January 1970.
    pub(super) years: Vec<(i32, i32)>,
}

/// An item's kind and answers, judged. Small, so that the thousands that there are stay near the processor.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case {
    /// Zero unless they are known.
    computed: Hours,
    /// On how many days the item must have taken place.
    days_needed: i32,
    /// Where its hours are added up, as [`Sums::place`] says.
    place: u16,
    state: CaseState,
}

/// What the standard can say of a kind with its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CaseState {
    /// The hours.
    Computed,
    /// That it is the verifier's to say.
    Open,
    /// That an answer is missing.
    Unanswered,
    /// Nothing: there is no such kind.
    Unknown,
}

impl Case {
    pub(super) fn computed(self) -> Option<Hours> {
        (self.state == CaseState::Computed).then_some(self.computed)
    }

    /// Whether an answer is missing.
    pub(super) fn is_unanswered(self) -> bool {
        self.state == CaseState::Unanswered
    }

    /// Whether the pack knows its kind.
    pub(super) fn is_known(self) -> bool {
        self.state != CaseState::Unknown
    }

    /// On how many days the item must have taken place.
    pub(super) fn days_needed(self) -> i64 {
        i64::from(self.days_needed)
    }

    /// Where its hours are added up.
    pub(super) fn place(self) -> usize {
        usize::from(self.place)
    }

    /// The innermost group that they flow into.
    pub(super) fn group(self) -> Option<usize> {
        self.place().checked_sub(1)
    }
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
        let mut bench = Bench::of(pack)?;
        bench.set_up_situations(threads, population.situations.all());
        bench.set_up_cases(threads, population.cases.all());
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
        if counts.into_iter().any(|count| count > OUTCOMES_MAX) || rules.groups.len() >= usize::from(u16::MAX) {
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
            kinds: Vec::new(),
            windows: Vec::new(),
            certificate_needs: certificates.collect(),
            consequence_needs: consequences.collect(),
        })
    }

    /// Judges situations beforehand, behind those that there are.
    pub(super) fn set_up_situations(&mut self, threads: usize, all: &[YearFacts]) {
        let all: Vec<(&YearFacts, usize)> = all.iter().map(|facts| (facts, self.window(facts.year))).collect();
        let pack = self.pack;
        self.situations.extend(threads::map(threads, &all, |(facts, window)| situation(pack, facts, *window)));
    }

    /// Judges cases beforehand, behind those that there are.
    pub(super) fn set_up_cases(&mut self, threads: usize, all: &[ItemFacts]) {
        let pack = self.pack;
        self.cases.extend(threads::map(threads, all, |item| case(pack, item)));
        self.kinds.extend(all.iter().map(|item| pack.kind(&item.kind)));
    }

    /// Forgets them.
    pub(super) fn forget_situations(&mut self) {
        self.situations.clear();
        self.windows.clear();
    }

    /// Forgets them.
    pub(super) fn forget_cases(&mut self) {
        self.cases.clear();
        self.kinds.clear();
    }

    /// The window of a year's activities.
    fn window(&mut self, year: i16) -> usize {
        if let Some(place) = self.windows.iter().position(|window| window.year == year) {
            return place;
        }
        let on = |year, month, date| Date::new(year, month, date).map_or(i32::MAX, day);
        let years = self.pack.activity_years(year).map(|year| (on(year, 1, 1), on(year, 12, 31))).collect();
        self.windows.push(Window { year, years });
        self.windows.len() - 1
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

fn places(rules: &Rules, needs: &[String]) -> Needs {
    let needed = rules.requirements.iter().enumerate().filter(|(_, rule)| needs.contains(&rule.id));
    needed.map(|(place, _)| place).collect()
}

fn situation(pack: &Pack, facts: &YearFacts, window: usize) -> Situation {
    let standing = assess::opening(pack, facts, &mut Quiet);
    let mut unconcerned = [None; OUTCOMES_MAX];
    for (outcome, rule) in unconcerned.iter_mut().zip(&pack.content.rules.consequences) {
        *outcome = consequences::unconcerned(rule, facts, &standing).map(|(outcome, _)| outcome);
    }
    Situation { standing, window, is_approved: facts.approved, unconcerned }
}

fn case(pack: &Pack, item: &ItemFacts) -> Case {
    let kind = pack.kind(&item.kind);
    let Computed { hours, is_unanswered, .. } = computed(pack, kind, item);
    let group = pack.content.rules.kinds.get(&item.kind).and_then(|rule| rule.group);
    let days_needed = kind.map_or(0, |kind| days_needed(pack, kind, item));
    Case {
        computed: hours.unwrap_or_default(),
        days_needed: i32::try_from(days_needed).unwrap_or(i32::MAX),
        place: u16::try_from(Sums::place(group)).unwrap_or(u16::MAX),
        state: match (kind, hours) {
            (None, _) => CaseState::Unknown,
            (_, Some(_)) => CaseState::Computed,
            (_, None) if is_unanswered => CaseState::Unanswered,
            (_, None) => CaseState::Open,
        },
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
