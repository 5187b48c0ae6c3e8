//! Proofs that take minutes and are therefore no part of `cargo xtask test`, which runs them on a smaller scale.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::Instant;

use crate::{mutants, needs, openfisca, postgres, run};

/// How much is to be proved.
#[derive(Clone, Copy)]
pub(crate) struct Extent {
    /// Random years of each pack, for the oracle.
    pub(crate) years: u32,
    /// Another seed gives other years.
    pub(crate) seed: u32,
    /// Random years that are judged one by one and many at once, quietly and explained.
    pub(crate) people: u32,
    /// Damaged packs; of facts and scenarios some times as many.
    pub(crate) damages: u32,
    /// How often the program is killed during an examination, on each database; while a lesson is watched less often.
    pub(crate) kills: u32,
}

/// Builds the programs and runs every proof, each of them even when an earlier one failed.
pub(crate) fn everything(root: &Path, extent: Extent) -> ExitCode {
    if let Err(missing) = needs::provide() {
        eprintln!("{missing}");
        return ExitCode::FAILURE;
    }
    let policy = ["test", "--release", "--package", "policy", "--test", "it"];
    let mut passed = step("many at once", || {
        checked(root, &[&policy[..], &["many_are_judged_as_one_is"]].concat(), ("XUESHI_RANDOM_YEARS", extent.people))
    });
    passed &= step("damaged packs and facts", || {
        checked(root, &[&policy[..], &["damaged"]].concat(), ("XUESHI_DAMAGES", extent.damages))
    });
    passed &= step("the oracle", || {
        let oracle = ["test", "--package", "xueshi", "--test", "oracle", "--", "--nocapture", "--test-threads", "1"];
        cargo(root, &oracle, &[("XUESHI_ORACLE_YEARS", extent.years), ("XUESHI_ORACLE_SEED", extent.seed)])
    });
    passed &= step("OpenFisca", || openfisca::agrees(root, openfisca::YEARS));
    passed &= step("killed during an examination", || killed(root, "killed_exam", extent.kills, extent.seed));
    passed &= step("killed while a lesson is watched", || {
        killed(root, "killed_lesson", extent.kills / KILLS_A_LESSON_KILL, extent.seed)
    });
    passed &= step("changed code", || mutants::are_noticed(root, &[]));
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Answers flow as fast as they can, and a lesson takes its time: one kill of it for so many of the others.
const KILLS_A_LESSON_KILL: u32 = 10;

/// Kills the program in the release build: there is more under way in it at any moment.
fn killed(root: &Path, test: &str, kills: u32, seed: u32) -> bool {
    let server = match postgres::Server::start() {
        Ok(server) => server,
        Err(error) => {
            eprintln!("PostgreSQL: {error}");
            return false;
        }
    };
    let arguments = ["test", "--release", "--workspace", "--test", "commands", test];
    let mut command = run::cargo(root, &arguments);
    command.env("XUESHI_KILLS", kills.to_string()).env("XUESHI_KILL_SEED", seed.to_string());
    command.env(run::POSTGRES_VARIABLE, server.url());
    succeeds(&mut command)
}

fn step(name: &str, work: impl FnOnce() -> bool) -> bool {
    println!("\n== {name}");
    let begun = Instant::now();
    let passed = work();
    println!("== {name}: {} after {:.0} s", if passed { "passed" } else { "FAILED" }, begun.elapsed().as_secs_f64());
    passed
}

pub(crate) fn cargo(root: &Path, arguments: &[&str], variables: &[(&str, u32)]) -> bool {
    let mut command = run::cargo(root, arguments);
    command.envs(variables.iter().map(|(name, value)| (name, value.to_string())));
    succeeds(&mut command)
}

/// Makes a number that overflows end the run in the release build as well, where it would go on with another number.
const OVERFLOW_CHECKS: (&str, &str) = ("CARGO_PROFILE_RELEASE_OVERFLOW_CHECKS", "true");

/// The same with every overflow noticed.
fn checked(root: &Path, arguments: &[&str], (name, value): (&str, u32)) -> bool {
    let mut command = run::cargo(root, arguments);
    command.env(OVERFLOW_CHECKS.0, OVERFLOW_CHECKS.1).env(name, value.to_string());
    succeeds(&mut command)
}

fn succeeds(command: &mut Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("prove: {error}");
            false
        }
    }
}
