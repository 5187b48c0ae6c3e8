//! What judging looks at of a registration's items stays in step with them, and is found out when it does not.

use domain::{
    item::{Decision, Item},
    registration::State,
};
use policy::Hours;
use store::{Store, Tx, item_rows, items, year_rows};
use testkit::databases;

use crate::sample::{item, now, open, person, registration};

/// What is told of the items of a handed in registration: identifier, kind, answers and the verifier's hours.
async fn told(tx: &mut Tx) -> Vec<(String, String, Option<i64>)> {
    let people = year_rows::people(tx, None, 10).await.expect("people");
    let rows = year_rows::fill(tx, 2026, people).await.expect("their year");
    let held = rows[0].registration.as_ref().expect("handed in");
    let items = held.items().expect("as they were written");
    items.iter().map(|item| (item.id.to_owned(), item.answers.to_owned(), item.verified)).collect()
}

#[tokio::test]
async fn every_item_that_is_written_is_told() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        let mut registration = registration(1, 2026);
        (registration.state, registration.checker) = (State::Submitted, Some(person(2).id));
        (registration.declared_at, registration.submitted_at) = (Some(now()), Some(now()));
        store::registrations::insert(&mut tx, &registration).await.expect("kept");
        assert_eq!(told(&mut tx).await, [], "no item yet");

        let [mut first, second] = [1, 2].map(|number| item(&registration, number));
        // In the order of their identifiers, whichever came first.
        for item in [&second, &first] {
            items::insert(&mut tx, item).await.expect("kept");
        }
        let answers = serde_json::to_string(&first.answers).expect("as JSON");
        let as_typed = |item: &Item| (item.id.to_string(), answers.clone(), None);
        assert_eq!(told(&mut tx).await, [as_typed(&first), as_typed(&second)]);

        first.decision = Decision::Changed { hours: Hours::from_whole(8), reason: "以证书为准".to_owned() };
        (first.decided_by, first.decided_at) = (Some(person(2).id), Some(now()));
        items::save(&mut tx, &first).await.expect("kept");
        assert_eq!(told(&mut tx).await[0].2, Some(800), "{}", database.name());

        items::delete(&mut tx, &first).await.expect("gone");
        assert_eq!(told(&mut tx).await, [as_typed(&second)]);
        assert_eq!(item_rows::differing(&mut tx).await.expect("read"), [""; 0]);
    }
}

#[tokio::test]
async fn what_was_written_past_the_program_is_found() {
    for database in databases().await {
        let store = open(&database).await;
        let mut tx = store.begin().await.expect("a transaction");
        let mut all = Vec::new();
        for number in [1_i64, 2] {
            let registration = registration(u128::from(number.unsigned_abs()), 2026);
            store::registrations::insert(&mut tx, &registration).await.expect("kept");
            items::insert(&mut tx, &item(&registration, number)).await.expect("kept");
            all.push(registration);
        }
        tx.commit().await.expect("a commit");
        store.close().await;
        let past = format!("UPDATE registration_item SET applied = 9900 WHERE registration_id = '{}'", all[1].id);
        assert_eq!(database.run(&past).await, 1);

        let store = Store::open(database.url()).await.expect("opened again");
        let mut tx = store.begin().await.expect("a transaction");
        assert_eq!(item_rows::differing(&mut tx).await.expect("read"), [all[1].number.clone()], "{}", database.name());
        item_rows::keep_all(&mut tx).await.expect("told anew");
        assert_eq!(item_rows::differing(&mut tx).await.expect("read"), [""; 0]);
    }
}
