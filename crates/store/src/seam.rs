//! The only place that knows which database it is: pools, the two kinds of transaction, binding and reading. Must not
//! hold a statement of any table.

mod copy;

use std::{borrow::Cow, fmt::Write as _, path::Path, sync::Arc, time::Duration};

use sqlx::{
    AssertSqlSafe, Connection as _, PgConnection, PgPool, Postgres, Row as _,
    postgres::{PgPoolOptions, PgRow},
};

use crate::{
    StoreError, Tx, catalogue,
    migrations::MIGRATOR,
    sqlite::{self, Sqlite, SqliteRow},
};

pub(crate) use copy::{Cell, Each, Fields};

const CONNECTIONS: u32 = 16;
/// For how long a PostgreSQL connection that was given back is taken to be as good as it was.
const TRUSTED: Duration = Duration::from_secs(1);
/// How long anybody waits for a connection or a turn.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

/// One database, open. Cheap to clone; every clone shares the connections.
#[derive(Clone, Debug)]
pub struct Store {
    pools: Pools,
}

#[derive(Clone, Debug)]
enum Pools {
    /// SQLite has one writer; readers see the last committed state meanwhile.
    Sqlite(Arc<Sqlite>),
    Postgres(PgPool),
}

impl Store {
    /// Opens `sqlite:PATH` or `postgres://…` and brings its schema up to date.
    ///
    /// # Errors
    /// `Address` for any other text, `Database` when it cannot be reached, `Migration` when the schema cannot be
    /// brought up to date.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let pools = match Address::read(url)? {
            Address::Sqlite(path) => Pools::Sqlite(Arc::new(Sqlite::open(path)?)),
            Address::Postgres => open_postgres(url).await?,
        };
        Ok(Self { pools })
    }

    /// Whether somebody has made the tables there. Looks only: nothing is made, neither a file nor a table.
    ///
    /// # Errors
    /// `Address` as for [`Store::open`], `Database` when it cannot be reached.
    pub async fn is_made(url: &str) -> Result<bool, StoreError> {
        match Address::read(url)? {
            Address::Sqlite(path) => sqlite::is_made(path),
            Address::Postgres => {
                let mut connection = PgConnection::connect(url).await?;
                let sql = "SELECT to_regclass('installation') IS NOT NULL";
                let is_made = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
                connection.close().await?;
                Ok(is_made)
            }
        }
    }

    /// Begins a transaction that may write. On SQLite it waits for its turn here, not halfway.
    ///
    /// # Errors
    /// `Database` when no connection is to be had.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match &self.pools {
            Pools::Sqlite(sqlite) => Link::Sqlite(sqlite.begin().await?),
            Pools::Postgres(pool) => Link::Postgres(begun(pool, "BEGIN").await?),
        }))
    }

    /// Begins a transaction that only reads.
    ///
    /// # Errors
    /// `Database` when no connection is to be had.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(Tx::new(match &self.pools {
            Pools::Sqlite(sqlite) => Link::Sqlite(sqlite.read().await?),
            Pools::Postgres(pool) => {
                Link::Postgres(begun(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
            }
        }))
    }

    /// From now on no commit to SQLite waits for the disk: for what is made anew when it is not finished, and is brought
    /// to the disk as a whole before anybody relies on it. PostgreSQL goes on as its server is set.
    ///
    /// # Errors
    /// `Database` when the database does not answer.
    pub async fn stop_waiting_for_disk(&self) -> Result<(), StoreError> {
        match &self.pools {
            Pools::Sqlite(sqlite) => sqlite.stop_waiting_for_disk().await,
            Pools::Postgres(_) => Ok(()),
        }
    }

    /// Closes every connection; for an orderly end and for tests that drop their database.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite(sqlite) => sqlite.close(),
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// The schema as far as both catalogues tell it, in order of name: the same lines on both databases.
    ///
    /// # Errors
    /// `Database` when the catalogue cannot be read.
    pub async fn schema(&self) -> Result<Vec<String>, StoreError> {
        let sql = match &self.pools {
            Pools::Sqlite(_) => catalogue::SQLITE,
            Pools::Postgres(_) => catalogue::POSTGRES,
        };
        let rows = self.read().await?.fetch_all(sql, Values::new()).await?;
        catalogue::lines(&rows)
    }
}

/// Which of the two an address means.
enum Address<'a> {
    Sqlite(&'a Path),
    Postgres,
}

impl<'a> Address<'a> {
    fn read(url: &'a str) -> Result<Self, StoreError> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            Ok(Self::Sqlite(Path::new(path.strip_prefix("//").unwrap_or(path))))
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Ok(Self::Postgres)
        } else {
            Err(StoreError::Address(url.split(':').next().unwrap_or_default().to_owned()))
        }
    }
}

async fn open_postgres(url: &str) -> Result<Pools, StoreError> {
    // Asking a connection each time whether it still answers would double what a short transaction waits for.
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .acquire_timeout(PATIENCE)
        .test_before_acquire(false)
        .before_acquire(|connection, known| {
            Box::pin(async move {
                if known.idle_for > TRUSTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .connect(url)
        .await?;
    MIGRATOR.run(&pool).await?;
    Ok(Pools::Postgres(pool))
}

/// One open transaction of either database.
pub(crate) enum Link {
    Sqlite(sqlite::Transaction),
    Postgres(sqlx::Transaction<'static, Postgres>),
    /// Ended before its time; it answers nothing any more.
    Ended,
}

/// A value to bind, in the two types that both databases share.
pub(crate) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

/// The values of a statement, in the order of its `$n`.
#[derive(Default)]
pub(crate) struct Values(Vec<Value>);

impl Values {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The value for `$number`.
    pub(crate) fn get(&self, number: usize) -> Option<&Value> {
        self.0.get(number.checked_sub(1)?)
    }

    pub(crate) fn text(mut self, value: impl ToString) -> Self {
        self.0.push(Value::Text(Some(value.to_string())));
        self
    }

    pub(crate) fn text_or_null(mut self, value: Option<impl ToString>) -> Self {
        self.0.push(Value::Text(value.map(|value| value.to_string())));
        self
    }

    pub(crate) fn number(mut self, value: impl Into<i64>) -> Self {
        self.0.push(Value::Number(Some(value.into())));
        self
    }

    pub(crate) fn number_or_null(mut self, value: Option<impl Into<i64>>) -> Self {
        self.0.push(Value::Number(value.map(Into::into)));
        self
    }
}

/// The same things with the last one said again until their number is a power of two: lists of any length then make few
/// statements, and a database that has prepared them need not do it anew for each.
pub(crate) fn evened<T>(all: &[T]) -> impl Iterator<Item = &T> + Clone {
    let count = if all.is_empty() { 0 } else { all.len().next_power_of_two() };
    all.iter().chain(std::iter::repeat_n(all.last(), count - all.len()).flatten())
}

/// The same things in pieces whose lengths are powers of two, for what must not be said twice.
pub(crate) fn pieces<T>(all: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = all;
    std::iter::from_fn(move || {
        let length = 1_usize.checked_shl(rest.len().checked_ilog2()?)?;
        let (piece, others) = rest.split_at(length);
        rest = others;
        Some(piece)
    })
}

/// `$first, $first+1, …` for a list of `count` values; `NULL`, which nothing equals, for an empty one.
pub(crate) fn places(first: usize, count: usize) -> String {
    if count == 0 {
        return "NULL".to_owned();
    }
    let mut list = String::with_capacity(count * 6);
    for place in first..first + count {
        write!(list, "{}${place}", if place == first { "" } else { ", " }).ok();
    }
    list
}

/// `($1, $2), ($3, $4), …` for `rows` rows of `width` values.
pub(crate) fn row_places(rows: usize, width: usize) -> String {
    let mut list = String::with_capacity(rows * (width * 7 + 4));
    for row in 0..rows {
        write!(list, "{}({})", if row == 0 { "" } else { ", " }, places(row * width + 1, width)).ok();
    }
    list
}

/// A text for `LIKE … ESCAPE '\\'` in which `%`, `_` and the backslash stand for themselves.
pub(crate) fn literal(text: &str) -> String {
    text.chars().flat_map(|c| matches!(c, '%' | '_' | '\\').then_some('\\').into_iter().chain([c])).collect()
}

fn bound(sql: Cow<'static, str>, values: Values) -> sqlx::query::Query<'static, Postgres, sqlx::postgres::PgArguments> {
    let query = sqlx::query(AssertSqlSafe(sql.into_owned()));
    values.0.into_iter().fold(query, |query, value| match value {
        Value::Text(text) => query.bind(text),
        Value::Number(number) => query.bind(number),
    })
}

impl Link {
    pub(crate) async fn execute(&mut self, sql: Cow<'static, str>, values: Values) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(tx) => tx.execute(&sql, &values),
            Self::Postgres(tx) => Ok(bound(sql, values).execute(&mut **tx).await?.rows_affected()),
            Self::Ended => Err(StoreError::Closed),
        }
    }

    pub(crate) async fn fetch_all(&mut self, sql: Cow<'static, str>, values: Values) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(tx) => tx.fetch_all(&sql, &values)?.into_iter().map(Row::Sqlite).collect(),
            Self::Postgres(tx) => {
                bound(sql, values).fetch_all(&mut **tx).await?.into_iter().map(Row::Postgres).collect()
            }
            Self::Ended => return Err(StoreError::Closed),
        })
    }

    /// Hands every row of a query to `each`, where it lies.
    pub(crate) async fn visit(
        &mut self,
        sql: Cow<'static, str>,
        values: Values,
        each: Each<'_>,
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.visit(&sql, &values, |row| each(&Fields::Sqlite(row))),
            Self::Postgres(tx) => copy::out(tx, &sql, &values, each).await,
            Self::Ended => Err(StoreError::Closed),
        }
    }

    /// Adds rows to a table, all of them in one go.
    pub(crate) async fn insert_all<'c, const N: usize>(
        &mut self,
        table: (&str, [&str; N]),
        rows: impl Iterator<Item = [Cell<'c>; N]>,
    ) -> Result<u64, StoreError> {
        match self {
            Self::Sqlite(tx) => tx.insert_all(table, rows),
            Self::Postgres(tx) => copy::into(tx, table, rows).await,
            Self::Ended => Err(StoreError::Closed),
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => Ok(tx.commit().await?),
            Self::Ended => Err(StoreError::Closed),
        }
    }

    /// Gives the connection back without keeping anything.
    pub(crate) async fn roll_back(self) -> Result<(), StoreError> {
        match self {
            Self::Postgres(tx) => Ok(tx.rollback().await?),
            Self::Sqlite(_) | Self::Ended => Ok(()),
        }
    }

    /// What ends a query whose rows nobody else may change until this transaction ends. Who writes to SQLite is alone
    /// anyway.
    pub(crate) fn holding(&self) -> &'static str {
        if let Self::Postgres(_) = self { " FOR UPDATE" } else { "" }
    }

    /// Lets nobody add to the tables until this transaction ends, and waits for those who are adding now. Who writes to
    /// SQLite is alone anyway.
    pub(crate) async fn hold_still(&mut self, tables: &'static str) -> Result<(), StoreError> {
        if let Self::Postgres(_) = self {
            self.execute(format!("LOCK TABLE {tables} IN SHARE MODE").into(), Values::new()).await?;
        }
        Ok(())
    }
}

/// A row of either database.
pub(crate) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    pub(crate) fn text_or_null(&self, column: &str) -> Result<Option<String>, StoreError> {
        match self {
            Self::Sqlite(row) => row.text(column),
            Self::Postgres(row) => row.try_get(column).ok(),
        }
        .ok_or_else(|| StoreError::Column(column.to_owned()))
    }

    pub(crate) fn number_or_null(&self, column: &str) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => row.number(column),
            Self::Postgres(row) => row.try_get(column).ok(),
        }
        .ok_or_else(|| StoreError::Column(column.to_owned()))
    }

    pub(crate) fn text(&self, column: &str) -> Result<String, StoreError> {
        self.text_or_null(column)?.ok_or_else(|| StoreError::Column(column.to_owned()))
    }

    pub(crate) fn number(&self, column: &str) -> Result<i64, StoreError> {
        self.number_or_null(column)?.ok_or_else(|| StoreError::Column(column.to_owned()))
    }
}

/// Begins on PostgreSQL, to its end also when nobody waits for it any more: whoever goes away while the question is on its
/// way would leave the connection in a transaction of which neither it nor the next one that is given it knows.
async fn begun(pool: &PgPool, how: &'static str) -> Result<sqlx::Transaction<'static, Postgres>, StoreError> {
    let pool = pool.clone();
    let beginning = tokio::spawn(async move { pool.begin_with(how).await });
    Ok(beginning.await.map_err(|_| StoreError::Closed)??)
}
