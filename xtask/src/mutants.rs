//! What became of the changes that cargo-mutants made to the code: counted for each file from what it wrote down. Must
//! not run it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Deserialize;

/// At least so many of a hundred changes have to be noticed by a test.
const CAUGHT_PERCENT_MIN: usize = 95;

/// `mutants.out/outcomes.json`, as far as it matters here.
#[derive(Deserialize)]
struct Outcomes {
    outcomes: Vec<Outcome>,
}

#[derive(Deserialize)]
struct Outcome {
    scenario: Scenario,
    summary: String,
}

/// The unchanged code is tried first; everything else is a change.
#[derive(Deserialize)]
enum Scenario {
    Baseline,
    Mutant(Mutant),
}

#[derive(Deserialize)]
struct Mutant {
    file: String,
    /// The place and the change in words.
    #[serde(default)]
    name: String,
}

/// How many changes were noticed, and how many were not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    caught: usize,
    missed: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.caught += other.caught;
        self.missed += other.missed;
    }

    /// Where nothing was tried nothing is proved.
    fn is_enough(self) -> bool {
        let tried = self.caught + self.missed;
        tried > 0 && self.caught * 100 >= tried * CAUGHT_PERCENT_MIN
    }
}

/// Every file with its changes, and what no test noticed.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    files: BTreeMap<String, Count>,
    missed: Vec<String>,
}

impl Tally {
    /// Counts what cargo-mutants left below the root.
    pub(crate) fn read(root: &Path) -> Result<Tally, String> {
        let path = root.join("mutants.out/outcomes.json");
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Tally::of(&text).map_err(|error| format!("{}: {error}", path.display()))
    }

    fn of(text: &str) -> Result<Tally, serde_json::Error> {
        let outcomes: Outcomes = serde_json::from_str(text)?;
        let mut tally = Tally::default();
        for Outcome { scenario, summary } in outcomes.outcomes {
            let Scenario::Mutant(mutant) = scenario else { continue };
            // What does not compile is no change, and a test that never ends has noticed one.
            let count = match summary.as_str() {
                "CaughtMutant" | "Timeout" => Count { caught: 1, missed: 0 },
                "Unviable" => continue,
                _ => Count { caught: 0, missed: 1 },
            };
            if count.missed > 0 {
                tally.missed.push(mutant.name);
            }
            tally.files.entry(mutant.file).or_default().add(count);
        }
        Ok(tally)
    }

    fn all(&self) -> Count {
        let mut all = Count::default();
        self.files.values().for_each(|count| all.add(*count));
        all
    }

    /// Whether enough of all changes were noticed.
    pub(crate) fn is_enough(&self) -> bool {
        self.all().is_enough()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.missed.iter().try_for_each(|name| writeln!(to, "missed: {name}"))?;
        writeln!(to, "caught  missed  file")?;
        for (file, Count { caught, missed }) in &self.files {
            writeln!(to, "{caught:>6}  {missed:>6}  {file}")?;
        }
        let Count { caught, missed } = self.all();
        write!(to, "{caught:>6}  {missed:>6}  in all; at least {CAUGHT_PERCENT_MIN} of a hundred have to be caught")
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Tally};

    const OUTCOMES: &str = r#"{"outcomes": [
        {"scenario": "Baseline", "summary": "Success", "phase_results": []},
        {"scenario": {"Mutant": {"name": "a.rs:1: one", "file": "a.rs", "genre": "FnValue"}}, "summary": "CaughtMutant"},
        {"scenario": {"Mutant": {"name": "a.rs:2: two", "file": "a.rs"}}, "summary": "MissedMutant"},
        {"scenario": {"Mutant": {"name": "b.rs:1: three", "file": "b.rs"}}, "summary": "Timeout"},
        {"scenario": {"Mutant": {"name": "b.rs:2: four", "file": "b.rs"}}, "summary": "Unviable"}
    ], "total_mutants": 4, "cargo_mutants_version": "25.0.0"}"#;

    #[test]
    fn each_file_is_counted_and_what_was_missed_is_named() {
        let tally = Tally::of(OUTCOMES).expect("it is read");
        let told = tally.to_string();
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(
            lines[..4],
            ["missed: a.rs:2: two", "caught  missed  file", "     1       1  a.rs", "     1       0  b.rs"]
        );
        assert!(!tally.is_enough());
    }

    #[test]
    fn nineteen_of_twenty_are_enough_and_nothing_tried_is_not() {
        assert!(Count { caught: 19, missed: 1 }.is_enough());
        assert!(!Count { caught: 189, missed: 11 }.is_enough());
        assert!(!Tally::of(r#"{"outcomes": []}"#).expect("it is read").is_enough());
    }
}
