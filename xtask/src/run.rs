//! The order in which the steps run, what they are given, and the closing table.
//! What a check looks for stands in the check's own file.

use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::ledger::{Ledger, Outcome};
use crate::suite::{PARTS, Suite};
use crate::tally::Tally;
use crate::{kept_times, layers, licences, needs, postgres, scratch, space, tidy};

/// The variable through which the tests learn where PostgreSQL is: the address of its maintenance database.
pub(crate) const POSTGRES_VARIABLE: &str = "XUESHI_TEST_POSTGRES";

/// How much `everything` runs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Checks and tests.
    Tests,
    /// Checks and tests, and the documentation build.
    TestsAndDocuments,
}

/// Runs one check by itself.
pub(crate) fn one(name: &str, problems: Vec<String>) -> ExitCode {
    if say(name, &problems) {
        println!("{name}: nothing to report");
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// Installs what the tests need, and nothing else.
pub(crate) fn needs_only() -> ExitCode {
    one("needs", needs::provide().err().into_iter().collect())
}

/// Runs all steps, each of them even when an earlier one failed, and ends with the table and the sum of the tests.
pub(crate) fn everything(root: &Path, extent: Extent) -> ExitCode {
    let mut run = Run::new(root);
    if !run.step("needs", |_| say("needs", &needs::provide().err().into_iter().collect::<Vec<_>>())) {
        return run.close();
    }
    if !run.step("space", |run| say("space", &space::problems(&target(run.root)))) {
        return run.close();
    }
    if let Some(build) = shared_target()
        && let Err(error) = kept_times::give_back(root, &build)
    {
        println!("all crates of the workspace are built anew: {error}");
    }
    run.step("formatting", |run| run.cargo(&["fmt", "--all", "--check"]));
    run.step("layers", |run| say("layers", &layers::problems_in(run.root)));
    run.step("tidy", |run| say("tidy", &tidy::problems_in(run.root)));
    run.step("licences", |run| say("licences", &licences::problems_in(run.root)));
    run.step("lints", |run| run.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]));
    if extent == Extent::TestsAndDocuments {
        run.step("documentation", Run::documents);
    }
    let mut suite = Suite::default();
    let is_built = run.step("building the tests", |run| run.build(&mut suite));
    let is_served = is_built && run.step("starting PostgreSQL", Run::serve);
    run.tests(&suite, is_served);
    run.close()
}

/// Prints what was found; whether that was nothing.
fn say(name: &str, problems: &[String]) -> bool {
    for problem in problems {
        eprintln!("{name}: {problem}");
    }
    problems.is_empty()
}

struct Run<'a> {
    root: &'a Path,
    /// Ended when the run is.
    server: Option<postgres::Server>,
    ledger: Ledger,
    tally: Tally,
}

impl<'a> Run<'a> {
    fn new(root: &'a Path) -> Self {
        Run { root, server: None, ledger: Ledger::default(), tally: Tally::default() }
    }

    /// Does one step, says how it ended and writes it down.
    fn step(&mut self, name: &'static str, work: impl FnOnce(&mut Self) -> bool) -> bool {
        println!("\n== {name}");
        let begun = Instant::now();
        let outcome = if work(self) { Outcome::Passed } else { Outcome::Failed };
        let took = begun.elapsed();
        println!("== {name}: {outcome} after {:.1} s", took.as_secs_f64());
        self.ledger.add(name, outcome, took);
        outcome == Outcome::Passed
    }

    fn cargo(&mut self, arguments: &[&str]) -> bool {
        self.command(arguments).status().is_ok_and(|status| status.success())
    }

    fn documents(&mut self) -> bool {
        let mut command = self.command(&["doc", "--workspace", "--no-deps"]);
        command.env("RUSTDOCFLAGS", "-D warnings").status().is_ok_and(|status| status.success())
    }

    /// Builds the tests and notes where cargo puts them.
    fn build(&mut self, suite: &mut Suite) -> bool {
        let messages = "--message-format=json-render-diagnostics";
        let mut command = self.command(&["test", "--workspace", "--no-run", messages]);
        lines(&mut command, |line| suite.add(line))
    }

    /// Starts a PostgreSQL for the tests, unless the environment names one.
    fn serve(&mut self) -> bool {
        if std::env::var_os(POSTGRES_VARIABLE).is_some_and(|url| !url.is_empty()) {
            println!("{POSTGRES_VARIABLE} names a server");
            return true;
        }
        match postgres::Server::start() {
            Ok(server) => self.server = Some(server),
            Err(error) => eprintln!("PostgreSQL: {error}"),
        }
        self.server.is_some()
    }

    /// The packs, the tests that are steps of their own, and all others.
    fn tests(&mut self, suite: &Suite, can_run: bool) {
        const REST: &str = "tests on both databases";
        if !can_run {
            for step in ["packs"].into_iter().chain(PARTS.iter().map(|part| part.step)).chain([REST]) {
                self.ledger.add(step, Outcome::NotRun, Duration::ZERO);
            }
            return;
        }
        self.step("packs", |run| run.packs(suite));
        for part in &PARTS {
            self.step(part.step, |run| {
                let before = run.tally.passed;
                // A part that was renamed may not pass by running nothing.
                suite.part(part).is_some_and(|(built, arguments)| run.program(built, &arguments))
                    && run.tally.passed > before
            });
        }
        self.step(REST, |run| {
            let mut passed = true;
            for (built, arguments) in suite.rest() {
                passed &= run.program(built, &arguments);
            }
            let mut examples = run.command(&["test", "--workspace", "--doc", "--no-fail-fast"]);
            passed & run.count(&mut examples)
        });
    }

    /// Has the product itself judge every pack that stands in `policies/`.
    fn packs(&mut self, suite: &Suite) -> bool {
        let Some(product) = suite.product() else {
            return say("packs", &["cargo built no program `xueshi`".to_owned()]);
        };
        let entries = std::fs::read_dir(self.root.join("policies")).into_iter().flatten().flatten();
        let mut names: Vec<OsString> =
            entries.filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name()).collect();
        names.sort();
        let is_usable = |name: &OsString| {
            let status = Command::new(&product.path).args(["policy", "check"]).arg(name).status();
            status.is_ok_and(|status| status.success())
        };
        let mut problems: Vec<String> = names.iter().filter(|name| !is_usable(name)).map(unusable).collect();
        if names.is_empty() {
            problems.push("there is no pack in policies/".to_owned());
        }
        say("packs", &problems)
    }

    /// Runs tests of one program, as `cargo test` would.
    fn program(&mut self, built: &crate::suite::Built, arguments: &[String]) -> bool {
        println!("     Running {} {}", built.path.display(), arguments.join(" "));
        if self.server.as_mut().is_some_and(postgres::Server::is_gone) {
            // Every test would wait for it in vain.
            return say("PostgreSQL", &["it is gone, see above; these tests did not run".to_owned()]);
        }
        let mut command = Command::new(&built.path);
        command.args(arguments).current_dir(&built.folder).env("CARGO_MANIFEST_DIR", &built.folder);
        command.env("TMPDIR", scratch::folder()).env("RUST_TEST_THREADS", threads().to_string());
        if let Some(server) = &self.server {
            command.env(POSTGRES_VARIABLE, server.url());
        }
        let passed = self.count(&mut command);
        let obituary = self.server.as_mut().filter(|_| !passed).and_then(postgres::Server::obituary);
        say("PostgreSQL", &obituary.into_iter().collect::<Vec<_>>()) && passed
    }

    fn count(&mut self, command: &mut Command) -> bool {
        let tally = &mut self.tally;
        lines(command, |line| {
            println!("{line}");
            tally.add(line);
        })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        cargo(self.root, arguments)
    }

    fn close(&self) -> ExitCode {
        println!("\n{}", self.ledger);
        if self.tally.passed == 0 {
            println!("no test ran");
        }
        println!("{}", self.tally);
        if self.ledger.is_good() && self.tally.is_good() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// How many tests run at once: two a core, because most of them wait for a database or a browser.
fn threads() -> usize {
    2 * std::thread::available_parallelism().map_or(1, usize::from)
}

fn unusable(pack: &OsString) -> String {
    format!("policies/{} cannot be used", pack.to_string_lossy())
}

/// Runs a command to its end and gives every line that it prints; whether it succeeded.
fn lines(command: &mut Command, mut take: impl FnMut(&str)) -> bool {
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => {
            eprintln!("{}: {error}", command.get_program().to_string_lossy());
            return false;
        }
    };
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            take(&String::from_utf8_lossy(&line));
        }
    }
    child.wait().is_ok_and(|status| status.success())
}

/// Cargo, building where this run builds.
pub(crate) fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(root);
    if let Some(target) = shared_target() {
        command.env("CARGO_TARGET_DIR", target);
    }
    command
}

/// Where cargo builds: what this run chose, what the environment says, or the workspace's own folder.
pub(crate) fn target(root: &Path) -> PathBuf {
    let named = shared_target().or_else(|| std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from));
    root.join(named.unwrap_or_else(|| PathBuf::from("target")))
}

/// On a build machine the compiled crates are kept between checkouts, in a cache folder outside of them.
/// `None` leaves the choice to cargo.
pub(crate) fn shared_target() -> Option<PathBuf> {
    if std::env::var_os("CI").is_none() || std::env::var_os("CARGO_TARGET_DIR").is_some() {
        return None;
    }
    let cache = match std::env::var_os("XDG_CACHE_HOME") {
        Some(cache) if !cache.is_empty() => PathBuf::from(cache),
        _ => PathBuf::from(std::env::var_os("HOME")?).join(".cache"),
    };
    Some(cache.join("xueshi").join("target"))
}
