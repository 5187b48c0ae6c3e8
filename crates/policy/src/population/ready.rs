//! A pack made ready for a population: each situation and each case judged beforehand, by the functions that judge one
//! person's year. Must not hold a rule of its own.

use jiff::civil::Date;

use super::judging::OUTCOMES_MAX;
use super::{Population, PopulationProblem, day};
use crate::explanation::{Explanation, Step};
use crate::rules::Rules;
use crate::verdict::Standing;
use crate::{ItemFacts, Kind, Pack, YearFacts, assess, consequences, worth};

/// A pack that can judge a population.
#[derive(Debug)]
pub struct Ready<'a> {
    pub(super) population: &'a Population,
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
    /// First and last day of the year, in days from 1 January 1970.
    pub(super) year: (i32, i32),
    pub(super) is_approved: bool,
    /// For each consequence whether it concerns the person.
    pub(super) concerned: Vec<bool>,
    /// What was said about it.
    pub(super) steps: Vec<Step>,
}

/// An item's kind and answers, judged.
#[derive(Debug)]
pub(super) struct Case<'a> {
    pub(super) computed: Option<crate::Hours>,
    /// On how many days the item must have taken place.
    pub(super) days_needed: i64,
    pub(super) group: Option<usize>,
    pub(super) kind: Option<&'a Kind>,
    /// What was said about it.
    pub(super) steps: Vec<Step>,
}

impl<'a> Ready<'a> {
    pub(super) fn of(population: &'a Population, pack: &'a Pack) -> Result<Ready<'a>, PopulationProblem> {
        if !population.packs.iter().any(|hash| hash == pack.hash()) {
            return Err(PopulationProblem::Pack(pack.name().to_owned()));
        }
        let rules = &pack.content.rules;
        let counts = [rules.requirements.len(), rules.certificates.len(), rules.consequences.len()];
        if counts.into_iter().any(|count| count > OUTCOMES_MAX) {
            return Err(PopulationProblem::Outcomes(pack.name().to_owned()));
        }
        let certificates = rules.certificates.iter().map(|rule| places(rules, &rule.needs));
        let consequences = rules.consequences.iter().map(|rule| places(rules, &rule.needs));
        Ok(Ready {
            population,
            pack,
            situations: population.situations.all().iter().map(|facts| situation(pack, facts)).collect(),
            cases: population.cases.all().iter().map(|item| case(pack, item)).collect(),
            certificate_needs: certificates.collect(),
            consequence_needs: consequences.collect(),
        })
    }

    pub(super) fn rules(&self) -> &'a Rules {
        &self.pack.content.rules
    }
}

fn places(rules: &Rules, needs: &[String]) -> Vec<usize> {
    let needed = rules.requirements.iter().enumerate().filter(|(_, rule)| needs.contains(&rule.id));
    needed.map(|(place, _)| place).collect()
}

fn situation(pack: &Pack, facts: &YearFacts) -> Situation {
    let mut told = Explanation::default();
    let standing = assess::opening(pack, facts, &mut told);
    let rules = pack.content.rules.consequences.iter();
    let concerned = rules.map(|rule| consequences::unconcerned(rule, facts, &standing).is_none()).collect();
    let of_year = |month, date| Date::new(facts.year, month, date).map_or(i32::MAX, day);
    Situation {
        standing,
        year: (of_year(1, 1), of_year(12, 31)),
        is_approved: facts.approved,
        concerned,
        steps: told.steps,
    }
}

fn case<'a>(pack: &'a Pack, item: &ItemFacts) -> Case<'a> {
    let kind = pack.kind(&item.kind);
    let (computed, reasons) =
        kind.map_or_else(|| (None, vec![worth::unknown_kind(item)]), |kind| worth::computed(pack, kind, item));
    Case {
        computed,
        days_needed: kind.map_or(0, |kind| worth::days_needed(kind, item)),
        group: pack.content.rules.kinds.get(&item.kind).and_then(|rule| rule.group),
        kind,
        steps: reasons.into_iter().map(|reason| Step { depth: 2, reason }).collect(),
    }
}
