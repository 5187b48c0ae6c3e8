//! What kinds of activity are built from, told in words: categories, rates, how much a day can hold, evidence. Each stands
//! beside the article that gives it, with the kinds that use it. Must not judge anybody's year.

use crate::clauses::{Clause, Section, amount};
use crate::kind_clauses::status;
use crate::rules::{DayLimitRule, RateRule};
use crate::{Category, EvidenceNeed, Kind, Pack};

/// The aspect that says which kinds use a rule. They say so themselves as well, so that no comparison looks at it.
const KINDS: &str = "适用种类";

/// All of them, each sort in the pack's order.
pub(crate) fn clauses(pack: &Pack) -> Vec<Clause> {
    let rules = &pack.content.rules;
    let mut told: Vec<Clause> = pack.categories().iter().map(|known| category(pack, known)).collect();
    told.extend(rules.rates.iter().map(|known| rate(pack, known)));
    told.extend(rules.day_limits.iter().map(|known| day_limit(pack, known)));
    told.extend(evidence(pack));
    told
}

fn category(pack: &Pack, category: &Category) -> Clause {
    let kinds = pack.kinds().iter().filter(|kind| kind.category == category.id);
    Clause::new(Section::Category, &category.id, &category.article, format!("类别“{}”", category.name))
        .repeating(KINDS, listed(kinds.map(|kind| kind.name.clone())))
}

fn rate(pack: &Pack, rate: &RateRule) -> Clause {
    let (name, aspect, value) = match rate.gives {
        Some(hours) => ("按半天折算的标准", "每半天", amount(hours)),
        None => ("按写明的学时认定的标准", "学时", "以主办单位或派出单位写明的为准".to_owned()),
    };
    Clause::new(Section::Rate, &rate.id, &rate.article, name.to_owned())
        .with(aspect, value)
        .with("性质", status(rate.status))
        .repeating(KINDS, named(pack, &rate.kinds))
}

fn day_limit(pack: &Pack, limit: &DayLimitRule) -> Clause {
    Clause::new(Section::DayLimit, &limit.id, &limit.article, "一天最多能计的学时".to_owned())
        .with("每天最多", amount(limit.hours))
        .repeating(KINDS, named(pack, &limit.kinds))
        .resting_on(pack, limit.reading.as_ref())
}

/// Each piece of evidence that some kind needs, once.
fn evidence(pack: &Pack) -> Vec<Clause> {
    let mut told: Vec<Clause> = Vec::new();
    for need in pack.kinds().iter().flat_map(|kind| &kind.evidence) {
        if told.iter().any(|known| known.id == need.id) {
            continue;
        }
        let kinds = pack.kinds().iter().filter_map(|kind| needing(kind, need));
        let name = format!("材料“{}”", need.name);
        told.push(Clause::new(Section::Evidence, &need.id, &need.article, name).repeating(KINDS, listed(kinds)));
    }
    told
}

/// The kind's name where it needs this evidence, and when it does.
fn needing(kind: &Kind, need: &EvidenceNeed) -> Option<String> {
    let own = kind.evidence.iter().find(|own| own.id == need.id)?;
    let when = own.when.as_ref().and_then(|when| kind.asks.iter().find(|ask| ask.id == *when));
    let when = when.map_or_else(String::new, |ask| format!("（“{}”为是时）", ask.name));
    Some(format!("{}{when}", kind.name))
}

fn named(pack: &Pack, kinds: &[String]) -> String {
    listed(pack.kinds().iter().filter(|kind| kinds.contains(&kind.id)).map(|kind| kind.name.clone()))
}

fn listed(names: impl Iterator<Item = String>) -> String {
    names.collect::<Vec<_>>().join("、")
}
