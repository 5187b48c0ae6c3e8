//! Runs every `policies/*/scenarios/*.toml`: a year that a lawyer can read, and what it has to come to.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use policy::{Hours, ItemFacts, Obligation, Outcome, PublicFacts, StaffCategory, YearFacts};
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
    todo: Option<Vec<String>>,
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
            evidence: Vec::new(),
        }
    };
    YearFacts {
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
    for article in ["第一条", "第二条", "第三条", "第四条", "第七条"] {
        assert!(covered.contains(article), "no scenario covers {article}");
    }
}
