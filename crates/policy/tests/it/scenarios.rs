//! Runs every `policies/*/scenarios/*.toml`: a year that a lawyer can read, and what it has to come to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use policy::{Finding, Hours, ItemFacts, Obligation, Outcome, Pack, PostFacts, PublicFacts, StaffCategory, YearFacts};
use serde::Deserialize;

use crate::packs;

/// One scenario.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    name: String,
    covers: Vec<String>,
    year: i16,
    person: Person,
    #[serde(default)]
    public: Vec<PublicFacts>,
    #[serde(default)]
    items: Vec<Item>,
    #[serde(default)]
    approved: bool,
    #[serde(default)]
    posts: Vec<PostFacts>,
    #[serde(default)]
    findings: Vec<Finding>,
    last_year: Option<Outcome>,
    expect: Expect,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    category: StaffCategory,
    #[serde(default)]
    declares_title_next_year: bool,
    #[serde(default)]
    confirmation_only: bool,
    #[serde(default)]
    declares_title_this_year: bool,
    title_series_opens: Option<Date>,
}

/// An item in short: the day defaults to the middle of the year.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    kind: String,
    starts: Option<String>,
    ends: Option<String>,
    #[serde(default)]
    answers: BTreeMap<String, String>,
    applied: Option<Hours>,
    verified: Option<Hours>,
    accepted: Option<bool>,
    #[serde(default)]
    evidence: Vec<String>,
}

/// What has to come out. What is absent is not looked at.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expect {
    obligation: Option<Obligation>,
    public_hours: Option<Hours>,
    professional_hours: Option<Hours>,
    outcome: Option<Outcome>,
    #[serde(default)]
    requirements: BTreeMap<String, Outcome>,
    #[serde(default)]
    certificates: BTreeMap<String, Outcome>,
    #[serde(default)]
    consequences: BTreeMap<String, Outcome>,
    todo: Option<Vec<String>>,
    /// The day by which each line of what is left should be done.
    todo_by: Option<Vec<Date>>,
    /// Names of all evidence that the items need and do not have (第五条).
    missing_evidence: Option<Vec<String>>,
    /// What stops the items from being registered, each in part; empty for nothing at all.
    problems: Option<Vec<String>>,
    /// Each has to stand somewhere in the explanation.
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    why: Vec<String>,
}

fn facts(scenario: &Scenario) -> YearFacts {
    let day = |text: &Option<String>, otherwise: Date| {
        text.as_ref().map_or(otherwise, |text| text.parse().expect("a date such as 2026-05-20"))
    };
    let item = |(number, item): (usize, &Item)| {
        let starts = day(&item.starts, Date::constant(scenario.year, 6, 15));
        ItemFacts {
            id: format!("{:02}", number + 1),
            kind: item.kind.clone(),
            title: "一项活动".to_owned(),
            organiser: "某单位".to_owned(),
            starts,
            ends: day(&item.ends, starts),
            answers: item.answers.clone(),
            applied: item.applied,
            verified: item.verified,
            accepted: item.accepted,
            evidence: item.evidence.clone(),
        }
    };
    YearFacts {
        posts: scenario.posts.clone(),
        findings: scenario.findings.clone(),
        last_year: scenario.last_year,
        declares_title_this_year: scenario.person.declares_title_this_year,
        title_series_opens: scenario.person.title_series_opens,
        year: scenario.year,
        category: scenario.person.category,
        declares_title_next_year: scenario.person.declares_title_next_year,
        confirmation_only: scenario.person.confirmation_only,
        public: scenario.public.clone(),
        items: scenario.items.iter().enumerate().map(item).collect(),
        approved: scenario.approved,
    }
}

fn scenarios() -> Vec<(String, String, Scenario)> {
    packs::files()
        .into_iter()
        .filter(|(path, _)| path.contains("/scenarios/") && path.ends_with(".toml"))
        .map(|(path, text)| {
            let scenario = toml::from_str(&text).unwrap_or_else(|problem| panic!("{path}: {problem}"));
            let pack = path.split('/').next().expect("the path starts with the pack").to_owned();
            (path, pack, scenario)
        })
        .collect()
}

fn missing_evidence(pack: &Pack, facts: &YearFacts) -> Vec<String> {
    let lines = facts.items.iter().flat_map(|item| policy::checklist(pack, item));
    lines.filter(|line| line.required && !line.present).map(|line| line.need.name).collect()
}

fn problems_of(pack: &Pack, facts: &YearFacts) -> Vec<String> {
    let problems = facts.items.iter().flat_map(|item| policy::item_preview(pack, item, facts.year).problems);
    problems.map(|problem| problem.text).collect()
}

#[test]
fn every_scenario_comes_out_as_it_says() {
    let library = packs::library();
    let all = scenarios();
    assert!(!all.is_empty(), "there are scenarios");
    for (path, pack, scenario) in all {
        let pack = library.load(&pack).unwrap_or_else(|problem| panic!("{problem}"));
        let (assessment, explanation) = policy::explain(&pack, &facts(&scenario));
        let expect = &scenario.expect;
        let text = explanation.to_chinese();
        let place = format!("{path} {}\n{text}", scenario.name);
        assert_eq!(expect.obligation.unwrap_or(assessment.obligation), assessment.obligation, "{place}");
        assert_eq!(expect.public_hours.unwrap_or(assessment.public), assessment.public, "{place}");
        assert_eq!(expect.professional_hours.unwrap_or(assessment.professional), assessment.professional, "{place}");
        assert_eq!(expect.outcome.unwrap_or(assessment.outcome), assessment.outcome, "{place}");
        for (id, outcome) in &expect.requirements {
            let found = assessment.requirements.iter().find(|requirement| requirement.id == *id);
            assert_eq!(found.map(|found| found.outcome), Some(*outcome), "{id} {place}");
        }
        for (id, outcome) in &expect.certificates {
            let found = assessment.certificates.iter().find(|certificate| certificate.id == *id);
            assert_eq!(found.map(|found| found.outcome), Some(*outcome), "{id} {place}");
        }
        if let Some(todo) = &expect.todo {
            let found: Vec<&str> = assessment.todo.iter().map(|todo| todo.text.as_str()).collect();
            assert_eq!(&found, todo, "{place}");
        }
        for (id, outcome) in &expect.consequences {
            let found = assessment.consequences.iter().find(|consequence| consequence.id == *id);
            assert_eq!(found.map(|found| found.outcome), Some(*outcome), "{id} {place}");
        }
        if let Some(days) = &expect.todo_by {
            let found: Vec<Date> = assessment.todo.iter().filter_map(|todo| todo.by).collect();
            assert_eq!(&found, days, "{place}");
        }
        if let Some(missing) = &expect.missing_evidence {
            assert_eq!(&missing_evidence(&pack, &facts(&scenario)), missing, "{place}");
        }
        if let Some(problems) = &expect.problems {
            let found = problems_of(&pack, &facts(&scenario));
            assert_eq!(found.len(), problems.len(), "{found:?} {place}");
            for (found, problem) in found.iter().zip(problems) {
                assert!(found.contains(problem), "“{problem}” is not what “{found}” says: {place}");
            }
        }
        for said in expect.says.iter().chain(&expect.why) {
            assert!(text.contains(said), "“{said}” is missing: {place}");
        }
    }
}

#[test]
fn every_scenario_covers_articles_that_exist_and_every_rule_article_is_covered() {
    let library = packs::library();
    let mut covered = BTreeSet::new();
    for (path, pack, scenario) in scenarios() {
        let pack = library.load(&pack).unwrap_or_else(|problem| panic!("{problem}"));
        assert!(!scenario.covers.is_empty(), "{path} covers nothing");
        for article in &scenario.covers {
            assert!(pack.article(article).is_some(), "{path} covers {article}, which is not there");
        }
        covered.extend(scenario.covers);
    }
    for name in library.names() {
        let pack = packs::pack(name);
        for article in pack.articles().iter().filter(|article| !article.rules.is_empty()) {
            assert!(covered.contains(&article.id), "{name}: no scenario covers {}", article.id);
        }
    }
}

/// A kind passes where its hours count and nothing is missing; it fails where hours or evidence are missing.
#[test]
fn every_kind_has_a_scenario_that_passes_and_one_that_fails() {
    let (mut passing, mut failing, mut counting) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for (_, name, scenario) in scenarios() {
        let (pack, facts) = (packs::pack(&name), facts(&scenario));
        let assessment = policy::assess(&pack, &facts);
        let missing = &scenario.expect.missing_evidence;
        for (item, outcome) in facts.items.iter().zip(&assessment.items) {
            let key = (name.clone(), item.kind.clone());
            if outcome.counted > Hours::ZERO {
                counting.insert(key.clone());
                if missing.as_ref().is_some_and(Vec::is_empty) {
                    passing.insert(key.clone());
                }
            }
            if outcome.counted < outcome.recognised || outcome.recognised == Hours::ZERO {
                failing.insert(key.clone());
            }
            if missing.as_ref().is_some_and(|missing| !missing.is_empty()) {
                failing.insert(key);
            }
        }
    }
    for name in packs::library().names() {
        let pack = packs::pack(name);
        for kind in pack.kinds() {
            let key = (name.to_owned(), kind.id.clone());
            if pack.is_sample() {
                // Its articles and evidence are those of the pack around it; only the numbers are its own.
                assert!(!kind.sample || counting.contains(&key), "{name}: no scenario looks up {}", kind.id);
                continue;
            }
            assert!(passing.contains(&key), "{name}: no scenario in which {} passes", kind.id);
            assert!(failing.contains(&key), "{name}: no scenario in which {} fails", kind.id);
        }
    }
}
