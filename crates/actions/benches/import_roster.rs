//! How long a staff list of 2,400 rows takes, from the bytes of the spreadsheet to the commit, on SQLite:
//! `cargo bench -p actions`. Never a timed test.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use actions::{App, Applied, Config, ImportReport, Mode};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use domain::access::Actor;
use domain::clock::Instant;
use testkit::Database;
use tokio::runtime::Runtime;

/// Rows of the list.
const ROWS: u64 = 2403;
/// Those of them that can be taken over; the rest has problems on purpose.
const GOOD_ROWS: usize = 2381;

criterion_group!(benches, roster);
criterion_main!(benches);

fn roster(criterion: &mut Criterion) {
    let runtime = Runtime::new().expect("a runtime");
    let bytes = std::fs::read(fixture("roster.xlsx")).expect("the staff list");
    let mut group = criterion.benchmark_group("roster of 2,403 rows");
    group.throughput(Throughput::Elements(ROWS)).sample_size(10);
    group.bench_function("read only", |bencher| {
        bencher.iter(|| actions::read_table("roster.xlsx", &bytes).expect("it is read"));
    });
    group.bench_function("taken over into a fresh database", |bencher| {
        let fresh = || runtime.block_on(Installation::with_units());
        bencher.iter_batched(
            fresh,
            |installation| {
                let applied = runtime.block_on(installation.take_over(&bytes));
                assert_eq!(applied, Some(Applied { new: GOOD_ROWS, changed: 0, unchanged: 0 }));
                // Given back, so that clearing the folder away is not part of the figure.
                installation
            },
            BatchSize::PerIteration,
        );
    });
    group.bench_function("again, without a change", |bencher| {
        let installation = runtime.block_on(Installation::with_units());
        runtime.block_on(installation.take_over(&bytes));
        bencher.iter(|| {
            let applied = runtime.block_on(installation.take_over(&bytes));
            assert_eq!(applied, Some(Applied { new: 0, changed: 0, unchanged: GOOD_ROWS }));
        });
    });
    group.finish();
}

/// An installation that knows the units and nobody yet.
struct Installation {
    app: Arc<App>,
    _database: Database,
}

impl Installation {
    async fn with_units() -> Self {
        let database = testkit::sqlite();
        let config = Config {
            data: database.folder().to_path_buf(),
            database_url: database.url().to_owned(),
            library: testkit::library(),
            pack: actions::PackChoice::Named("guet-2022".to_owned()),
            base_url: "http://127.0.0.1:8080".to_owned(),
            issuer: "某大学".to_owned(),
            demo: false,
            waits_for_disk: true,
            is_address_public: true,
        };
        let app = App::open(config).await.expect("an installation");
        let bytes = std::fs::read(fixture("units.csv")).expect("the units");
        let table = actions::read_table("units.csv", &bytes).expect("it is read");
        let mut act = app.write(Some(Actor::system()), now(), None).await.expect("a transaction");
        actions::units::import(&mut act, &table, Mode::Apply).await.expect("units");
        act.commit("/imports").await.expect("a commit");
        Installation { app, _database: database }
    }

    async fn take_over(&self, bytes: &[u8]) -> Option<Applied> {
        let table = actions::read_table("roster.xlsx", bytes).expect("it is read");
        let mut act = self.app.write(Some(Actor::system()), now(), None).await.expect("a transaction");
        let ImportReport { applied, .. } =
            actions::people::import_roster(&mut act, &table, Mode::Apply).await.expect("a report");
        act.commit("/imports").await.expect("a commit");
        applied
    }
}

fn now() -> Instant {
    "2026-11-20T02:00:00Z".parse().expect("a moment")
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name)
}
