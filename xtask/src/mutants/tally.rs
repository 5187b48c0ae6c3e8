//! What became of the changes, counted for each file. Must not try them.

use std::collections::BTreeMap;
use std::fmt;

/// At least so many of a hundred changes have to be noticed by a test.
const CAUGHT_PERCENT_MIN: usize = 95;

/// What became of one change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A test failed, or did not end.
    Caught,
    /// Every test passed.
    Missed,
    /// The compiler refuses it: no change at all.
    Refused,
}

/// How many changes were noticed, and how many were not.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Count {
    caught: usize,
    missed: usize,
    refused: usize,
}

impl Count {
    fn add(&mut self, other: Count) {
        self.caught += other.caught;
        self.missed += other.missed;
        self.refused += other.refused;
    }

    /// Where nothing was tried nothing is proved.
    fn is_enough(self) -> bool {
        let tried = self.caught + self.missed;
        tried > 0 && self.caught * 100 >= tried * CAUGHT_PERCENT_MIN
    }
}

impl From<Verdict> for Count {
    fn from(verdict: Verdict) -> Self {
        let one = |is| usize::from(verdict == is);
        Count { caught: one(Verdict::Caught), missed: one(Verdict::Missed), refused: one(Verdict::Refused) }
    }
}

/// Every file with its changes, and what no test noticed.
#[derive(Debug, Default)]
pub(super) struct Tally {
    files: BTreeMap<String, Count>,
    missed: Vec<String>,
}

impl Tally {
    /// Takes in what became of one change: its file, the place and the change in words.
    pub(super) fn add(&mut self, file: &str, name: &str, verdict: Verdict) {
        self.files.entry(file.to_owned()).or_default().add(verdict.into());
        if verdict == Verdict::Missed {
            self.missed.push(name.to_owned());
        }
    }

    fn all(&self) -> Count {
        let mut all = Count::default();
        self.files.values().for_each(|count| all.add(*count));
        all
    }

    /// Whether enough of all changes were noticed.
    pub(super) fn is_enough(&self) -> bool {
        self.all().is_enough()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.missed.iter().try_for_each(|name| writeln!(to, "missed: {name}"))?;
        writeln!(to, "caught  missed  no Rust  file")?;
        for (file, Count { caught, missed, refused }) in &self.files {
            writeln!(to, "{caught:>6}  {missed:>6}  {refused:>7}  {file}")?;
        }
        let Count { caught, missed, refused } = self.all();
        write!(
            to,
            "{caught:>6}  {missed:>6}  {refused:>7}  in all; at least {CAUGHT_PERCENT_MIN} of a hundred have to be caught"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Count, Tally, Verdict};

    #[test]
    fn each_file_is_counted_and_what_was_missed_is_named() {
        let mut tally = Tally::default();
        for (file, name, verdict) in [
            ("a.rs", "a.rs:1: one", Verdict::Caught),
            ("a.rs", "a.rs:2: two", Verdict::Missed),
            ("b.rs", "b.rs:1: three", Verdict::Caught),
            ("b.rs", "b.rs:2: four", Verdict::Refused),
        ] {
            tally.add(file, name, verdict);
        }
        let told = tally.to_string();
        let lines: Vec<&str> = told.lines().collect();
        let expected = [
            "missed: a.rs:2: two",
            "caught  missed  no Rust  file",
            "     1       1        0  a.rs",
            "     1       0        1  b.rs",
        ];
        assert_eq!(lines[..4], expected);
        assert!(!tally.is_enough());
    }

    #[test]
    fn nineteen_of_twenty_are_enough_and_nothing_tried_is_not() {
        assert!(Count { caught: 19, missed: 1, refused: 100 }.is_enough());
        assert!(!Count { caught: 189, missed: 11, refused: 0 }.is_enough());
        assert!(!Count { caught: 0, missed: 0, refused: 5 }.is_enough());
    }
}
