//! What each scenario shows by itself: which of the articles that it covers and which kinds it passes, and which it fails.
//! `coverage.txt` beside this file says so for every scenario; after a change of scenarios, `XUESHI_ACCEPT=1 cargo test -p
//! policy` writes it anew, for whoever looks at what became of it.

use std::fmt::Write;

use policy::{Fault, Library, PackError};

use crate::{kept, packs};

const PACKS: [&str; 4] = ["guangxi-2019", "guet-2022", "sample-2026", "yunting-2025"];

/// The pack with one of its scenarios and no other.
fn alone(pack: &str, scenario: &str) -> Library {
    let own = format!("{pack}/scenarios/");
    let files = packs::files().into_iter().filter(|(path, _)| path.contains('/'));
    Library::from_files(files.filter(|(path, _)| !path.starts_with(&own) || path == scenario))
}

/// Each as its name and what it shows: `+` for what passes, `-` for what fails.
fn shown(pack: &str, scenario: &str) -> String {
    let library = alone(pack, scenario);
    let problems = library.check(pack).expect("it can be checked");
    let says = |fault: Fault, part: &str| problems.iter().any(|problem| is(problem, fault, part));
    let read = library.scenarios(pack).expect("it can be read");
    let loaded = library.load(pack).expect("it loads");
    let mut shown = String::new();
    for article in &read[0].covers {
        let passes = !says(Fault::NoPassing, &format!("{article}没有通过"));
        let fails = !says(Fault::NoFailing, &format!("{article}没有不通过"));
        write!(shown, " {article}{}", sides(passes, fails)).expect("a text takes it");
    }
    for item in &read[0].facts.items {
        let Some(kind) = loaded.kind(&item.kind) else { continue };
        let misses = |what: &str| says(Fault::KindUncovered, &format!("种类“{}”没有{what}", kind.name));
        let (passes, fails) = (!misses("学时计入、材料齐全"), !misses("学时不计或缺材料"));
        write!(shown, " {}{}", kind.name, sides(passes, fails)).expect("a text takes it");
    }
    shown
}

fn is(problem: &PackError, fault: Fault, part: &str) -> bool {
    problem.fault == fault && problem.problem.starts_with(part)
}

fn sides(passes: bool, fails: bool) -> &'static str {
    match (passes, fails) {
        (true, true) => "±",
        (true, false) => "+",
        (false, true) => "-",
        (false, false) => "?",
    }
}

#[test]
fn every_scenario_shows_what_is_kept_of_it() {
    let mut all = String::new();
    for pack in PACKS {
        let own = format!("{pack}/scenarios/");
        for (path, _) in packs::files().iter().filter(|(path, _)| path.starts_with(&own)) {
            writeln!(all, "{path}:{}", shown(pack, path)).expect("a text takes it");
        }
    }
    kept::as_kept("coverage.txt", &all);
}
