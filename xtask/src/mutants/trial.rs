//! The tests of `policy` with one change switched on: whether they notice it. Bounded in memory and in time of the
//! processor, because a change may make a loop endless; nothing in these tests waits.

use std::process::{Command, Stdio};

use super::tally::Verdict;
use super::workshop::SWITCH;
use crate::suite::Suite;

/// What is asked one after the other, until a test fails: first what notices most, and what takes long at the end.
/// Left out is that every change of a pack is caught by its scenarios, which for every change of code would take hours.
const ASKED: [Asked; 5] = [
    Asked { program: "it", only: &[SCENARIOS], but: &[], seconds_max: 15 },
    Asked { program: "", only: &[], but: &[], seconds_max: 15 },
    Asked {
        program: "it",
        only: &[],
        but: &[SCENARIOS, RANDOM[0], RANDOM[1], SLOW[0], SLOW[1], "every_change_to_a_rule"],
        seconds_max: 120,
    },
    Asked { program: "it", only: &RANDOM, but: &[], seconds_max: 60 },
    Asked { program: "it", only: &SLOW, but: &[], seconds_max: 300 },
];
const SCENARIOS: &str = "every_scenario_comes_out_as_it_says";
/// Modules that judge many random years.
const RANDOM: [&str; 2] = ["properties::", "judge::"];
const SLOW: [&str; 2] = ["whatever_is_changed_in_a_pack_is_told", "every_scenario_shows_what_is_kept_of_it"];

/// Tests of one program.
struct Asked {
    /// As cargo calls it; empty for the tests beside the code.
    program: &'static str,
    /// Parts of their names; all of them where there are none.
    only: &'static [&'static str],
    /// What is left out.
    but: &'static [&'static str],
    /// Seconds of the processor: some ten times what they take on a slow machine.
    seconds_max: u32,
}

/// So few random years and damages suffice to notice a change.
const QUICK: [(&str, &str); 3] = [("PROPTEST_CASES", "32"), ("XUESHI_RANDOM_YEARS", "200"), ("XUESHI_DAMAGES", "40")];

/// Kilobytes of memory for one test program, which takes a tenth of it.
const MEMORY_KB_MAX: u32 = 4 * 1024 * 1024;

/// Whether a test notices the change that has this number.
///
/// # Errors
/// When a test program cannot be started.
pub(super) fn verdict(suite: &Suite, number: usize) -> Result<Verdict, String> {
    for asked in &ASKED {
        let built = suite.test(asked.program).ok_or_else(|| format!("no test program `{}`", asked.program))?;
        // The shell sets the bounds and becomes the program.
        let bounds = format!("ulimit -v {MEMORY_KB_MAX} && ulimit -t {} && exec \"$@\"", asked.seconds_max);
        let mut command = Command::new("sh");
        command.args(["-c", &bounds, "sh"]).arg(&built.path).args(asked.only).current_dir(&built.folder);
        command.args(asked.but.iter().flat_map(|name| ["--skip", *name]));
        command.envs(QUICK).env(SWITCH, number.to_string());
        command.env("CARGO_MANIFEST_DIR", &built.folder).env("RUST_TEST_THREADS", "1");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let status = command.status().map_err(|error| format!("{}: {error}", built.path.display()))?;
        if !status.success() {
            return Ok(Verdict::Caught);
        }
    }
    Ok(Verdict::Missed)
}
