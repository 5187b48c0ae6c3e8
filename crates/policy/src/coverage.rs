//! Whether a pack's scenarios hold, and whether they show every rule article and every kind at work. Must not know
//! where scenarios come from.

use std::collections::BTreeSet;

use crate::{Hours, Pack, Scenario};

/// Everything that is wrong with a pack's scenarios, in Chinese: a scenario that comes out otherwise, an article with
/// rules that none covers, a kind without one that passes and one that fails. `covered` are the articles that the
/// scenarios of the packs it extends cover already.
#[must_use]
pub fn scenario_problems(pack: &Pack, scenarios: &[Scenario], covered: &BTreeSet<String>) -> Vec<String> {
    let mut problems = Vec::new();
    for scenario in scenarios {
        let differences = scenario.differences(pack).into_iter();
        problems.extend(differences.map(|text| format!("{} {}：{text}", scenario.file, scenario.name)));
    }
    let covers = |id: &String| covered.contains(id) || scenarios.iter().any(|scenario| scenario.covers.contains(id));
    for article in pack.articles().iter().filter(|article| !article.rules.is_empty() && !covers(&article.id)) {
        problems.push(format!("{}：{}有规则，但没有情景", pack.name(), article.id));
    }
    problems.extend(kind_problems(pack, scenarios));
    problems
}

/// A kind passes where its hours count and nothing is missing; it fails where hours or evidence are missing.
fn kind_problems(pack: &Pack, scenarios: &[Scenario]) -> Vec<String> {
    let (mut counting, mut passing, mut failing) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for scenario in scenarios {
        let assessment = crate::assess(pack, &scenario.facts);
        let missing = scenario.expects_missing_evidence();
        for item in &scenario.facts.items {
            let Some(outcome) = assessment.items.iter().find(|outcome| outcome.id == item.id) else { continue };
            let kind = item.kind.as_str();
            if outcome.counted > Hours::ZERO {
                counting.insert(kind);
            }
            if outcome.counted > Hours::ZERO && missing == Some(false) {
                passing.insert(kind);
            }
            if outcome.counted < outcome.recognised || outcome.recognised == Hours::ZERO || missing == Some(true) {
                failing.insert(kind);
            }
        }
    }
    let mut problems = Vec::new();
    for kind in pack.kinds() {
        let id = kind.id.as_str();
        let mut miss = |what: &str| problems.push(format!("{}：种类“{}”没有{what}的情景", pack.name(), kind.name));
        if pack.is_sample() {
            // Its articles and evidence are those of the pack around it; only the numbers are its own.
            if kind.sample && !counting.contains(id) {
                miss("算得出学时");
            }
            continue;
        }
        if !passing.contains(id) {
            miss("学时计入、材料齐全");
        }
        if !failing.contains(id) {
            miss("学时不计或缺材料");
        }
    }
    problems
}
