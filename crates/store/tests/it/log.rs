//! The log grows in order, also under many writers at once.

use domain::audit::{Event, EventKind};
use store::Store;
use testkit::databases;

use crate::sample::{now, open};

fn event(number: usize) -> Event {
    Event::new(EventKind::SessionOpened, format!("person:{number}"), &[])
}

pub(crate) async fn append(store: &Store, number: usize) {
    let mut tx = store.begin().await.expect("a transaction");
    store::audit::append(&mut tx, now(), "id", "韦㛃宁", &event(number)).await.expect("appended");
    store::audit::append(&mut tx, now(), "", "访客", &event(number)).await.expect("appended");
    tx.commit().await.expect("a commit");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_writers_make_one_chain() {
    for database in databases().await {
        let store = open(&database).await;
        let writers = (0..16).map(|number| {
            let store = store.clone();
            tokio::spawn(async move { append(&store, number).await })
        });
        for writer in writers.collect::<Vec<_>>() {
            writer.await.expect("a writer");
        }
        let mut tx = store.read().await.expect("a transaction");
        let found = store::audit::verify(&mut tx).await.expect("verified");
        assert_eq!((found.rows, found.first_bad), (32, None), "{}", database.name());
        assert_eq!(store::audit::of_subject(&mut tx, "person:7").await.expect("read").len(), 2);
        let query = store::audit::Query { name: "session.opened", text: "㛃", without: ".read", ..Default::default() };
        let (page, total) = store::audit::page(&mut tx, &query, 5, 0).await.expect("read");
        assert_eq!((page.len(), total), (5, 16));
        let since = now();
        for actor in ["id", ""] {
            let counted = store::audit::count_since(&mut tx, actor, &event(7), since).await.expect("read");
            assert_eq!(counted, 1, "of two events about one thing each has another author");
        }
    }
}

#[tokio::test]
async fn an_event_of_an_abandoned_transaction_leaves_no_gap() {
    for database in databases().await {
        let store = open(&database).await;
        append(&store, 1).await;
        let mut tx = store.begin().await.expect("a transaction");
        store::audit::append(&mut tx, now(), "id", "名", &event(2)).await.expect("appended");
        drop(tx);
        append(&store, 3).await;
        let mut tx = store.read().await.expect("a transaction");
        assert_eq!(store::audit::verify(&mut tx).await.expect("verified").first_bad, None);
    }
}
