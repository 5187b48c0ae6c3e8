//! Whoever changes the log behind the program's back is found out, and where: straight SQL, as with the database's own
//! shell.

use store::{Store, audit::BadRow};
use testkit::{Database, databases};

use crate::{log::append, sample::open};

/// Eight events; then somebody runs these statements.
async fn after(database: &Database, statements: &[&str]) -> Option<BadRow> {
    let store = open(database).await;
    for number in 1..=4 {
        append(&store, number).await;
    }
    assert_eq!(verify(&store).await, None, "{}", database.name());
    store.close().await;
    for statement in statements {
        assert_ne!(database.run(statement).await, 0, "{statement}");
    }
    verify(&Store::open(database.url()).await.expect("opened again")).await
}

async fn verify(store: &Store) -> Option<BadRow> {
    let mut tx = store.read().await.expect("a transaction");
    store::audit::verify(&mut tx).await.expect("verified").first_bad
}

/// The statements are tried on each database; the first bad row has to be this one.
async fn found(statements: &[&str], seq: i64, problem: &str) {
    for database in databases().await {
        let bad = after(&database, statements).await.unwrap_or_else(|| panic!("{}: not found", database.name()));
        assert_eq!(bad.seq, seq, "{}: {bad:?}", database.name());
        assert!(bad.problem.contains(problem), "{}: {bad:?}", database.name());
    }
}

#[tokio::test]
async fn an_edited_row_is_found() {
    for change in ["sentence = '什么也没有发生'", "actor_name = '别人'", "at = at - 1", "subject = 'person:9'"]
    {
        found(&[&format!("UPDATE audit_event SET {change} WHERE seq = 3")], 3, "改动").await;
    }
}

#[tokio::test]
async fn a_deleted_row_is_found() {
    found(&["DELETE FROM audit_event WHERE seq = 4"], 4, "缺失").await;
}

#[tokio::test]
async fn an_inserted_row_is_found() {
    let room = "UPDATE audit_event SET seq = seq + 1000 WHERE seq > 4";
    let insert = "INSERT INTO audit_event SELECT 5, at, actor_id, actor_name, name, subject, '从来没有的事', detail, \
        previous_hash, hash FROM audit_event WHERE seq = 4";
    let close = "UPDATE audit_event SET seq = seq - 999 WHERE seq > 1000";
    found(&[room, insert, close], 5, "").await;
}

#[tokio::test]
async fn reordered_rows_are_found() {
    found(
        &[
            "UPDATE audit_event SET seq = 1000 WHERE seq = 3",
            "UPDATE audit_event SET seq = 3 WHERE seq = 6",
            "UPDATE audit_event SET seq = 6 WHERE seq = 1000",
        ],
        3,
        "",
    )
    .await;
}

#[tokio::test]
async fn a_cut_end_is_found() {
    found(&["DELETE FROM audit_event WHERE seq > 6"], 7, "截去").await;
}

#[tokio::test]
async fn a_new_end_with_a_hash_of_its_own_is_found() {
    let end = "UPDATE audit_head SET seq = 6 WHERE id = 1";
    found(&["DELETE FROM audit_event WHERE seq > 6", end], 7, "末尾").await;
}
