//! A few of the very many people whom the benchmark `everybody` writes past the product: their rows fit the tables, and each
//! of them is judged and kept. A benchmark that runs once a year would not tell.

use actions::{App, years};
use domain::access::Actor;
use store::year_rows::{self, YearRow};

use crate::world::config;

#[path = "../../../policy/tests/it/random_years.rs"]
mod random_years;
#[path = "../../benches/everybody/rarer.rs"]
mod rarer;
#[path = "../../benches/everybody/rows.rs"]
mod rows;

/// The pack with a number for every kind.
const PACK: &str = "sample-2026";
const YEAR: i16 = 2026;
const PEOPLE: u64 = 300;

#[tokio::test(flavor = "multi_thread")]
async fn the_benchmarks_people_fit_the_tables_and_are_judged() {
    for database in testkit::databases().await {
        let app = App::open(config(&database, testkit::library())).await.expect("an installation");
        rows::write(&database, &app.library().load(PACK).expect("the pack"), PEOPLE).await;
        let store = store::Store::open(database.url()).await.expect("the database");
        let mut tx = store.read().await.expect("a transaction");
        let all = usize::try_from(PEOPLE).expect("a few");
        let people = year_rows::people(&mut tx, None, all).await.expect("people");
        let people = year_rows::fill(&mut tx, YEAR, people).await.expect("their year");
        tx.end().await.expect("read");
        let has_some = |of: fn(&YearRow) -> bool| people.iter().any(of);
        assert!(has_some(|row| !row.posts.is_empty()) && has_some(|row| !row.findings.is_empty()));
        assert!(has_some(|row| !row.industry.is_empty()) && has_some(|row| row.stood_before.is_some()));
        let now = "2026-12-31T02:00:00Z".parse().expect("a moment");
        let judged = years::judge(&app, Actor::system(), YEAR, now, |_, _| ()).await.expect("judged");
        assert_eq!((judged.people, judged.kept, judged.unreadable_count), (PEOPLE, PEOPLE, 0), "{}", database.name());
    }
}
