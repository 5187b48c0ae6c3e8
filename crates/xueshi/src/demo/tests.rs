//! What the sample university promises whoever opens it, on an ordinary day and on both ends of a year.

use std::sync::Arc;

use actions::App;
use actions::audit::{AuditFilter, list, verify};
use actions::registrations::{QueueFilter, queue};
use domain::access::Actor;
use domain::clock::Instant;
use domain::registration::State;
use tempfile::TempDir;

use super::names::RARE;
use super::{Size, fill};
use crate::cli::Place;
use crate::installation::{self, Setting};
use crate::packs;

const SIZE: Size = Size { people: 240, seed: 2026 };

/// The sample university as it is made at a moment.
async fn made(now: Instant) -> (Arc<App>, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = Place { data: folder.path().join("data"), database_url: None };
    let setting = Setting {
        pack_name: packs::sample_name(&packs::library()),
        is_address_public: true,
        is_demo: true,
        ..Setting::default()
    };
    let app = installation::open(&place, setting).await.expect("an empty installation");
    fill(&app, SIZE, now).await.expect("a university");
    (app, folder)
}

fn moment(text: &str) -> Instant {
    text.parse().expect("a moment")
}

/// How many registrations of a year there are in a state.
async fn registrations(app: &Arc<App>, now: Instant, year: i16, state: State) -> i64 {
    let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
    let filter = QueueFilter { year: Some(year), state: Some(state), ..QueueFilter::default() };
    queue(&mut act, &filter).await.expect("the queue").total
}

/// How many events of this name there are.
async fn events(app: &Arc<App>, now: Instant, name: &str) -> i64 {
    let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
    let filter = AuditFilter { name: name.to_owned(), ..AuditFilter::default() };
    list(&mut act, &filter, 1).await.expect("the log").total
}

async fn its_log_is_whole(app: &Arc<App>, now: Instant) {
    let mut act = app.write(Some(Actor::system()), now, None).await.expect("an act");
    let verdict = verify(&mut act).await.expect("a verdict");
    assert!(verdict.first_bad.is_none() && verdict.rows > 1_000, "{verdict:?}");
}

#[tokio::test]
async fn in_autumn_there_is_something_to_do_for_everybody() {
    let now = moment("2026-11-23T02:00:00Z");
    let (app, _folder) = made(now).await;
    for state in [State::Submitted, State::Checking, State::Returned, State::Verified, State::AwaitingApproval] {
        assert!(registrations(&app, now, 2026, state).await > 0, "nobody is {}", state.label());
    }
    for year in [2024, 2025] {
        let approved = registrations(&app, now, year, State::Approved).await;
        assert!(approved >= i64::from(SIZE.people) / 4, "{approved} in {year}");
    }
    // A few hundred, however many people there are: each year has a limit.
    let certificates = events(&app, now, "certificate.issued").await;
    assert!((100..1_000).contains(&certificates), "{certificates}");
    let mut registered = 0;
    for rare in RARE {
        let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
        let filter = QueueFilter { text: rare.to_owned(), ..QueueFilter::default() };
        registered += queue(&mut act, &filter).await.expect("the queue").total;
    }
    assert!(registered > 0, "nobody with a rare name has handed anything in");
    its_log_is_whole(&app, now).await;
}

#[tokio::test]
async fn it_can_be_made_on_the_first_and_on_the_last_day_of_a_year() {
    for day in ["2026-01-01T00:30:00Z", "2026-12-31T15:30:00Z"] {
        let now = moment(day);
        let (app, _folder) = made(now).await;
        assert!(registrations(&app, now, 2025, State::Approved).await > 0, "{day}");
        its_log_is_whole(&app, now).await;
    }
}
