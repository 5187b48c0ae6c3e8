//! Connections that are handed on.

use super::{Connection, Sqlite};

#[tokio::test]
async fn a_transaction_that_could_not_be_rolled_back_is_not_gone_on_with() {
    let folder = tempfile::tempdir().expect("a folder");
    let sqlite = Sqlite::open(&folder.path().join("a.db")).expect("a database");
    let left = sqlite.writer.take().await.expect("the writer");
    let half = "BEGIN IMMEDIATE; CREATE TABLE half (id INTEGER)";
    left.connection().and_then(|it| Ok(it.execute_batch(half)?)).expect("a transaction that is left open");
    drop(left);
    let mut next = sqlite.begin().await.expect("another transaction");
    let tables = next.fetch_all("SELECT name FROM sqlite_master WHERE name = 'half'", &crate::seam::Values::new());
    assert_eq!(tables.expect("an answer").len(), 0);
    next.commit().await.expect("committed");
}

/// `docs/adr/0031-sqlite-without-shared-locks.md`: `.cargo/config.toml` asks for it, wherever this repository is built.
#[test]
fn sqlite_is_built_without_locks_that_all_connections_share() {
    let connection = Connection::open_in_memory().expect("a database");
    let mut statement = connection.prepare("PRAGMA compile_options").expect("a statement");
    let options = statement.query_map([], |row| row.get(0)).expect("options");
    let options: Vec<String> = options.collect::<Result<_, _>>().expect("names");
    assert!(!options.iter().any(|option| option == "ENABLE_MEMORY_MANAGEMENT"), "{options:?}");
    assert!(options.iter().any(|option| option == "DEFAULT_MEMSTATUS=0"), "{options:?}");
}
