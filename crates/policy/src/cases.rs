//! Obligations against all cases that there can be: a case that two rules answer differently, one that none answers,
//! and a rule that never decides. There are so few cases that all are tried. Must not look at other rules.

use crate::collection::{Collection, Placed};
use crate::faults::Fault;
use crate::rules::ObligationRule;
use crate::{Pack, PackError, StaffCategory};

/// One case: the post, whether a title is declared next year, whether it is only to be confirmed.
type Case = (StaffCategory, bool, bool);

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

fn fits(rule: &ObligationRule, (category, declares, only): &Case) -> bool {
    (rule.categories.is_empty() || rule.categories.contains(category))
        && rule.declares_title_next_year.is_none_or(|asked| asked == *declares)
        && rule.confirmation_only.is_none_or(|asked| asked == *only)
}

fn told((category, declares, only): &Case) -> String {
    let declares = if *declares { "下一年度申报职称" } else { "下一年度不申报职称" };
    let only = if *only { "，只为转正定职" } else { "" };
    format!("{}，{declares}{only}", category.label())
}
