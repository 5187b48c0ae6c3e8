//! What can go wrong between the program and its database. Must not hold sentences for people.

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
    /// The database did not answer, or answered with a fault.
    #[error("database: {0}")]
    Database(sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(fault) = &error else { return Self::Database(error) };
        let rule = fault.constraint().map_or_else(|| fault.message().to_owned(), str::to_owned);
        if fault.is_unique_violation() {
            Self::Unique(rule)
        } else if fault.is_check_violation() {
            Self::Check(rule)
        } else if fault.is_foreign_key_violation() {
            Self::ForeignKey(rule)
        } else {
            Self::Database(error)
        }
    }
}
