//! How long it takes to judge everybody's year out of a database and to keep what it comes to: two million people with ten
//! activities each, on SQLite and on PostgreSQL, with the memory that the program needs. `cargo bench --bench everybody`;
//! `XUESHI_BENCH_PEOPLE` asks for fewer, `XUESHI_TEST_POSTGRES` names the server. Never a timed test.
//!
//! The people are the random years of the benchmark of `policy`, written to the tables beforehand, which takes minutes
//! and is no part of the figures. Their rows lie in the order in which they were written, person after person.

#[path = "../../../policy/tests/it/random_years.rs"]
mod random_years;
mod rarer;
mod rows;

use std::sync::Arc;
use std::time::Instant as Clock;

use actions::policies::{Only, Question, simulate};
use actions::{App, Config, years};
use domain::access::Actor;
use domain::clock::Instant;
use testkit::Database;

/// As in the program itself.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The pack that everybody is judged by, and the one that it is compared with.
const PACK: &str = "sample-2026";
const OTHER: &str = "guet-2022";
const YEAR: i16 = 2026;

fn main() {
    let people = number("XUESHI_BENCH_PEOPLE", 2_000_000);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let only = std::env::var("XUESHI_BENCH_DATABASE").unwrap_or_default();
    for database in runtime.block_on(testkit::databases()) {
        if only.is_empty() || only == database.name() {
            runtime.block_on(measure(&database, people));
        }
    }
}

/// A number that the environment asks for.
fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|number| number.parse().ok()).unwrap_or(otherwise)
}

async fn measure(database: &Database, people: u64) {
    let app = open(database).await;
    println!("{}: {people} people with {} activities each", database.name(), rows::ITEMS);
    let begun = Clock::now();
    rows::write(database, &app.library().load(PACK).expect("the pack"), people).await;
    database.settle().await;
    println!("  written in {:.0} s, which is no part of the figures", begun.elapsed().as_secs_f64());
    let kept = timed("read, judged and kept", judge(&app)).await;
    assert_eq!((kept.people, kept.kept, kept.unreadable_count), (people, people, 0), "everybody is kept");
    let again = timed("again, without a change", judge(&app)).await;
    assert_eq!((again.kept, again.unchanged, again.differing_count), (0, people, 0), "nothing is kept twice");
    database.run("UPDATE person_year SET category = 'worker' WHERE person_id LIKE '%77'").await;
    let changed = timed("again, after one change in 256", judge(&app)).await;
    assert_eq!((changed.kept + changed.unchanged, changed.people), (people, people));
    println!("  of which kept anew: {}", changed.kept);
    let question =
        Question { new: OTHER.to_owned(), against: Some(PACK.to_owned()), year: YEAR, only: Only::default() };
    let simulated = timed("another pack tried out", async {
        let mut act = app.read(Some(Actor::system()), now()).await.expect("a transaction");
        simulate(&mut act, &question, |_, _| ()).await.expect("tried out")
    })
    .await;
    assert_eq!(simulated.all.people, people);
    println!("  of whom moved: {}", simulated.all.gains + simulated.all.loses);
}

/// Does it, and says how long it took, how long the program computed meanwhile (on a machine that others use that says
/// more), and how much memory it had at most.
async fn timed<T>(what: &str, work: impl Future<Output = T>) -> T {
    // Where the system does not let the highest figure begin anew, it is that of the whole run.
    std::fs::write("/proc/self/clear_refs", "5").ok();
    let (begun, computed) = (Clock::now(), computed());
    let done = work.await;
    let (took, computed) = (begun.elapsed().as_secs_f64(), self::computed() - computed);
    println!("  {what}: {took:.1} s, computing {computed:.1} s, {} MiB at most", memory_mib());
    done
}

/// Seconds that this program has computed, on all cores together.
fn computed() -> f64 {
    const TICKS_A_SECOND: f64 = 100.0;
    let status = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = status.rsplit(')').next().unwrap_or_default();
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() / TICKS_A_SECOND
}

fn memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

async fn judge(app: &Arc<App>) -> years::YearsJudged {
    years::judge(app, Actor::system(), YEAR, now(), |_, _| ()).await.expect("judged")
}

fn now() -> Instant {
    "2026-12-31T02:00:00Z".parse().expect("a moment")
}

async fn open(database: &Database) -> Arc<App> {
    let config = Config {
        data: database.folder().to_path_buf(),
        database_url: database.url().to_owned(),
        library: testkit::library(),
        pack: actions::PackChoice::Named(PACK.to_owned()),
        base_url: "http://127.0.0.1:8080".to_owned(),
        issuer: "某大学".to_owned(),
        demo: false,
        waits_for_disk: true,
        is_address_public: true,
    };
    App::open(config).await.expect("an installation")
}
