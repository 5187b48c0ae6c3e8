//! Fresh databases for tests, one of each kind. Must not be shipped, and must not decide anything.

use std::path::Path;

use tempfile::TempDir;

/// The environment variable with the address of a PostgreSQL database in which others may be made.
pub const POSTGRES: &str = "XUESHI_TEST_POSTGRES";
/// The environment variable that allows tests without PostgreSQL.
pub const SQLITE_ONLY: &str = "XUESHI_TEST_SQLITE_ONLY";

/// A database with a data folder, gone (or left to the test server's end) when dropped.
pub struct Database {
    name: &'static str,
    url: String,
    folder: TempDir,
}

impl Database {
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

    /// A data folder of its own.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// A fresh SQLite database, and a fresh PostgreSQL database beside it.
///
/// # Panics
/// When neither [`POSTGRES`] names a server nor [`SQLITE_ONLY`] is set to 1: a test that silently leaves one database
/// out proves nothing about it.
pub async fn databases() -> Vec<Database> {
    let mut all = vec![sqlite()];
    match std::env::var(POSTGRES) {
        Ok(maintenance) => all.push(postgres(&maintenance).await),
        Err(_) => assert!(
            std::env::var(SQLITE_ONLY).is_ok_and(|value| value == "1"),
            "no PostgreSQL for the tests: run them with `cargo xtask test`, which starts one, or set {POSTGRES} to the \
             address of a maintenance database, or set {SQLITE_ONLY}=1 to leave PostgreSQL out"
        ),
    }
    all
}

/// A fresh SQLite database.
///
/// # Panics
/// When no temporary folder can be made.
#[must_use]
pub fn sqlite() -> Database {
    let folder = TempDir::new().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("xueshi.db").display());
    Database { name: "sqlite", url, folder }
}

async fn postgres(maintenance: &str) -> Database {
    let name = format!("test_{}", uuid::Uuid::now_v7().simple());
    let url = store::create_postgres(maintenance, &name).await.expect("a fresh PostgreSQL database");
    Database { name: "postgres", url, folder: TempDir::new().expect("a temporary folder") }
}
