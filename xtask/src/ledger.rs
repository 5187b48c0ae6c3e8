//! What each step of a run came to, how long it took, and the closing table.

use std::fmt;
use std::time::Duration;

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing to report.
    Passed,
    /// Something was found; it stands above, where the step ran.
    Failed,
    /// A step that it needs failed.
    NotRun,
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Outcome::Passed => "ok",
            Outcome::Failed => "FAILED",
            Outcome::NotRun => "not run",
        })
    }
}

/// The steps of a run in their order.
#[derive(Default)]
pub(crate) struct Ledger {
    lines: Vec<(&'static str, Outcome, Duration)>,
}

impl Ledger {
    /// Adds a step.
    pub(crate) fn add(&mut self, step: &'static str, outcome: Outcome, took: Duration) {
        self.lines.push((step, outcome, took));
    }

    /// Whether no step failed and none was left out.
    pub(crate) fn is_good(&self) -> bool {
        self.lines.iter().all(|(_, outcome, _)| *outcome == Outcome::Passed)
    }
}

impl fmt::Display for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<28}{:<9}{:>10}", "step", "result", "time")?;
        for (step, outcome, took) in &self.lines {
            writeln!(f, "{step:<28}{outcome:<9}{:>8.1} s", took.as_secs_f64())?;
        }
        let all: Duration = self.lines.iter().map(|(_, _, took)| took).sum();
        write!(f, "{:<28}{:<9}{:>8.1} s", "all", if self.is_good() { "ok" } else { "FAILED" }, all.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Ledger, Outcome};

    #[test]
    fn the_table_names_every_step_and_its_end() {
        let mut ledger = Ledger::default();
        ledger.add("formatting", Outcome::Passed, Duration::from_millis(1250));
        assert!(ledger.is_good());
        ledger.add("building the tests", Outcome::Failed, Duration::from_secs(70));
        ledger.add("pages", Outcome::NotRun, Duration::ZERO);
        assert!(!ledger.is_good());
        let expected = "step                        result         time\n\
                        formatting                  ok            1.2 s\n\
                        building the tests          FAILED       70.0 s\n\
                        pages                       not run       0.0 s\n\
                        all                         FAILED       71.2 s";
        assert_eq!(ledger.to_string(), expected);
    }
}
