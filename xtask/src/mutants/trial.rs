//! The tests of `policy` with one change switched on: whether they notice it. Bounded in time and memory, because a change
//! may make a loop endless.

use std::io;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::tally::Verdict;
use super::workshop::SWITCH;
use crate::suite::Suite;

/// What is asked one after the other, until a test fails: first what notices most, and what takes long at the end.
/// Left out is that every change of a pack is caught by its scenarios, which for every change of code would take hours.
const ASKED: [Asked; 4] = [
    Asked { program: "it", arguments: &["every_scenario_comes_out_as_it_says"] },
    Asked { program: "it", arguments: &["--skip", "every_change_to_a_rule", "--skip", SLOW[0], "--skip", SLOW[1]] },
    Asked { program: "", arguments: &[] },
    Asked { program: "it", arguments: &SLOW },
];
const SLOW: [&str; 2] = ["whatever_is_changed_in_a_pack_is_told", "every_scenario_shows_what_is_kept_of_it"];

/// Tests of one program.
struct Asked {
    /// As cargo calls it; empty for the tests beside the code.
    program: &'static str,
    arguments: &'static [&'static str],
}

/// So few random years and damages suffice to notice a change.
const QUICK: [(&str, &str); 3] = [("PROPTEST_CASES", "32"), ("XUESHI_RANDOM_YEARS", "200"), ("XUESHI_DAMAGES", "40")];

/// Kilobytes of memory for one test program, which takes a tenth of it.
const MEMORY_KB_MAX: u32 = 4 * 1024 * 1024;
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// Test programs and how long they may take.
pub(super) struct Trial<'a> {
    suite: &'a Suite,
    time_max: Duration,
}

impl<'a> Trial<'a> {
    /// Tests that were built, and how long each program of them may take.
    pub(super) fn new(suite: &'a Suite, time_max: Duration) -> Self {
        Trial { suite, time_max }
    }

    /// Whether a test notices the change that has this number.
    ///
    /// # Errors
    /// When a test program cannot be started.
    pub(super) fn verdict(&self, number: usize) -> Result<Verdict, String> {
        for asked in &ASKED {
            let built = self.suite.test(asked.program).ok_or_else(|| format!("no test program `{}`", asked.program))?;
            // The shell bounds the memory and becomes the program.
            let mut command = Command::new("sh");
            command.args(["-c", &format!("ulimit -v {MEMORY_KB_MAX} && exec \"$@\""), "sh"]).arg(&built.path);
            command.args(asked.arguments).current_dir(&built.folder).envs(QUICK).env(SWITCH, number.to_string());
            command.env("CARGO_MANIFEST_DIR", &built.folder).env("RUST_TEST_THREADS", "1");
            if !self.ends_well(&mut command).map_err(|error| format!("{}: {error}", built.path.display()))? {
                return Ok(Verdict::Caught);
            }
        }
        Ok(Verdict::Missed)
    }

    fn ends_well(&self, command: &mut Command) -> io::Result<bool> {
        let mut program = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let begun = Instant::now();
        while begun.elapsed() < self.time_max {
            if let Some(status) = program.try_wait()? {
                return Ok(status.success());
            }
            thread::sleep(LOOK_AGAIN);
        }
        program.kill()?;
        program.wait()?;
        Ok(false)
    }
}
