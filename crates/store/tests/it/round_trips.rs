//! What is written reads back the same, on both databases.

use domain::{
    access::{Grant, Role},
    audit::{Event, EventKind},
    evidence::Evidence,
    ids::{EvidenceId, InstallationId, ItemId},
    industry_hours::IndustryHours,
    item::Decision,
    item_revision::ItemRevision,
    person::{Person, Post, Standing, YearStanding},
    public_result::PublicResult,
    registration::State,
};
use policy::{Hours, StaffCategory};
use store::{Store, registrations::QueueQuery};
use testkit::databases;
use uuid::Uuid;

use crate::sample::{item, now, open, person, registration, unit};

#[tokio::test]
async fn people_roles_and_results() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        assert_eq!(store::people::get(&mut tx, person(1).id).await.expect("read"), Some(person(1)));
        let many = store::people::get_many(&mut tx, &[person(1).id, person(2).id]).await.expect("read");
        assert_eq!(many.len(), 2);
        let (page, total) = store::people::list(&mut tx, "韦㛃", &[unit().id], 2, 0).await.expect("read");
        assert_eq!((page.len(), total), (2, 3));
        assert_eq!(store::people::list(&mut tx, "", &[], 2, 0).await.expect("read").1, 0);

        let whole = Grant { role: Role::Personnel, unit: None };
        let own = Grant { role: Role::Verifier, unit: Some(unit().id) };
        for grant in [whole, own] {
            store::roles::grant(&mut tx, person(1).id, &grant, now()).await.expect("granted");
        }
        assert_eq!(store::roles::of_person(&mut tx, person(1).id).await.expect("read"), vec![whole, own]);
        assert!(store::roles::revoke(&mut tx, person(1).id, &own).await.expect("revoked"));
        assert!(!store::roles::revoke(&mut tx, person(1).id, &own).await.expect("nothing to revoke"));

        let mut result = PublicResult {
            person_id: person(1).id,
            year: 2025,
            course: "公需科目必修课".to_owned(),
            required: false,
            study: Hours::from_whole(10),
            exam_passed: false,
            score: Some(43),
            attempts: 1,
            hours: Hours::from_whole(10),
            without_exam: false,
            notice: "示例〔2025〕1号".to_owned(),
            source: "public-exam-2025.csv".to_owned(),
            sat_at: Some(jiff::civil::date(2025, 5, 4).at(15, 35, 0, 0)),
            recorded_at: now(),
        };
        store::public_results::record(&mut tx, &result).await.expect("kept");
        let first = result.clone();
        (result.exam_passed, result.score, result.hours) = (true, Some(64), Hours::from_whole(15));
        store::public_results::record(&mut tx, &result).await.expect("kept");
        let as_they_stand = store::public_results::of_person(&mut tx, person(1).id).await.expect("read");
        assert_eq!(as_they_stand, vec![result.clone()]);
        assert_eq!(store::public_results::of_year(&mut tx, 2025).await.expect("read"), vec![result.clone()]);
        let history = store::public_results::history(&mut tx, person(1).id).await.expect("read");
        assert_eq!(history, vec![first, result], "what was replaced stays");
    }
}

#[tokio::test]
async fn a_registration_with_items_evidence_and_its_place_in_the_queue() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        let mut registration = registration(1, 2026);
        registration.checker = Some(person(2).id);
        store::registrations::insert(&mut tx, &registration).await.expect("kept");
        let mut item = item(&registration, 1);
        store::items::insert(&mut tx, &item).await.expect("kept");
        item.decision =
            Decision::Changed { hours: Hours::from_hundredths(800), reason: "按半天 4 学时".to_owned() };
        (item.decided_by, item.decided_at) = (Some(person(2).id), Some(now()));
        store::items::save(&mut tx, &item).await.expect("kept");
        assert_eq!(store::items::of_registration(&mut tx, registration.id).await.expect("read"), vec![item.clone()]);
        assert_eq!(store::items::of_year(&mut tx, 2026).await.expect("read"), vec![item.clone()]);

        let evidence = Evidence {
            id: EvidenceId::from_uuid(Uuid::from_u128(1)),
            item_id: item.id,
            registration_id: registration.id,
            need: "notice".to_owned(),
            file_name: "会议通知.pdf".to_owned(),
            media_type: "application/pdf".to_owned(),
            size_bytes: 1234,
            sha256: "a".repeat(64),
            uploaded_at: now(),
        };
        store::evidence::insert(&mut tx, &evidence).await.expect("kept");
        assert_eq!(store::evidence::count(&mut tx, registration.id).await.expect("read"), 1);
        assert_eq!(store::evidence::get(&mut tx, evidence.id).await.expect("read"), Some(evidence));

        registration.state = State::Submitted;
        (registration.declared_at, registration.submitted_at) = (Some(now()), Some(now()));
        registration.late_reason = Some("出差在外，返校后补办".to_owned());
        store::registrations::save(&mut tx, &mut registration).await.expect("kept");
        assert_eq!(
            store::registrations::by_person_year(&mut tx, person(1).id, 2026).await.expect("read"),
            Some(registration.clone())
        );
        let units = [unit().id];
        let query =
            QueueQuery { units: &units, year: Some(2026), state: None, desk: None, text: "韦", limit: 10, offset: 0 };
        let (rows, total) = store::registrations::queue(&mut tx, &query).await.expect("read");
        assert_eq!((rows, total), (vec![registration], 1));
        let counts = store::registrations::counts(&mut tx, &units, None).await.expect("read");
        assert_eq!(counts, vec![(State::Submitted, 1)]);
    }
}

#[tokio::test]
async fn what_others_knew_of_an_item_stays_until_it_is_handed_in_again() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        let registration = registration(1, 2026);
        store::registrations::insert(&mut tx, &registration).await.expect("kept");
        let mut item = item(&registration, 1);
        store::items::insert(&mut tx, &item).await.expect("kept");
        let told = ItemRevision::before_rewording(&item, &[]).expect("it was told");
        let decided = ItemRevision { decided_at: Some(now()), superseded_at: Some(now()), ..told.clone() };
        for revision in [&decided, &told] {
            store::item_revisions::keep(&mut tx, revision).await.expect("kept");
        }
        item.reword();
        store::items::save(&mut tx, &item).await.expect("kept");
        let read = store::item_revisions::of_registration(&mut tx, registration.id).await.expect("read");
        assert_eq!(read, vec![decided.clone(), told.clone()]);
        let later = now() + jiff::SignedDuration::from_hours(24);
        store::item_revisions::hand_in(&mut tx, registration.id, later).await.expect("handed in");
        let read = store::item_revisions::of_registration(&mut tx, registration.id).await.expect("read");
        assert_eq!(read, vec![decided, ItemRevision { superseded_at: Some(later), ..told }]);
        let items = store::items::of_registration(&mut tx, registration.id).await.expect("read");
        assert_eq!(items[0].told_at, Some(later));
    }
}

#[tokio::test]
async fn how_somebody_stands_is_told_by_the_nearest_year() {
    let standing = |category, series: Option<&str>| YearStanding {
        standing: Standing { category, declares_title_next_year: false, confirmation_only: false },
        title_series: series.map(str::to_owned),
    };
    let teacher = standing(StaffCategory::FullTimeTeacher, Some("高等学校教师"));
    let (office, worker) = (standing(StaffCategory::Administrative, None), standing(StaffCategory::Worker, None));
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        assert_eq!(store::standings::of_person(&mut tx, person(1).id, 2026).await.expect("read"), None);
        for (year, said) in [(2024, &teacher), (2026, &worker), (2026, &office)] {
            store::standings::record(&mut tx, person(1).id, year, said, now()).await.expect("kept");
        }
        store::standings::record(&mut tx, person(2).id, 2027, &worker, now()).await.expect("kept");
        for (year, expected) in [(2022, &teacher), (2024, &teacher), (2025, &teacher), (2026, &office), (2028, &office)]
        {
            let found = store::standings::of_person(&mut tx, person(1).id, year).await.expect("read");
            assert_eq!(found.as_ref(), Some(expected), "{} {year}", database.name());
            let all = store::standings::of_year(&mut tx, year).await.expect("read");
            assert_eq!(all, [(person(1).id, expected.clone()), (person(2).id, worker.clone())]);
        }
        for (year, named) in [(2025, vec![]), (2026, vec![person(1).id]), (2027, vec![person(2).id])] {
            let found = store::standings::named_in(&mut tx, year).await.expect("read");
            assert_eq!(found.into_iter().collect::<Vec<_>>(), named, "{year}");
        }
    }
}

#[tokio::test]
async fn what_has_served_is_taken_away_in_bounded_steps() {
    let later = now() + jiff::SignedDuration::from_hours(2);
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        for name in ["a", "b", "c"] {
            store::sessions::insert(&mut tx, name, person(1).id, now(), later).await.expect("kept");
            store::idempotency::claim(&mut tx, name, "我", "d", now()).await.expect("kept");
            store::sign_in_attempts::count(&mut tx, name, now(), now()).await.expect("kept");
        }
        store::invitations::insert(&mut tx, "used", person(1).id, later, now()).await.expect("kept");
        store::invitations::use_up(&mut tx, "used", now()).await.expect("used");
        assert_eq!(store::cleaning::sessions(&mut tx, now(), 10).await.expect("nothing yet"), 0);
        assert_eq!(store::cleaning::sessions(&mut tx, later, 2).await.expect("two"), 2);
        assert_eq!(store::cleaning::sessions(&mut tx, later, 2).await.expect("the last"), 1);
        assert_eq!(store::cleaning::request_keys(&mut tx, later, 10).await.expect("all"), 3);
        assert_eq!(store::cleaning::invitations(&mut tx, later, 10).await.expect("all"), 1);
        assert_eq!(store::cleaning::sign_in_attempts(&mut tx, later, 10).await.expect("all"), 3);
    }
}

#[tokio::test]
async fn tries_are_counted_in_windows() {
    let later = now() + jiff::SignedDuration::from_hours(1);
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        for expected in 1..=3 {
            assert_eq!(store::sign_in_attempts::count(&mut tx, "a", now(), now()).await.expect("counted"), expected);
        }
        store::sign_in_attempts::forgive(&mut tx, "a").await.expect("one less");
        assert_eq!(store::sign_in_attempts::count(&mut tx, "a", now(), now()).await.expect("counted"), 3);
        assert_eq!(store::sign_in_attempts::count(&mut tx, "a", later, later).await.expect("a new window"), 1);
        store::sign_in_attempts::forget(&mut tx, "a").await.expect("forgotten");
        assert_eq!(store::sign_in_attempts::count(&mut tx, "a", later, later).await.expect("counted"), 1);
    }
}

#[tokio::test]
async fn invitations_and_sessions_end() {
    let later = now() + jiff::SignedDuration::from_hours(2);
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        store::invitations::insert(&mut tx, "first", person(1).id, later, now()).await.expect("kept");
        store::invitations::insert(&mut tx, "second", person(1).id, later, now()).await.expect("kept");
        assert_eq!(store::invitations::open(&mut tx, "first", now()).await.expect("read"), None);
        assert_eq!(store::invitations::open(&mut tx, "second", now()).await.expect("read"), Some(person(1).id));
        assert_eq!(store::invitations::open(&mut tx, "second", later).await.expect("read"), None);
        store::invitations::insert(&mut tx, "third", person(2).id, later, now()).await.expect("kept");
        assert_eq!(store::invitations::cancel(&mut tx, person(2).id, now()).await.expect("ended"), 1);
        assert_eq!(store::invitations::open(&mut tx, "third", now()).await.expect("read"), None);
        store::invitations::use_up(&mut tx, "second", now()).await.expect("used");
        assert!(store::invitations::use_up(&mut tx, "second", now()).await.is_err());

        store::sessions::insert(&mut tx, "session", person(1).id, now(), later).await.expect("kept");
        let asked = ["nobody's", "session", "neither"].map(str::to_owned);
        let open = store::sessions::open(&mut tx, &asked).await.expect("read");
        let [session] = &open[..] else { panic!("{open:?}") };
        assert_eq!((session.token_hash.as_str(), session.expires_at), ("session", later));
        assert_eq!((session.actor.person, &session.actor.name), (person(1).id, &person(1).name));
        assert_eq!(session.actor.grants, store::roles::of_person(&mut tx, person(1).id).await.expect("read"));
        assert!(store::sessions::open(&mut tx, &[]).await.expect("read").is_empty());
        store::sessions::delete_of_person(&mut tx, person(1).id).await.expect("ended");
        assert!(store::sessions::open(&mut tx, &asked).await.expect("read").is_empty());
        assert_eq!(store::counters::next(&mut tx, "registration-2026").await.expect("counted"), 1);
        assert_eq!(store::counters::next(&mut tx, "registration-2026").await.expect("counted"), 2);
    }
}

#[tokio::test]
async fn a_search_finds_the_very_characters_that_were_typed() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        for (number, name) in [(41, "百分%号"), (42, "下划_线"), (43, "反\\斜"), (44, "Ana Lima")] {
            let odd = Person { name: name.to_owned(), ..person(number) };
            store::people::insert(&mut tx, &odd, "sealed", &format!("index {number}"), now()).await.expect("a person");
            let event = Event::new(EventKind::ItemAdded, "registration:1", &[("title", name)]);
            store::audit::append(&mut tx, now(), "id", "某人", &event).await.expect("appended");
        }
        for (text, found) in [
            ("百分%", vec!["百分%号"]),
            ("下划_", vec!["下划_线"]),
            ("反\\", vec!["反\\斜"]),
            ("ana", vec!["Ana Lima"]),
            ("ANA L", vec!["Ana Lima"]),
            ("%", vec![]),
            ("_", vec![]),
        ] {
            let (people, total) = store::people::list(&mut tx, text, &[unit().id], 10, 0).await.expect("read");
            let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
            assert_eq!((names, total), (found.clone(), found.len() as i64), "{} {text}", database.name());
        }
        for (text, found) in [("%", 1), ("_", 1), ("\\", 1), ("LIMA", 1), ("没有", 0)] {
            let query = store::audit::Query { name: "item.added", text, ..Default::default() };
            let (_, total) = store::audit::page(&mut tx, &query, 10, 0).await.expect("read");
            assert_eq!(total, found, "{} {text}", database.name());
        }
        let query = store::audit::Query { name: "item_added", ..Default::default() };
        assert_eq!(store::audit::page(&mut tx, &query, 10, 0).await.expect("read").1, 0, "{}", database.name());
    }
}

#[tokio::test]
async fn a_database_belongs_to_the_first_installation_that_begins_in_it() {
    for database in testkit::empty_databases().await {
        assert!(!Store::is_made(database.url()).await.expect("an answer"), "{}", database.name());
        assert!(!database.folder().join("xueshi.db").exists(), "asking makes nothing");
        let store = Store::open(database.url()).await.expect("an open database");
        assert!(Store::is_made(database.url()).await.expect("an answer"), "{}", database.name());
        let mut tx = store.begin().await.expect("a transaction");
        assert_eq!(store::installation::id(&mut tx).await.expect("read"), None);
        assert!(!store::installation::is_used(&mut tx).await.expect("read"));
        let [first, second] = [1, 2].map(|number| InstallationId::from_uuid(Uuid::from_u128(number)));
        for id in [first, second] {
            store::installation::begin(&mut tx, id).await.expect("begun");
        }
        assert_eq!(store::installation::id(&mut tx).await.expect("read"), Some(first));
        assert!(!store::installation::is_used(&mut tx).await.expect("read"), "beginning is no use yet");
        store::units::insert_many(&mut tx, &[unit()]).await.expect("a unit");
        assert!(store::installation::is_used(&mut tx).await.expect("read"), "{}", database.name());
    }
}

#[tokio::test]
async fn hours_of_a_system_stand_once_and_what_was_replaced_stays() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        let first = IndustryHours {
            system: "甲系统".to_owned(),
            reference: "HY1".to_owned(),
            person_id: person(1).id,
            title: "教学能力提升".to_owned(),
            organiser: String::new(),
            starts: jiff::civil::date(2026, 12, 30),
            ends: jiff::civil::date(2026, 12, 31),
            hours: Hours::from_hundredths(450),
            registered_at: Some(jiff::civil::date(2026, 12, 31).at(9, 0, 0, 0)),
            recorded_at: now(),
            typed_item: Some(ItemId::from_uuid(Uuid::from_u128(7))),
        };
        let later = now() + jiff::SignedDuration::from_hours(24);
        let second = IndustryHours { hours: Hours::from_whole(4), recorded_at: later, ..first.clone() };
        let other = IndustryHours { system: "乙系统".to_owned(), typed_item: None, ..first.clone() };
        for hours in [&first, &other, &second] {
            store::industry_hours::record(&mut tx, hours).await.expect("kept");
        }
        let of_person = store::industry_hours::of_person(&mut tx, person(1).id).await.expect("read");
        assert_eq!(of_person, [other.clone(), second.clone()], "{}", database.name());
        assert_eq!(store::industry_hours::of_year(&mut tx, 2026).await.expect("read"), of_person);
        assert_eq!(store::industry_hours::of_year(&mut tx, 2027).await.expect("read"), []);
        let then = store::industry_hours::known_before(&mut tx, person(1).id, later).await.expect("read");
        assert_eq!(then, [other, first.clone()]);
        let history = store::industry_hours::history(&mut tx, "甲系统", "HY1").await.expect("read");
        assert_eq!(history, [first, second.clone()]);
        store::industry_hours::part_from(&mut tx, ItemId::from_uuid(Uuid::from_u128(7))).await.expect("parted");
        let found = store::industry_hours::get(&mut tx, "甲系统", "HY1").await.expect("read");
        assert_eq!(found, Some(IndustryHours { typed_item: None, ..second }));
    }
}

#[tokio::test]
async fn posts_of_a_year_come_in_their_order_as_they_stand() {
    let standing = |category| Standing { category, declares_title_next_year: true, confirmation_only: false };
    let day = |month| jiff::civil::date(2026, month, 1);
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        let post = |from, category| Post { from, standing: standing(category), learned_at: now() };
        let (first, second) = (post(day(1), StaffCategory::Worker), post(day(9), StaffCategory::Administrative));
        let other_year = post(jiff::civil::date(2025, 12, 31), StaffCategory::Worker);
        let corrected = Post {
            learned_at: now() + jiff::SignedDuration::from_hours(1),
            ..post(day(9), StaffCategory::FullTimeTeacher)
        };
        for post in [&second, &first, &other_year, &corrected] {
            store::posts::record(&mut tx, person(1).id, post).await.expect("kept");
        }
        let found = store::posts::of_person(&mut tx, person(1).id, 2026).await.expect("read");
        assert_eq!(found, [first, corrected], "{}", database.name());
        let all = store::posts::of_year(&mut tx, 2026).await.expect("read");
        assert_eq!(all, [(person(1).id, first), (person(1).id, corrected)]);
        let then = store::posts::known_before(&mut tx, person(1).id, 2026, corrected.learned_at).await.expect("read");
        assert_eq!(then, [first, second]);
        store::posts::supersede(&mut tx, person(1).id, day(9), corrected.learned_at).await.expect("taken back");
        assert_eq!(store::posts::of_person(&mut tx, person(1).id, 2026).await.expect("read"), [first]);
    }
}
