//! Changes every rule of every pack a little: a scenario has to notice, or the loader has to refuse. What survives is
//! listed with its reason in `survivors.txt` beside this file; a survivor that is not listed fails the test, and so
//! does a listed one that is caught by now.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicUsize, Ordering};

use policy::{Library, Pack, Scenario};

use crate::mutants::{self, Mutant};
use crate::packs;

/// At least so many in a thousand of a pack's have to be caught.
const CAUGHT_MIN: usize = 990;
const THREADS: usize = 4;

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
            } else if path.contains("/tables/") {
                all.extend(mutants::of_table(path, text));
            }
        }
        all
    }

    /// Whether a pack that the file belongs to does not load, or has a scenario that comes out otherwise.
    fn notices(&self, mutant: &Mutant) -> bool {
        let files = self.files.iter().map(|(path, text)| {
            (path.as_str(), if *path == mutant.file { mutant.text.as_str() } else { text.as_str() })
        });
        let library = Library::from_files(files);
        let changed = mutant.file.split('/').next().unwrap_or_default();
        let mut concerned = self.packs.iter().filter(|(_, _, chain)| chain.iter().any(|pack| pack == changed));
        concerned.any(|(name, scenarios, _)| match library.load(name) {
            Err(_) => true,
            Ok(pack) => fails(&pack, scenarios),
        })
    }
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
fn every_change_to_a_rule_is_noticed_by_a_scenario_or_the_loader() {
    let law = Law::read();
    for (name, scenarios, _) in &law.packs {
        assert!(!fails(&packs::pack(name), scenarios), "{name} has to be in order before it is changed");
    }
    let mutants = law.mutants();
    let next = AtomicUsize::new(0);
    let survivors: Vec<String> = std::thread::scope(|scope| {
        let work = || {
            let mut survivors = Vec::new();
            while let Some(mutant) = mutants.get(next.fetch_add(1, Ordering::Relaxed)) {
                if !law.notices(mutant) {
                    survivors.push(mutant.name.clone());
                }
            }
            survivors
        };
        let threads: Vec<_> = (0..THREADS).map(|_| scope.spawn(work)).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it ends")).collect()
    });
    let known = known();
    let mut wrong = String::new();
    for name in survivors.iter().filter(|name| !known.contains_key(*name)) {
        let _ = writeln!(wrong, "survives: {name}");
    }
    for name in known.keys().filter(|name| !survivors.contains(name)) {
        let _ = writeln!(wrong, "no longer survives, take it off the list: {name}");
    }
    assert!(wrong.is_empty(), "{} mutants, {} survive\n{wrong}", mutants.len(), survivors.len());
    for (pack, ..) in &law.packs {
        let of_pack = |file: &str| file.starts_with(&format!("{pack}/"));
        let all = mutants.iter().filter(|mutant| of_pack(&mutant.file)).count();
        let surviving = survivors.iter().filter(|name| of_pack(name)).count();
        println!("{pack}: {all} mutants, {surviving} survive");
        let caught = (all - surviving) * 1000 / all;
        assert!(caught >= CAUGHT_MIN, "{pack}: only {caught} in a thousand are caught");
    }
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
