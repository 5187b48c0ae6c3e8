//! What the sample university promises whoever opens it, on any day of a year. Numbers that grow with it are asserted of the
//! staff list, which is made in no time; certificates are limited for each year, so a small university has as many.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;

use actions::App;
use actions::audit::{AuditFilter, list, verify};
use actions::registrations::{QueueFilter, QueueRow, RegistrationView, queue};
use actions::years::{PersonProgress, ProgressFilter};
use domain::access::Actor;
use domain::clock::{Instant, shanghai_date};
use domain::registration::State;
use policy::{Hours, Obligation};
use tempfile::TempDir;

use super::names::RARE;
use super::{Size, fill};
use crate::cli::Place;
use crate::installation::{self, Setting};
use crate::packs;

const SIZE: Size = Size { people: 240, seed: 2026, certificates_a_year: 70 };
/// As few people as the command takes, and hardly any typesetting: for what no number is asked of.
const SMALL: Size = Size { people: 120, seed: 2022, certificates_a_year: 2 };

/// The sample university as it is made at a moment.
async fn made(size: Size, now: Instant) -> (Arc<App>, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let place = Place { data: folder.path().join("data"), database_url: None, policies: None };
    let setting = Setting {
        pack: Some(packs::sample_name(&packs::library(&place).expect("the packs"))),
        is_address_public: true,
        is_demo: true,
        ..Setting::default()
    };
    let app = installation::open(&place, setting).await.expect("an empty installation");
    fill(&app, size, now).await.expect("a university");
    (app, folder)
}

fn moment(text: &str) -> Instant {
    text.parse().expect("a moment")
}

/// The registrations of a year in a state, no more than a page holds, and how many there are.
async fn found(app: &Arc<App>, now: Instant, year: i16, state: State) -> (Vec<QueueRow>, i64) {
    let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
    let filter = QueueFilter { year: Some(year), state: Some(state), ..QueueFilter::default() };
    let found = queue(&mut act, &filter).await.expect("the queue");
    (found.rows, found.total)
}

async fn registrations(app: &Arc<App>, now: Instant, year: i16, state: State) -> i64 {
    found(app, now, year, state).await.1
}

/// Which states the registrations of a year are in; drafts are in nobody's queue.
async fn states(app: &Arc<App>, now: Instant, year: i16) -> BTreeSet<State> {
    let mut states = BTreeSet::new();
    for state in HANDED_IN {
        if registrations(app, now, year, state).await > 0 {
            states.insert(state);
        }
    }
    states
}

const HANDED_IN: [State; 6] =
    [State::Submitted, State::Checking, State::Returned, State::Verified, State::AwaitingApproval, State::Approved];

async fn opened(app: &Arc<App>, now: Instant, row: &QueueRow) -> RegistrationView {
    let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
    actions::registrations::show(&mut act, row.id).await.expect("its page")
}

/// Everybody's year.
async fn everybody(app: &Arc<App>, now: Instant, year: i16) -> Vec<PersonProgress> {
    let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
    let (mut everybody, filter) = (Vec::new(), ProgressFilter::default());
    for page in 1.. {
        let found = actions::years::people(&mut act, year, None, &filter, page).await.expect("the year");
        everybody.extend(found.rows.into_iter().map(|row| row.progress));
        if page >= found.pages {
            break;
        }
    }
    everybody
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
    let (app, _folder) = made(SIZE, now).await;
    assert_eq!(states(&app, now, 2026).await, BTreeSet::from(HANDED_IN));
    for year in [2024, 2025] {
        let approved = registrations(&app, now, year, State::Approved).await;
        assert!(approved >= i64::from(SIZE.people) / 4, "{approved} in {year}");
    }
    let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
    assert_eq!(actions::units::list(&mut act).await.expect("the units").len(), 24);
    drop(act);
    // A few hundred, however many people there are: each year has a limit.
    let certificates = events(&app, now, "certificate.issued").await;
    assert!((200..1_000).contains(&certificates), "{certificates}");
    let mut registered = 0;
    for rare in RARE {
        let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
        let filter = QueueFilter { text: rare.to_owned(), ..QueueFilter::default() };
        registered += queue(&mut act, &filter).await.expect("the queue").total;
    }
    assert!(registered > 0, "nobody with a rare name has handed anything in");
    for name in [
        "industry-hours.imported",
        "summary-form.produced",
        "registration.returned",
        "registration.returned-from-approval",
    ] {
        assert!(events(&app, now, name).await > 0, "{name}");
    }
    people_stand_everywhere(&app, now).await;
    who_declares_a_title_is_known(&app, now).await;
    its_files_open(&app, now).await;
    its_log_is_whole(&app, now).await;
}

/// Done, nearly done and far off, last year and this.
async fn people_stand_everywhere(app: &Arc<App>, now: Instant) {
    for year in [2025, 2026] {
        let everybody = everybody(app, now, year).await;
        assert_eq!(everybody.len(), SIZE.people as usize);
        let owing = || everybody.iter().filter(|person| person.obligation == Obligation::Full);
        let with = |from: i64, below: i64| {
            let reached = |person: &&PersonProgress| person.public + person.professional + person.pending;
            let between = move |hours: Hours| hours >= Hours::from_whole(from) && hours < Hours::from_whole(below);
            owing().filter(|person| !person.done).filter(move |person| between(reached(person))).count()
        };
        let done = owing().filter(|person| person.done).count();
        assert!(done >= 5 && with(60, 90) >= 3 && with(0, 45) >= 5, "{year}: {done} {} {}", with(60, 90), with(0, 45));
    }
}

/// The rosters of the years before said it of everybody.
async fn who_declares_a_title_is_known(app: &Arc<App>, now: Instant) {
    for year in [2025, 2026] {
        for progress in everybody(app, now, year).await.iter().take(20) {
            let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
            let account = actions::years::account(&mut act, year, Some(progress.person.id)).await.expect("the account");
            let told = account.explanation.to_chinese();
            assert!(!told.contains("缺少“本年度是否申报职称”"), "{year} {}: {told}", progress.person.name);
        }
    }
}

/// Evidence and sealed forms come back and are what they say.
async fn its_files_open(app: &Arc<App>, now: Instant) {
    let mut kinds = BTreeSet::new();
    for row in found(app, now, 2025, State::Approved).await.0.iter().take(8) {
        for evidence in opened(app, now, row).await.items.iter().flat_map(|view| &view.evidence) {
            let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
            let file = actions::registrations::read_evidence(&mut act, evidence.id).await.expect("its bytes");
            assert_eq!(i64::try_from(file.bytes.len()), Ok(evidence.size_bytes));
            opens(&file.media_type, &file.bytes);
            kinds.insert(file.media_type);
        }
    }
    assert_eq!(kinds, BTreeSet::from(["application/pdf".to_owned(), "image/png".to_owned()]));
    let waiting = found(app, now, 2026, State::AwaitingApproval).await.0;
    for row in waiting.iter().take(3) {
        let mut act = app.read(Some(Actor::system()), now).await.expect("a look");
        let form = actions::registrations::read_sealed_form(&mut act, row.id).await.expect("its bytes");
        let text = opens(&form.media_type, &form.bytes);
        assert!(text.contains(&row.number) && text.contains(&row.person_name), "its own form: {text}");
        assert!(String::from_utf8_lossy(&form.bytes).contains("/Subtype/Stamp"), "with a seal");
    }
}

/// Opens a file with another program than the one that made it; gives the text of a document.
fn opens(media_type: &str, bytes: &[u8]) -> String {
    if media_type == "image/png" {
        assert!(bytes.starts_with(b"\x89PNG") && image::load_from_memory(bytes).is_ok());
        return String::new();
    }
    assert!(media_type == "application/pdf" && bytes.starts_with(b"%PDF"), "{media_type}");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.pdf");
    std::fs::write(&path, bytes).expect("it is kept");
    let output = Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output();
    let output = output.expect("pdftotext is installed: cargo xtask test does that");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[tokio::test]
async fn every_state_is_shown_when_a_year_has_just_begun() {
    // Half a minute after midnight.
    every_state_is_shown("2025-12-31T16:00:30Z").await;
}

#[tokio::test]
async fn every_state_is_shown_on_the_first_of_january() {
    every_state_is_shown("2026-01-01T00:30:00Z").await;
}

#[tokio::test]
async fn every_state_is_shown_on_the_tenth_of_january() {
    every_state_is_shown("2026-01-10T02:00:00Z").await;
}

#[tokio::test]
async fn every_state_is_shown_in_spring() {
    every_state_is_shown("2026-03-01T02:00:00Z").await;
}

#[tokio::test]
async fn every_state_is_shown_in_summer() {
    every_state_is_shown("2026-06-30T02:00:00Z").await;
}

#[tokio::test]
async fn every_state_is_shown_in_autumn() {
    every_state_is_shown("2026-11-23T02:00:00Z").await;
}

#[tokio::test]
async fn every_state_is_shown_on_the_last_of_december() {
    every_state_is_shown("2026-12-31T15:30:00Z").await;
}

/// Last year shows every state, decided and still under way; from March on so does this one. Nothing is told of days to come.
async fn every_state_is_shown(day: &str) {
    let now = moment(day);
    let today = shanghai_date(now);
    let (app, _folder) = made(SMALL, now).await;
    let all = BTreeSet::from(HANDED_IN);
    assert_eq!(states(&app, now, 2025).await, all, "{day}");
    let of_this_year = states(&app, now, 2026).await;
    assert_eq!(of_this_year, if today.month() < 3 { BTreeSet::new() } else { all }, "{day}");
    let drafts = events(&app, now, "registration.opened").await - events(&app, now, "registration.submitted").await;
    assert!(drafts > 0, "{day}: nobody has a draft");
    for state in HANDED_IN {
        for row in found(&app, now, 2026, state).await.0.iter().take(2) {
            let view = opened(&app, now, row).await;
            assert!(view.items.iter().all(|view| view.item.ends <= today), "{day}: {}", row.number);
        }
    }
    // What is under way of last year can still be decided.
    for state in [State::Submitted, State::AwaitingApproval] {
        for row in found(&app, now, 2025, state).await.0 {
            let view = opened(&app, now, &row).await;
            let extended = view.registration.extended_to;
            assert!(extended.is_some_and(|until| until >= today), "{day}: {extended:?}");
            let is_explained = view.late.is_some_and(|late| !late.reason.is_empty());
            assert_eq!(is_explained, state == State::Submitted, "{day}: what nobody has begun to check came late");
        }
    }
    its_log_is_whole(&app, now).await;
}
