//! What no program can break, because the schema refuses it.

use domain::{
    access::{Grant, Role},
    document::{Document, DocumentKind},
    item::{Decision, Item},
    registration::{Registration, State},
};
use policy::Hours;
use store::{
    Store, StoreError,
    idempotency::{Claim, Done},
};
use testkit::databases;

use crate::{
    approvals::{approve, certificate},
    sample::{item, now, open, person, registration, unit},
};

#[tokio::test]
async fn a_person_has_one_registration_a_year() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        store::registrations::insert(&mut tx, &registration(1, 2026)).await.expect("the first");
        store::registrations::insert(&mut tx, &registration(1, 2025)).await.expect("another year");
        let mut second = registration(1, 2026);
        second.id = registration(2, 2026).id;
        second.number = "2026-99999".to_owned();
        let refused = store::registrations::insert(&mut tx, &second).await;
        assert!(matches!(refused, Err(StoreError::Unique(_))), "{}: {refused:?}", database.name());
    }
}

async fn saved(store: &Store, change: impl FnOnce(&mut Registration)) -> Result<(), StoreError> {
    let mut tx = store.begin().await.expect("a transaction");
    let mut registration = registration(1, 2026);
    store::registrations::insert(&mut tx, &registration).await.expect("a registration");
    let form = Document { kind: DocumentKind::SealedForm, ..certificate(9).0 };
    store::documents::insert(&mut tx, &form).await.expect("a sealed form");
    change(&mut registration);
    store::registrations::save(&mut tx, &mut registration).await
}

type Change = fn(&mut Registration);

#[tokio::test]
async fn deciders_differ_from_the_person_and_from_each_other() {
    let spoilt: [(&str, Change); 5] = [
        ("checked by oneself", |r| (r.checker, r.verified_by) = (Some(r.person_id), Some(r.person_id))),
        ("approved by oneself", |r| r.approved_by = Some(r.person_id)),
        ("approved by the verifier", |r| r.approved_by = r.verified_by),
        ("approved by whose decisions the items carry", |r| r.approved_by = r.checker),
        ("finished by another than the checker", |r| r.checker = r.approved_by),
    ];
    for database in databases().await {
        let store = open(&database).await;
        for (name, spoil) in spoilt {
            let refused = saved(&store, |registration| {
                approve(registration);
                spoil(registration);
            })
            .await;
            assert!(matches!(refused, Err(StoreError::Check(_))), "{} {name}: {refused:?}", database.name());
        }
        let good = saved(&store, approve).await;
        assert!(good.is_ok(), "{}: {good:?}", database.name());
    }
}

#[tokio::test]
async fn every_state_has_what_it_needs_and_nothing_of_a_later_one() {
    let spoilt: [(&str, Change); 13] = [
        ("undeclared", |r| r.declared_at = None),
        ("never handed in", |r| r.submitted_at = None),
        ("late for no reason that can be read", |r| r.late_reason = Some(String::new())),
        ("not verified", |r| (r.verified_by, r.verified_at) = (None, None)),
        ("verified at no time", |r| r.verified_at = None),
        ("without the sealed form", |r| r.sealed_form = None),
        ("approved by nobody", |r| (r.approved_by, r.approved_at) = (None, None)),
        ("approved at no time", |r| r.approved_at = None),
        ("still being checked", |r| r.checking_by = r.checker),
        ("awaiting, but approved", |r| r.state = State::AwaitingApproval),
        ("a draft with a form", |r| r.state = State::Draft),
        ("checked by nobody", |r| {
            r.state = State::Checking;
            (r.verified_by, r.verified_at, r.sealed_form, r.approved_by, r.approved_at) =
                (None, None, None, None, None);
        }),
        ("returned without a reason", |r| {
            r.state = State::Returned;
            (r.verified_by, r.verified_at, r.sealed_form, r.approved_by, r.approved_at) =
                (None, None, None, None, None);
        }),
    ];
    for database in databases().await {
        let store = open(&database).await;
        for (name, spoil) in spoilt {
            let refused = saved(&store, |registration| {
                approve(registration);
                spoil(registration);
            })
            .await;
            assert!(matches!(refused, Err(StoreError::Check(_))), "{} {name}: {refused:?}", database.name());
        }
        let late_draft = Registration { late_reason: Some("住院".to_owned()), ..registration(1, 2026) };
        let mut tx = store.begin().await.expect("a transaction");
        let refused = store::registrations::insert(&mut tx, &late_draft).await;
        assert!(matches!(refused, Err(StoreError::Check(_))), "{}: {refused:?}", database.name());
        drop(tx);
        let mut tx = store.begin().await.expect("a transaction");
        let refused = store::registrations::insert(&mut tx, &registration(1, 10_000)).await;
        assert!(matches!(refused, Err(StoreError::Check(_))), "{}: {refused:?}", database.name());
    }
}

#[tokio::test]
async fn items_carry_the_decisions_of_their_checker_alone() {
    let (checker, other) = (person(2).id, person(3).id);
    for database in databases().await {
        let store = open(&database).await;
        let mut registration = registration(1, 2026);
        let mut item = item(&registration, 1);
        let mut tx = store.begin().await.expect("a transaction");
        store::registrations::insert(&mut tx, &registration).await.expect("a registration");
        store::items::insert(&mut tx, &item).await.expect("an item");
        registration.state = State::Checking;
        (registration.declared_at, registration.submitted_at) = (Some(now()), Some(now()));
        (registration.checker, registration.checking_by) = (Some(checker), Some(checker));
        store::registrations::save(&mut tx, &mut registration).await.expect("taken up");
        tx.commit().await.expect("a commit");

        item.decision = Decision::Accepted { hours: Hours::from_whole(8) };
        for (by, is_owner) in [(other, false), (person(1).id, true)] {
            let mut tx = store.begin().await.expect("a transaction");
            (item.decided_by, item.decided_at) = (Some(by), Some(now()));
            let refused = store::items::save(&mut tx, &item).await;
            let as_said = match &refused {
                Err(StoreError::ForeignKey(_)) => !is_owner,
                Err(StoreError::Check(_)) => is_owner,
                _ => false,
            };
            assert!(as_said, "{}: {refused:?}", database.name());
        }
        let mut tx = store.begin().await.expect("a transaction");
        item.decided_by = Some(checker);
        store::items::save(&mut tx, &item).await.expect("the checker decides");
        tx.commit().await.expect("a commit");

        let mut tx = store.begin().await.expect("a transaction");
        let mut taken_over = registration.clone();
        (taken_over.checker, taken_over.checking_by) = (Some(other), Some(other));
        let refused = store::registrations::save(&mut tx, &mut taken_over).await;
        assert!(matches!(refused, Err(StoreError::ForeignKey(_))), "{}: {refused:?}", database.name());
        drop(tx);

        let mut tx = store.begin().await.expect("a transaction");
        item.reopen();
        store::items::save(&mut tx, &item).await.expect("open again");
        (registration.checker, registration.checking_by) = (Some(other), Some(other));
        store::registrations::save(&mut tx, &mut registration).await.expect("then another may take over");
        tx.commit().await.expect("a commit");
    }
}

type Spoil = fn(&mut Item);

#[tokio::test]
async fn a_decision_says_who_when_how_much_and_why() {
    let whole = |item: &mut Item| {
        item.decision = Decision::Accepted { hours: Hours::from_whole(8) };
        (item.decided_by, item.decided_at) = (Some(person(2).id), Some(now()));
    };
    let spoilt: [(&str, Spoil); 4] = [
        ("by nobody", |item| item.decided_by = None),
        ("at no time", |item| item.decided_at = None),
        ("before anybody was told", |item| item.told_at = None),
        ("open, but by somebody", |item| item.decision = Decision::Open),
    ];
    for database in databases().await {
        let store = open(&database).await;
        for (name, spoil) in spoilt {
            let mut tx = store.begin().await.expect("a transaction");
            let mut registration = registration(1, 2026);
            registration.checker = Some(person(2).id);
            let mut item = item(&registration, 1);
            store::registrations::insert(&mut tx, &registration).await.expect("a registration");
            store::items::insert(&mut tx, &item).await.expect("an item");
            whole(&mut item);
            store::items::save(&mut tx, &item).await.expect("a whole decision");
            spoil(&mut item);
            let refused = store::items::save(&mut tx, &item).await;
            assert!(matches!(refused, Err(StoreError::Check(_))), "{} {name}: {refused:?}", database.name());
        }
    }
}

#[tokio::test]
async fn roles_of_units_have_a_unit_and_others_have_none() {
    for database in databases().await {
        let store = open(&database).await;
        for (role, given) in [
            (Role::Verifier, None),
            (Role::Approver, None),
            (Role::Personnel, Some(unit().id)),
            (Role::Auditor, Some(unit().id)),
            (Role::Administrator, Some(unit().id)),
            (Role::Person, None),
        ] {
            let mut tx = store.begin().await.expect("a transaction");
            let grant = Grant { role, unit: given };
            let refused = store::roles::grant(&mut tx, person(1).id, &grant, now()).await;
            assert!(matches!(refused, Err(StoreError::Check(_))), "{} {role}: {refused:?}", database.name());
        }
    }
}

#[tokio::test]
async fn the_slower_of_two_writers_is_told() {
    for database in databases().await {
        let store = open(&database).await;
        let mut first = registration(1, 2026);
        let mut second = first.clone();
        let mut tx = store.begin().await.expect("a transaction");
        store::registrations::insert(&mut tx, &first).await.expect("a registration");
        store::registrations::save(&mut tx, &mut first).await.expect("the faster");
        let refused = store::registrations::save(&mut tx, &mut second).await;
        assert!(matches!(refused, Err(StoreError::Stale)), "{}: {refused:?}", database.name());
    }
}

#[tokio::test]
async fn an_item_ends_after_it_starts_and_stays_while_evidence_hangs_on_it() {
    for database in databases().await {
        let store = open(&database).await;
        let registration = registration(1, 2026);
        let mut tx = store.begin().await.expect("a transaction");
        store::registrations::insert(&mut tx, &registration).await.expect("a registration");
        let mut backwards = item(&registration, 1);
        backwards.ends = jiff::civil::date(2026, 5, 7);
        let refused = store::items::insert(&mut tx, &backwards).await;
        assert!(matches!(refused, Err(StoreError::Check(_))), "{}: {refused:?}", database.name());
    }
}

#[tokio::test]
async fn a_key_works_once_and_only_when_committed() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        assert_eq!(store::idempotency::claim(&mut tx, "k", "我", "d", now()).await.expect("claimed"), Claim::New);
        drop(tx);
        let mut tx = store.begin().await.expect("a transaction");
        assert_eq!(store::idempotency::claim(&mut tx, "k", "我", "d", now()).await.expect("claimed"), Claim::New);
        store::idempotency::finish(&mut tx, "k", "/here").await.expect("kept");
        tx.commit().await.expect("a commit");
        let mut tx = store.begin().await.expect("a transaction");
        let done = Done { actor: "我".to_owned(), request: "d".to_owned(), outcome: "/here".to_owned() };
        assert_eq!(store::idempotency::find(&mut tx, "k").await.expect("an answer"), Some(done.clone()));
        assert_eq!(store::idempotency::find(&mut tx, "another").await.expect("an answer"), None);
        let claimed = store::idempotency::claim(&mut tx, "k", "她", "e", now()).await.expect("claimed");
        assert_eq!(claimed, Claim::Done(done));
    }
}

#[tokio::test]
async fn an_ended_transaction_gives_its_connection_back_and_keeps_nothing() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        store::counters::next(&mut tx, "a").await.expect("a number");
        tx.end().await.expect("ended");
        assert!(matches!(store::counters::next(&mut tx, "a").await, Err(StoreError::Closed)));
        // On SQLite there is one writer: it is free again although the first is still held.
        let mut other = store.begin().await.expect("another");
        assert_eq!(store::counters::next(&mut other, "a").await.expect("a number"), 1, "{}", database.name());
    }
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let mut schemas = Vec::new();
    for database in databases().await {
        let store = Store::open(database.url()).await.expect("an open database");
        schemas.push(store.schema().await.expect("a schema"));
    }
    for line in [
        "column registration.person_id text not null",
        "column person.phone text",
        "column evidence.size_bytes bigint not null",
        "key role_grant (person_id,role,unit_id)",
        "constraint registration.registration_two_deciders check",
        "constraint registration.registration_one_a_year unique",
        "index certificate.certificate_one_in_force unique",
        "reference evidence.item_id registration_item",
    ] {
        assert!(schemas[0].iter().any(|told| told == line), "{line}: {:#?}", schemas[0]);
    }
    for pair in schemas.windows(2) {
        let only = |one: &[String], other: &[String]| -> Vec<String> {
            one.iter().filter(|line| !other.contains(line)).cloned().collect()
        };
        assert_eq!((only(&pair[0], &pair[1]), only(&pair[1], &pair[0])), (vec![], vec![]));
    }
}
