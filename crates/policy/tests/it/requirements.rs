//! Every requirement of the school's document has its place in the pack: `docs/regulation.md` says which, and this holds
//! the pages to it.

use std::collections::BTreeSet;
use std::path::Path;

use crate::packs::pack;

const REQUIREMENTS: [&str; 26] = [
    "R-1.1", "R-2.1", "R-3.1", "R-3.2", "R-3.3", "R-4.1", "R-4.2", "R-4.3", "R-4.4", "R-4.5", "R-4.6", "R-5.1",
    "R-6.1", "R-6.2", "R-6.3", "R-6.4", "R-7.1", "R-7.2", "R-8.1", "R-9.1", "R-10.1", "R-11.1", "R-12.1", "R-13.1",
    "R-14.1", "R-A.1",
];

/// What stands in backquotes.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

#[test]
fn every_requirement_names_its_article_its_rules_and_its_scenarios() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let page = std::fs::read_to_string(root.join("docs/regulation.md")).expect("the page is there");
    let pack = pack("guet-2022");
    let mut told = BTreeSet::new();
    for line in page.lines().filter(|line| line.starts_with("| R-")) {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [id, article, rules, scenarios, carried_out] = cells[..] else { panic!("{line}") };
        assert!(told.insert(id.to_owned()), "{id} twice");
        let article = pack.article(article).unwrap_or_else(|| panic!("{id}: no {article}"));
        for rule in quoted(rules) {
            let gap = rule.strip_prefix("gap ");
            let is_there = match (rule, gap) {
                ("no-rule", _) => article.no_rule.is_some(),
                (_, Some(gap)) => pack.gaps().iter().any(|known| known.id == gap && known.article == article.id),
                _ => article.rules.iter().any(|known| known == rule || known.starts_with(&format!("{rule} "))),
            };
            assert!(is_there, "{id}: {} has no {rule}", article.id);
        }
        assert!(quoted(rules).count() > 0, "{id} has neither rule nor reason");
        let has_rule = quoted(rules).any(|rule| rule != "no-rule" && !rule.starts_with("gap "));
        let is_named =
            carried_out.chars().any(char::is_alphabetic) || quoted(rules).any(|rule| rule.starts_with("gap "));
        assert!(has_rule || is_named, "{id} has no rule: who carries it out, or which gap is it?");
        assert!(!has_rule || quoted(scenarios).count() > 0, "{id} has no scenario");
        for scenario in quoted(scenarios) {
            let folders =
                ["guet-2022", "guangxi-2019"].map(|name| format!("policies/{name}/scenarios/{scenario}.toml"));
            assert!(folders.iter().any(|path| root.join(path).is_file()), "{id}: no scenario {scenario}");
        }
    }
    assert_eq!(told, REQUIREMENTS.into_iter().map(str::to_owned).collect());
}
