//! The program killed in the middle of an import, again and again, on both databases: what it wrote is there whole or not
//! at all, and the log is whole.

use std::process::Stdio;
use std::time::{Duration, Instant};

use testkit::databases;

use crate::program::Desk;

/// How often it is killed, each time a little later, unless it gets through before.
const KILLS: u32 = 8;
/// How many of them have to find it still at work, or nothing was tried.
const KILLS_MIN: u32 = 4;
/// Steps into which a trial run is divided: as many as have to find it at work come in its first half, because writing may take
/// less than a trial, and the others at every second step.
const STEPS: u32 = 8;

fn desk() -> Desk {
    let desk = Desk::new();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    for name in ["units.csv", "roster.xlsx"] {
        desk.keep(name, std::fs::read(fixtures.join(name)).expect("a fixture"));
    }
    desk
}

/// How many lines the log has; each look adds one.
fn lines(desk: &Desk, place: &str) -> i64 {
    let looked = desk.run(&format!("audit verify --json {place}")).json();
    assert!(looked["first_bad"].is_null(), "{looked}");
    looked["rows"].as_i64().expect("a number")
}

/// What a trial run says would be done.
fn planned(desk: &Desk, place: &str) -> String {
    let tried = desk.run(&format!("import roster roster.xlsx {place}"));
    let line = tried.said.lines().find(|line| line.contains("写入时将")).expect("a plan");
    line.to_owned()
}

/// How long a trial run takes.
fn trial(desk: &Desk, place: &str) -> Duration {
    let begun = Instant::now();
    planned(desk, place);
    begun.elapsed()
}

#[tokio::test]
async fn whenever_the_program_is_killed_the_import_is_there_whole_or_not_at_all() {
    for database in databases().await {
        let desk = desk();
        let place = format!("--data data --database-url {}", database.url());
        assert_eq!(desk.run(&format!("import units units.csv --apply {place}")).code, Some(0));
        let nothing = planned(&desk, &place);
        assert!(nothing.contains("将新增 2381"), "{nothing}");
        let step = trial(&desk, &place).min(trial(&desk, &place)) / STEPS;
        let (mut at_work, mut before) = (0, lines(&desk, &place));
        for kill in 1..=KILLS {
            at_work += u32::from(killed_after(&desk, &place, step * (kill + kill.saturating_sub(KILLS_MIN))));
            // The first look waits for what the server may still be ending.
            lines(&desk, &place);
            let after = lines(&desk, &place);
            let plan = planned(&desk, &place);
            match after - before {
                2 => assert_eq!(plan, nothing, "{} after {kill} kills", database.name()),
                // One event a person, one for the import, and the two looks at the log.
                2384 => {
                    assert!(plan.contains("将新增 0"), "{}: {plan}", database.name());
                    break;
                }
                more => panic!("{}: {more} lines of the log after {kill} kills", database.name()),
            }
            before = after;
        }
        assert!(at_work >= KILLS_MIN, "{}: killed at work {at_work} times", database.name());
        assert_eq!(desk.run(&format!("import roster roster.xlsx --apply {place}")).code, Some(0));
        assert!(planned(&desk, &place).contains("将新增 0"), "{}", database.name());
        lines(&desk, &place);
    }
}

/// Begins the import and kills it; whether it was still at work.
fn killed_after(desk: &Desk, place: &str, wait: Duration) -> bool {
    let mut command = desk.command(&format!("import roster roster.xlsx --apply {place}"));
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    std::thread::sleep(wait);
    let is_at_work = running.try_wait().expect("an answer").is_none();
    running.kill().ok();
    running.wait().expect("its end");
    is_at_work
}
