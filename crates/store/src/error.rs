//! What can go wrong between the program and its database. Must not hold sentences for people.

use rusqlite::ffi::{
    SQLITE_BUSY, SQLITE_CONSTRAINT_CHECK, SQLITE_CONSTRAINT_FOREIGNKEY, SQLITE_CONSTRAINT_PRIMARYKEY,
    SQLITE_CONSTRAINT_UNIQUE,
};

/// A fault of the database, or a promise of the schema that a write would have broken.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row with these values exists already; the text names the constraint or its columns.
    #[error("already there: {0}")]
    Unique(String),
    /// The row breaks a rule that the schema holds; the text names it.
    #[error("against the schema's rule: {0}")]
    Check(String),
    /// The row points to something that is not there.
    #[error("points to nothing: {0}")]
    ForeignKey(String),
    /// Somebody else saved the row since it was loaded.
    #[error("saved by somebody else meanwhile")]
    Stale,
    /// A stored value cannot be read; the text names the column.
    #[error("cannot read column {0}")]
    Column(String),
    /// The address of the database is neither `sqlite:` nor `postgres:`.
    #[error("not a database address: {0}")]
    Address(String),
    /// Others held the database for too long.
    #[error("the database stayed busy")]
    Busy,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A statement asks for a value that it was not given; the number is its place.
    #[error("no value for parameter {0}")]
    Values(usize),
    /// The database did not answer, or answered with a fault.
    #[error("database: {0}")]
    Database(Box<dyn std::error::Error + Send + Sync>),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(Box<dyn std::error::Error + Send + Sync>),
}

/// Why a database cannot be opened at all, as far as whoever wrote its address can do something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreachable {
    /// The address is not written as one.
    Address,
    /// Nobody answers there.
    Server,
    /// The user name or the password is not taken.
    Credentials,
    /// The server has no such database.
    Missing,
}

impl StoreError {
    /// Why the database could not be opened; `None` when it is another fault.
    #[must_use]
    pub fn unreachable(&self) -> Option<Unreachable> {
        let fault = match self {
            Self::Address(_) => return Some(Unreachable::Address),
            Self::Database(fault) => fault.downcast_ref::<sqlx::Error>()?,
            _ => return None,
        };
        match fault {
            sqlx::Error::Configuration(_) => Some(Unreachable::Address),
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) => Some(Unreachable::Server),
            // The classes of PostgreSQL: invalid authorization, and a catalogue that is not there.
            sqlx::Error::Database(fault) => match fault.code()?.as_ref() {
                "28000" | "28P01" => Some(Unreachable::Credentials),
                "3D000" => Some(Unreachable::Missing),
                _ => None,
            },
            _ => None,
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let fault = match &error {
            // Two transactions stood in each other's way, and this one gave way: nothing of it happened.
            sqlx::Error::Database(fault) if matches!(fault.code().as_deref(), Some("40P01" | "40001")) => {
                return Self::Busy;
            }
            sqlx::Error::Database(fault) => fault,
            sqlx::Error::PoolTimedOut => return Self::Busy,
            _ => return Self::Database(error.into()),
        };
        let rule = fault.constraint().map_or_else(|| fault.message().to_owned(), str::to_owned);
        if fault.is_unique_violation() {
            Self::Unique(rule)
        } else if fault.is_check_violation() {
            Self::Check(rule)
        } else if fault.is_foreign_key_violation() {
            Self::ForeignKey(rule)
        } else {
            Self::Database(error.into())
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Migration(error.into())
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let rusqlite::Error::SqliteFailure(fault, Some(rule)) = &error else { return Self::Database(error.into()) };
        match fault.extended_code {
            SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY => Self::Unique(rule.clone()),
            SQLITE_CONSTRAINT_CHECK => Self::Check(rule.clone()),
            SQLITE_CONSTRAINT_FOREIGNKEY => Self::ForeignKey(rule.clone()),
            SQLITE_BUSY => Self::Busy,
            _ => Self::Database(error.into()),
        }
    }
}
