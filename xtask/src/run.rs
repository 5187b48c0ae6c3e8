//! The order in which the checks run, what they are given, and the closing line.
//! What a check looks for stands in the check's own file.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use crate::tally::Tally;
use crate::{layers, needs, postgres, tidy};

/// The variable through which the tests learn where PostgreSQL is: the address of its maintenance database.
const POSTGRES_VARIABLE: &str = "XUESHI_TEST_POSTGRES";

/// How much `everything` runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Checks and tests.
    Tests,
    /// Checks and tests, then the documentation build and the licences.
    TestsAndDocuments,
}

/// Runs one check by itself.
pub(crate) fn one(name: &str, problems: Vec<String>) -> ExitCode {
    let mut run = Run::new(Path::new("."));
    run.report(name, problems);
    if run.failed.is_empty() {
        println!("{name}: nothing to report");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Runs all steps, each of them even when an earlier one failed, and ends with the sum of the tests.
pub(crate) fn everything(root: &Path, extent: Extent) -> ExitCode {
    let mut run = Run::new(root);
    if let Err(missing) = needs::provide() {
        eprintln!("{missing}");
        println!("0 passed, 0 failed");
        return ExitCode::FAILURE;
    }
    run.report("layers", layers::problems_in(root));
    run.report("tidy", tidy::problems_in(root));
    run.cargo("formatting", &["fmt", "--all", "--check"]);
    run.cargo("lints", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]);
    if extent == Extent::TestsAndDocuments {
        run.documents();
        run.licences();
    }
    let tally = run.tests();
    run.close(tally)
}

struct Run<'a> {
    root: &'a Path,
    target: Option<PathBuf>,
    failed: Vec<String>,
}

impl<'a> Run<'a> {
    fn new(root: &'a Path) -> Self {
        Run { root, target: shared_target(), failed: Vec::new() }
    }

    fn report(&mut self, name: &str, problems: Vec<String>) {
        for problem in &problems {
            eprintln!("{name}: {problem}");
        }
        if !problems.is_empty() {
            self.failed.push(name.to_owned());
        }
    }

    fn cargo(&mut self, name: &str, arguments: &[&str]) {
        self.finish(name, &mut self.command(arguments));
    }

    fn documents(&mut self) {
        let mut command = self.command(&["doc", "--workspace", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "-D warnings");
        self.finish("documentation", &mut command);
    }

    fn licences(&mut self) {
        if needs::in_path(&["cargo-deny"]).is_none() {
            println!("licences: not looked at, cargo-deny is not installed (cargo install cargo-deny)");
            return;
        }
        self.cargo("licences", &["deny", "--all-features", "check", "licenses", "bans", "sources"]);
    }

    /// Runs the tests against a PostgreSQL of their own, or against the one that the environment names.
    fn tests(&mut self) -> Tally {
        let given = std::env::var(POSTGRES_VARIABLE).ok().filter(|url| !url.is_empty());
        let server = match given {
            Some(_) => None,
            None => match postgres::Server::start() {
                Ok(server) => Some(server),
                Err(error) => {
                    eprintln!("postgres: {error}");
                    self.failed.push("postgres".to_owned());
                    return Tally::default();
                }
            },
        };
        let mut command = self.command(&["test", "--workspace", "--no-fail-fast"]);
        if let Some(url) = given.as_deref().or(server.as_ref().map(postgres::Server::url)) {
            command.env(POSTGRES_VARIABLE, url);
        }
        self.count(&mut command)
    }

    fn count(&mut self, command: &mut Command) -> Tally {
        println!("== tests");
        let mut tally = Tally::default();
        let mut child = match command.stdout(Stdio::piped()).spawn() {
            Ok(child) => child,
            Err(error) => {
                eprintln!("tests: {error}");
                self.failed.push("tests".to_owned());
                return tally;
            }
        };
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                tally.add(&line);
            }
        }
        if !child.wait().is_ok_and(|status| status.success()) {
            self.failed.push("tests".to_owned());
        }
        tally
    }

    fn finish(&mut self, name: &str, command: &mut Command) {
        println!("== {name}");
        if !command.status().is_ok_and(|status| status.success()) {
            self.failed.push(name.to_owned());
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
        let mut command = Command::new(cargo);
        command.args(arguments).current_dir(self.root);
        if let Some(target) = &self.target {
            command.env("CARGO_TARGET_DIR", target);
        }
        command
    }

    fn close(&self, tally: Tally) -> ExitCode {
        if !self.failed.is_empty() {
            println!("not passed: {}", self.failed.join(", "));
        } else if tally.passed == 0 {
            println!("not passed: no test ran");
        }
        println!("{tally}");
        if self.failed.is_empty() && tally.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// On a build machine the compiled crates are kept between checkouts, in a cache folder outside of them.
/// `None` leaves the choice to cargo.
fn shared_target() -> Option<PathBuf> {
    if std::env::var_os("CI").is_none() || std::env::var_os("CARGO_TARGET_DIR").is_some() {
        return None;
    }
    let cache = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) if !cache.is_empty() => PathBuf::from(cache),
        _ => PathBuf::from(std::env::var_os("HOME")?).join(".cache"),
    };
    Some(cache.join("xueshi").join("target"))
}
