//! Changes every rule of every pack a little: the loader refuses what can be no pack any more, and a scenario has to notice
//! the rest. What survives is listed with its reason in `survivors.txt` beside this file; a survivor that is not listed fails
//! the test, and so does a listed one that is caught by now.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use policy::{Library, Pack, Scenario};

use crate::mutants::{self, Mutant};
use crate::packs;

/// At least so many in a thousand of a pack's that load have to be caught by a scenario.
const CAUGHT_MIN: usize = 990;
const THREADS: usize = 4;

/// What becomes of a changed pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It does not load, or one that extends it does not.
    Refused,
    /// A scenario comes out otherwise.
    Caught,
    Survives,
}

/// The packs' files, and what their scenarios say.
struct Law {
    files: Vec<(String, String)>,
    /// For each pack its scenarios and the packs of its chain, itself first.
    packs: Vec<(String, Vec<Scenario>, Vec<String>)>,
}

impl Law {
    fn read() -> Law {
        let files: Vec<_> = packs::files().into_iter().filter(|(path, _)| path.contains('/')).collect();
        let library = Library::from_files(files.clone());
        let chain = |name: &str| {
            let mut chain = vec![name.to_owned()];
            while let Some(next) = extends(&files, &chain[chain.len() - 1]) {
                chain.push(next);
            }
            chain
        };
        let packs = library
            .names()
            .into_iter()
            .map(|name| (name.to_owned(), library.scenarios(name).expect("they are read"), chain(name)));
        let packs = packs.collect();
        Law { files: files.into_iter().filter(|(path, _)| !path.contains("/scenarios/")).collect(), packs }
    }

    fn mutants(&self) -> Vec<Mutant> {
        let mut all = Vec::new();
        for (path, text) in self.files.iter() {
            if path.ends_with("/rules.md") {
                all.extend(mutants::of_rules(path, text));
                all.extend(mutants::moved(path, text, &cited()));
            } else if path.contains("/tables/") {
                all.extend(mutants::of_table(path, text));
            }
        }
        all.retain(|mutant| !self.is_marked_anyway(mutant));
        all
    }

    /// Whether it makes one number official in a pack that is made up as a whole, and marked as such wherever it is used.
    fn is_marked_anyway(&self, mutant: &Mutant) -> bool {
        let pack = mutant.file.split('/').next().unwrap_or_default();
        let rules = self.files.iter().find(|(path, _)| *path == format!("{pack}/rules.md"));
        let is_made_up = rules.is_some_and(|(_, text)| text.lines().any(|line| line == "sample = true"));
        let is_status = mutant.name.contains("sample → official") || mutant.name.contains("status = \"sample\" →");
        is_made_up && is_status
    }

    /// What the packs that the file belongs to say to the change.
    fn fate(&self, mutant: &Mutant) -> Fate {
        let files = self.files.iter().map(|(path, text)| {
            (path.as_str(), if *path == mutant.file { mutant.text.as_str() } else { text.as_str() })
        });
        let library = Library::from_files(files);
        let changed = mutant.file.split('/').next().unwrap_or_default();
        let concerned = self.packs.iter().filter(|(_, _, chain)| chain.iter().any(|pack| pack == changed));
        let loaded: Result<Vec<_>, _> =
            concerned.map(|(name, scenarios, _)| library.load(name).map(|pack| (pack, scenarios))).collect();
        match loaded {
            Err(_) => Fate::Refused,
            Ok(loaded) if loaded.iter().any(|(pack, scenarios)| fails(pack, scenarios)) => Fate::Caught,
            Ok(_) => Fate::Survives,
        }
    }
}

/// Sections whose article no year's explanation, deadline or refused item can name: the pack's page alone tells it, and
/// `comparing.rs` holds it.
const TOLD_BY_THE_PAGE: [&str; 5] =
    ["[[reading]]", "[[evidence]]", "[[title-series]]", "[[training-year]]", "[verification]"];

fn cited() -> Vec<&'static str> {
    mutants::SECTIONS.into_iter().filter(|section| !TOLD_BY_THE_PAGE.contains(section)).collect()
}

fn extends(files: &[(String, String)], name: &str) -> Option<String> {
    let path = format!("{name}/rules.md");
    let (_, text) = files.iter().find(|(known, _)| *known == path)?;
    let line = text.lines().find_map(|line| line.strip_prefix("extends = "))?;
    Some(line.trim_matches('"').to_owned())
}

fn fails(pack: &Pack, scenarios: &[Scenario]) -> bool {
    scenarios.iter().any(|scenario| !scenario.differences(pack).is_empty())
}

/// Name and reason of each survivor that is known.
fn known() -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    let mut reason = "";
    for line in include_str!("survivors.txt").lines() {
        match line.strip_prefix("# ") {
            Some(because) => reason = because,
            None if line.is_empty() => {}
            None => {
                assert!(!reason.is_empty(), "{line} has no reason");
                known.insert(line.to_owned(), reason.to_owned());
            }
        }
    }
    known
}

#[test]
fn every_change_to_a_rule_that_loads_is_noticed_by_a_scenario() {
    let law = Law::read();
    for (name, scenarios, _) in &law.packs {
        assert!(!fails(&packs::pack(name), scenarios), "{name} has to be in order before it is changed");
    }
    let mutants = law.mutants();
    let next = AtomicUsize::new(0);
    let fates: Vec<(&str, Fate)> = std::thread::scope(|scope| {
        let work = || {
            let mut fates = Vec::new();
            while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                fates.push((mutant.name.as_str(), law.fate(mutant)));
            }
            fates
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect()
    });
    assert_known(&fates);
    for (pack, ..) in &law.packs {
        let count = |fate: Fate| {
            let of_pack = fates.iter().filter(|(name, _)| name.starts_with(&format!("{pack}/")));
            of_pack.filter(|(_, one)| *one == fate).count()
        };
        let [refused, caught, survive] = [Fate::Refused, Fate::Caught, Fate::Survives].map(count);
        println!("{pack}: {refused} refused, {caught} caught by a scenario, {survive} survive");
        let in_a_thousand = caught * 1000 / (caught + survive);
        assert!(in_a_thousand >= CAUGHT_MIN, "{pack}: only {in_a_thousand} in a thousand are caught");
    }
}

/// What survives is on the list, and nothing else is.
fn assert_known(fates: &[(&str, Fate)]) {
    let (known, mut wrong) = (known(), String::new());
    let survivors: Vec<&str> =
        fates.iter().filter(|(_, fate)| *fate == Fate::Survives).map(|(name, _)| *name).collect();
    for name in survivors.iter().filter(|name| !known.contains_key(**name)) {
        let _ = writeln!(wrong, "survives: {name}");
    }
    for name in known.keys().filter(|name| !survivors.contains(&name.as_str())) {
        let _ = writeln!(wrong, "no longer survives, take it off the list: {name}");
    }
    assert!(wrong.is_empty(), "{} mutants, {} survive\n{wrong}", fates.len(), survivors.len());
}

#[test]
fn every_field_that_is_dropped_is_one_that_packs_have() {
    let rules: Vec<String> =
        packs::files().into_iter().filter(|(path, _)| path.ends_with("/rules.md")).map(|(_, text)| text).collect();
    let is_there =
        |field: &str| rules.iter().any(|text| text.lines().any(|line| line.starts_with(&format!("{field} = "))));
    let gone: Vec<&&str> = mutants::DROPPED.iter().filter(|field| !is_there(field)).collect();
    assert!(gone.is_empty(), "{gone:?}");
}

#[test]
fn a_mutant_is_one_small_change() {
    let rules = "# 标准\n\n```toml\n[[group]]\nid = \"a\"\ncap_hours = 20\nwithin = \"professional\"\n```\n10\n";
    let names: Vec<String> = mutants::of_rules("x/rules.md", rules).into_iter().map(|mutant| mutant.name).collect();
    let expected = [
        "x/rules.md [[group]] : without the section that begins id = \"a\"",
        "x/rules.md [[group]] a: cap_hours = 20 → 21",
        "x/rules.md [[group]] a: cap_hours = 20 → 19",
        "x/rules.md [[group]] a: without cap_hours = 20",
        "x/rules.md [[group]] a: without within = \"professional\"",
    ];
    assert_eq!(names, expected);
    let table: Vec<String> = mutants::of_table("t.csv", "a,hours\n1,20\n").into_iter().map(|one| one.text).collect();
    assert_eq!(table, ["a,hours\n", "a,hours\n2,20\n", "a,hours\n0,20\n", "a,hours\n1,21\n", "a,hours\n1,19\n"]);
}

#[test]
fn a_rule_under_another_article_leaves_the_rest_as_it_is() {
    let rule = |section: &str| format!("```toml\n{section}\nid = \"a\"\n```\n");
    let two = format!("## 第一条 甲\n\n{}\n## 第二条 乙\n\n{}", rule("[[group]]"), rule("[[kind]]"));
    let moved = mutants::moved("x", &two, &["[[group]]", "[[kind]]"]);
    let outline = |mutant: &Mutant| -> Vec<String> {
        mutant.text.lines().filter(|line| line.starts_with(['#', '['])).map(str::to_owned).collect()
    };
    assert_eq!(outline(&moved[0]), ["## 第一条 甲", "[[no-rule]]", "## 第二条 乙", "[[group]]", "[[kind]]"]);
    assert_eq!(outline(&moved[1]), ["## 第一条 甲", "[[kind]]", "[[group]]", "## 第二条 乙", "[[no-rule]]"]);
}
