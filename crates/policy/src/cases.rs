//! Obligations against all cases that there can be: a case that two rules answer differently, one that none answers,
//! a rule that never decides, and a case that a reading decides. There are so few cases that all are tried. Must not look
//! at other rules.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::assembly;
use crate::collection::{Collection, Placed};
use crate::faults::Fault;
use crate::rules::ObligationRule;
use crate::settings::Setting;
use crate::{Obligation, Pack, PackError, StaffCategory};

/// One case: the post, whether a title is declared next year, whether it is only to be confirmed.
pub(crate) type Case = (StaffCategory, bool, bool);

/// The cases that a reading decides: another option that the program can follow would ask something else there. Each with
/// what the explanation shows of the first such reading. Whoever is asked the same by every option need not hear of it.
pub(crate) fn decided_by_readings(collection: &Collection, rules: &[ObligationRule]) -> BTreeMap<Case, String> {
    let mut decided = BTreeMap::new();
    let asked = |case: &Case| rules.iter().find(|rule| fits(rule, case)).map(|rule| rule.gives);
    for reading in &collection.readings {
        let others = reading.entry.options.iter().filter(|option| option.id != reading.entry.chosen);
        for value in others.filter_map(|option| option.value.as_ref()) {
            let otherwise = |case: &Case| asked_by(collection, rules, &reading.id, value, case);
            for case in all().filter(|case| asked(case) != otherwise(case)) {
                decided.entry(case).or_insert_with(|| assembly::says(reading));
            }
        }
    }
    decided
}

/// What a case is asked when the rules that take this reading take another value of it.
fn asked_by(
    collection: &Collection,
    rules: &[ObligationRule],
    reading: &str,
    value: &toml::Value,
    case: &Case,
) -> Option<Obligation> {
    let mut pairs = rules.iter().zip(&collection.obligations);
    let found = pairs.find(|(rule, placed)| {
        let taken = placed.entry.categories.as_ref().and_then(Setting::reading);
        let other = || Vec::<StaffCategory>::deserialize(value.clone()).unwrap_or_default();
        let categories = if taken.is_some_and(|taken| taken == reading) { &other() } else { &rule.categories };
        is_of(categories, case) && is_meant(rule, case)
    });
    found.map(|(rule, _)| rule.gives)
}

/// Everything that is wrong with the obligations.
pub(crate) fn problems(pack: &Pack, collection: &Collection) -> Vec<PackError> {
    let rules = &pack.content.rules.obligations;
    let mut problems = Vec::new();
    for (index, (rule, placed)) in rules.iter().zip(&collection.obligations).enumerate() {
        let earlier = &rules[..index];
        if cases_of(rule).iter().all(|case| earlier.iter().any(|earlier| fits(earlier, case))) {
            let problem = format!("“{}”轮不到：它的情形前面的规则都管到了", placed.id);
            problems.push(placed.error(Fault::Unreachable, problem));
            continue;
        }
        problems.extend(earlier.iter().filter_map(|earlier| overlap(earlier, rule, placed)));
    }
    let open: Vec<Case> = all().filter(|case| !rules.iter().any(|rule| fits(rule, case))).collect();
    if let (Some(case), Some(last)) = (open.first(), collection.obligations.last()) {
        let problem = format!("有 {} 种情形没有规则管，例如：{}", open.len(), told(case));
        problems.push(last.error(Fault::NoAnswer, problem));
    }
    problems
}

/// Two rules that answer some case differently, when neither is an exception to the other and no reading says why the
/// first one comes first. A narrow rule before a wide one is an exception: the law writes it so.
fn overlap<T>(earlier: &ObligationRule, later: &ObligationRule, placed: &Placed<T>) -> Option<PackError> {
    if earlier.gives == later.gives || earlier.reading.is_some() || later.reading.is_some() {
        return None;
    }
    let (first, second) = (cases_of(earlier), cases_of(later));
    let both = first.iter().find(|case| second.contains(case))?;
    let is_exception = first.iter().all(|case| second.contains(case));
    let problem = format!("“{}”和“{}”都管到这种情形，结果不同：{}", earlier.why, later.why, told(both));
    (!is_exception).then(|| placed.error(Fault::Overlap, problem))
}

fn all() -> impl Iterator<Item = Case> {
    StaffCategory::ALL.into_iter().flat_map(|category| {
        [(false, false), (false, true), (true, false), (true, true)].map(|(declares, only)| (category, declares, only))
    })
}

fn cases_of(rule: &ObligationRule) -> Vec<Case> {
    all().filter(|case| fits(rule, case)).collect()
}

fn fits(rule: &ObligationRule, case: &Case) -> bool {
    is_of(&rule.categories, case) && is_meant(rule, case)
}

fn is_of(categories: &[StaffCategory], (category, _, _): &Case) -> bool {
    categories.is_empty() || categories.contains(category)
}

fn is_meant(rule: &ObligationRule, (_, declares, only): &Case) -> bool {
    rule.declares_title_next_year.is_none_or(|asked| asked == *declares)
        && rule.confirmation_only.is_none_or(|asked| asked == *only)
}

fn told((category, declares, only): &Case) -> String {
    let declares = if *declares { "下一年度申报职称" } else { "下一年度不申报职称" };
    let only = if *only { "，只为转正定职" } else { "" };
    format!("{}，{declares}{only}", category.label())
}
