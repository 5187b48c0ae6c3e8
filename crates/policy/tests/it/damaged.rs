//! Damaged packs and facts: whatever bytes are changed, reading ends, and either refuses with a place or gives
//! something that can be judged. The beginnings are this repository's packs and the facts of their scenarios, and what was found
//! once is kept in `corpus` beside this file. `XUESHI_DAMAGES` says how many are tried; `cargo xtask prove` asks for
//! more. A fuzzer with coverage needs a nightly compiler, which this project does not use.

use std::path::Path;

use policy::{Library, Pack, Scenario, YearFacts};

use crate::packs;
use crate::random_years::{self, Chance};

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 28] = [
    "```",
    "```toml\n",
    "\n## 第一条 甲\n",
    "[[kind]]\n",
    "[[group]]\n",
    "[pack]\n",
    "id = \"a\"\n",
    "within = \"self-study\"",
    "= -1",
    "= 0",
    "9223372036854775807",
    "-9223372036854775808",
    "1e308",
    "0.001",
    "NaN",
    "\"\"",
    "null",
    "true",
    "[]",
    "{}",
    "\"",
    "\\",
    "\u{0}",
    "\u{feff}",
    "第",
    "，",
    "-9999-01-01",
    "9999-12-31",
];

fn count() -> u64 {
    std::env::var("XUESHI_DAMAGES").ok().and_then(|count| count.parse().ok()).unwrap_or(400)
}

/// A text with a few places cut, doubled, swapped or replaced.
fn damaged(text: &str, chance: &mut Chance) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..=chance.below(4) {
        let begin = chance.below(characters.len() + 1);
        let longest = *chance.one(&[1, 3, 20, 400]);
        let end = (begin + chance.below(longest + 1)).min(characters.len());
        let cut: Vec<char> = characters[begin..end].to_vec();
        let put: Vec<char> = match chance.below(5) {
            0 => Vec::new(),
            1 => cut.iter().chain(&cut).copied().collect(),
            2 => cut.into_iter().rev().collect(),
            3 => chance.below(10).to_string().chars().collect(),
            _ => chance.one(&PIECES).chars().collect(),
        };
        characters.splice(begin..end, put);
    }
    characters.into_iter().collect()
}

fn kept(sort: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/corpus").join(sort);
    let entries = std::fs::read_dir(folder).expect("the corpus is there").flatten();
    let read = |path: std::path::PathBuf| (path.display().to_string(), std::fs::read_to_string(&path).expect("a text"));
    entries.map(|entry| read(entry.path())).collect()
}

/// Loads a library in which one file is replaced, and uses whatever loads.
fn load(files: &[(String, String)], replaced: &str, text: &str) {
    let files = files.iter().map(|(path, kept)| (path.as_str(), if path == replaced { text } else { kept.as_str() }));
    let library = Library::from_files(files.clone());
    for name in library.names() {
        match library.load(name) {
            Ok(pack) => use_pack(&pack),
            Err(problem) => {
                let file = files.clone().find(|(path, _)| *path == problem.file);
                let lines = file.map_or(1, |(_, text)| text.lines().count() + 1);
                assert!((1..=lines).contains(&problem.line), "{problem} in {lines} lines of {replaced}:\n{text}");
                assert!(!problem.problem.is_empty());
            }
        }
        let _ = library.scenarios(name);
        let _ = library.in_force(name, 2024);
    }
}

fn use_pack(pack: &Pack) {
    let facts = random_years::year(pack, 1, 7, if pack.kinds().is_empty() { 0 } else { 6 });
    judge(pack, &facts);
    assert!(policy::compare(pack, pack).is_empty());
    for item in &facts.items {
        let _ = (policy::item_preview(pack, item, facts.year), policy::checklist(pack, item));
    }
}

fn judge(pack: &Pack, facts: &YearFacts) {
    let (explained, explanation) = policy::explain(pack, facts);
    assert_eq!(policy::assess(pack, facts), explained);
    assert!(!explanation.to_chinese().is_empty());
    assert_eq!(explained.items.len(), facts.items.len());
    let _ = policy::contradictions(pack, facts, jiff::civil::date(2026, 6, 30));
}

/// Reads facts and judges whatever can be read.
fn read(packs: &[Pack], text: &str) {
    let Ok(facts) = serde_json::from_str::<YearFacts>(text) else { return };
    let again = serde_json::to_string(&facts).expect("it is written");
    assert_eq!(serde_json::from_str::<YearFacts>(&again).expect("it is read"), facts);
    packs.iter().for_each(|pack| judge(pack, &facts));
}

#[test]
fn a_damaged_pack_is_refused_with_its_place_or_can_be_used() {
    let files: Vec<_> = packs::files().into_iter().filter(|(path, _)| path.contains('/')).collect();
    let bases: Vec<_> = files.iter().filter(|(path, _)| !path.contains("/scenarios/")).collect();
    for (_, text) in kept("packs") {
        load(&files, "guet-2022/rules.md", &text);
    }
    for seed in 0..count() {
        let mut chance = Chance::of(seed);
        // The two files with the most rules, half of the time.
        let (path, text) = if chance.below(2) == 0 {
            *chance.one(&bases)
        } else {
            *bases.iter().find(|(path, _)| path == "guet-2022/rules.md").expect("it is there")
        };
        load(&files, path, &damaged(text, &mut chance));
    }
}

#[test]
fn an_article_of_the_pack_around_it_cannot_be_written_again() {
    let again = "\n## 桂人社规〔2019〕2号 实施意见\n\n```toml\n[[no-rule]]\nreason = \"无\"\n```\n";
    let files = packs::files().into_iter().filter(|(path, _)| path.contains('/')).map(|(path, text)| {
        let text = if path == "guet-2022/rules.md" { text + again } else { text };
        (path, text)
    });
    let said = Library::from_files(files).load("guet-2022").expect_err("it is refused").to_string();
    assert!(said.ends_with("所依据的标准里已经有“桂人社规〔2019〕2号”，请换一个能区分的条名"), "{said}");
}

#[test]
fn damaged_facts_are_refused_or_judged() {
    let library = packs::library();
    let packs: Vec<Pack> = library.names().into_iter().map(packs::pack).collect();
    let scenarios = library.names().into_iter().flat_map(|name| library.scenarios(name).expect("they are read"));
    let mut bases: Vec<String> =
        scenarios.map(|one| serde_json::to_string(&one.facts).expect("it is written")).collect();
    bases.extend(
        packs
            .iter()
            .flat_map(|pack| (0..10).map(|seed| random_years::year(pack, seed, seed, 3)))
            .map(|facts| serde_json::to_string(&facts).expect("it is written")),
    );
    for (_, text) in kept("facts") {
        read(&packs, &text);
        bases.push(text);
    }
    for seed in 0..count() * 10 {
        let mut chance = Chance::of(seed);
        let base = chance.one(&bases);
        read(&packs, &damaged(base, &mut chance));
    }
}

#[test]
fn a_damaged_scenario_is_refused_with_its_line_or_can_be_run() {
    let library = packs::library();
    let packs: Vec<Pack> = library.names().into_iter().map(packs::pack).collect();
    let files = packs::files();
    let bases: Vec<_> = files.iter().filter(|(path, _)| path.contains("/scenarios/")).collect();
    for seed in 0..count() * 5 {
        let mut chance = Chance::of(seed);
        let (path, text) = chance.one(&bases);
        let text = damaged(text, &mut chance);
        match Scenario::parse(path, &text) {
            Ok(scenario) => packs.iter().for_each(|pack| drop(scenario.differences(pack))),
            Err(problem) => assert!((1..=text.lines().count() + 1).contains(&problem.line), "{problem}:\n{text}"),
        }
    }
}
