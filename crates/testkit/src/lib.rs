//! What tests of several crates begin with: fresh databases, one of each kind, and the packs of the repository. Must not be shipped, and must not decide anything.

mod fill;
mod pack_files;
pub mod packages;
mod postgres;

use std::path::Path;

use postgres::Tenancy;
use sqlx::Connection as _;
use tempfile::TempDir;

pub use fill::Cell;
pub use pack_files::pack_files;

/// The environment variable with the address of a PostgreSQL database in which others may be made.
pub const POSTGRES: &str = "XUESHI_TEST_POSTGRES";
/// The environment variable that allows tests without PostgreSQL.
pub const SQLITE_ONLY: &str = "XUESHI_TEST_SQLITE_ONLY";

/// A database with a data folder; both are gone when it is dropped.
pub struct Database {
    name: &'static str,
    url: String,
    folder: TempDir,
    /// What has to be removed from a server; SQLite lies in the folder.
    tenancy: Option<Tenancy>,
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(tenancy) = self.tenancy.take() {
            tenancy.end();
        }
    }
}

impl Database {
    fn on(tenancy: Tenancy) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        Database { name: "postgres", url: tenancy.url(), folder, tenancy: Some(tenancy) }
    }

    /// `sqlite` or `postgres`, for the messages of assertions.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The address to open.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Runs a statement past the program, as with the database's own shell; how many rows it touched.
    ///
    /// # Panics
    /// When the database refuses it.
    pub async fn run(&self, statement: &str) -> u64 {
        run(&self.url, statement).await
    }

    /// Comes back when a transaction waits for what another one holds. On SQLite at once: there whoever wants to write waits
    /// before they begin.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn somebody_waits(&self) {
        const WAIT: &str = "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_activity \
            WHERE datname = current_database() AND wait_event_type = 'Lock') \
            LOOP PERFORM pg_stat_clear_snapshot(); END LOOP; END $$";
        if self.tenancy.is_some() {
            self.run(WAIT).await;
        }
    }

    /// A data folder of its own.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Runs a statement on the database at this address, past whichever program has it open; how many rows it touched.
///
/// # Panics
/// When the database refuses it.
pub async fn run(url: &str, statement: &str) -> u64 {
    if let Some(path) = url.strip_prefix("sqlite:") {
        let connection = rusqlite::Connection::open(path).expect("the file");
        return connection.execute(statement, []).expect(statement) as u64;
    }
    let mut connection = sqlx::PgConnection::connect(url).await.expect("the server");
    let done = sqlx::query(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut connection).await;
    connection.close().await.ok();
    done.expect(statement).rows_affected()
}

/// Every pack of the repository.
#[must_use]
pub fn library() -> policy::Library {
    policy::Library::from_files(pack_files())
}

/// A fresh SQLite database, and a fresh PostgreSQL database beside it, which has its tables already.
///
/// # Panics
/// When neither [`POSTGRES`] names a server nor [`SQLITE_ONLY`] is set to 1: a test that silently leaves one database
/// out proves nothing about it.
pub async fn databases() -> Vec<Database> {
    let mut all = vec![sqlite()];
    if let Some(maintenance) = server() {
        all.push(Database::on(Tenancy::new(&maintenance).await));
    }
    all
}

/// The same without tables, as somebody makes a database before the program is first started.
///
/// # Panics
/// As [`databases`].
pub async fn empty_databases() -> Vec<Database> {
    let mut all = vec![sqlite()];
    if let Some(maintenance) = server() {
        all.push(Database::on(Tenancy::empty(&maintenance).await));
    }
    all
}

/// The PostgreSQL server of the tests, unless it is left out.
fn server() -> Option<String> {
    let named = std::env::var(POSTGRES).ok();
    assert!(
        named.is_some() || std::env::var(SQLITE_ONLY).is_ok_and(|value| value == "1"),
        "no PostgreSQL for the tests: run them with `cargo xtask test`, which starts one, or set {POSTGRES} to the address \
         of a maintenance database, or set {SQLITE_ONLY}=1 to leave PostgreSQL out"
    );
    named
}

/// A fresh SQLite database.
///
/// # Panics
/// When no temporary folder can be made.
#[must_use]
pub fn sqlite() -> Database {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("xueshi.db").display());
    Database { name: "sqlite", url, folder, tenancy: None }
}

#[cfg(test)]
mod tests {
    use super::databases;

    #[tokio::test]
    async fn nothing_of_a_database_is_left_when_its_test_is_over() {
        for database in databases().await {
            let store = store::Store::open(database.url()).await.expect("an open database");
            let (url, folder) = (database.url().to_owned(), database.folder().to_owned());
            // Still open: a test that fails does not close anything either.
            drop(database);
            assert!(!folder.exists(), "{}", folder.display());
            assert!(store.read().await.is_err() || !url.starts_with("postgres"), "{url}");
            if url.starts_with("postgres") {
                assert!(store::Store::open(&url).await.is_err(), "{url}");
            }
        }
    }
}
