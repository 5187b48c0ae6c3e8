//! SQLite inside this process: its connections, its transactions and its rows. A statement runs on the thread that
//! asks for it, since it takes microseconds; only what waits for the disk is handed to a thread that may wait. Must not
//! hold a statement of any table.

mod rows;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, Row, Statement, TransactionBehavior};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

use crate::{
    StoreError,
    migrations::MIGRATOR,
    seam::{Cell, PATIENCE, Value, Values, places},
};

pub(crate) use rows::SqliteRow;

const READERS: usize = 8;
/// Prepared statements that a connection keeps: more than the product has texts.
const STATEMENTS: usize = 256;
/// Pages of the log ahead of the file that are brought over at once where no commit waits for the disk: 80 MB.
const PAGES_AHEAD: i64 = 20_000;
/// How often a writer asks again while another process writes.
const RETRY: Duration = Duration::from_millis(5);

/// One SQLite file: one connection that writes, several that read what was last committed.
#[derive(Debug)]
pub(crate) struct Sqlite {
    writer: Arc<Shelf>,
    readers: Arc<Shelf>,
}

impl Sqlite {
    /// Opens the file, making it and its folder when missing, and brings its schema up to date.
    pub(crate) fn open(path: &Path) -> Result<Self, StoreError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(|error| StoreError::Database(error.into()))?;
        }
        let mut writer = connect(path, 65_536)?;
        migrate(&mut writer)?;
        // Who waits for another process waits in `begin`, without holding a thread.
        writer.busy_timeout(Duration::ZERO)?;
        let readers = (0..READERS).map(|_| reader(path).map(Line::new)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { writer: Arc::new(Shelf::new(vec![Line::new(writer)])), readers: Arc::new(Shelf::new(readers)) })
    }

    /// Begins a transaction that may write, when it is its turn.
    pub(crate) async fn begin(&self) -> Result<Transaction, StoreError> {
        let lease = self.writer.take().await?;
        let deadline = Instant::now() + PATIENCE;
        while !lease.is_begun_for_writing()? {
            if Instant::now() > deadline {
                return Err(StoreError::Busy);
            }
            tokio::time::sleep(RETRY).await;
        }
        Ok(Transaction { lease: Some(lease), writes: true })
    }

    /// From now on no commit waits for the disk: a power cut may leave a file that cannot be read.
    pub(crate) async fn stop_waiting_for_disk(&self) -> Result<(), StoreError> {
        let lease = self.writer.take().await?;
        let connection = lease.connection()?;
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update(None, "wal_autocheckpoint", PAGES_AHEAD)?;
        Ok(())
    }

    /// Begins a transaction that only reads.
    pub(crate) async fn read(&self) -> Result<Transaction, StoreError> {
        let lease = self.readers.take().await?;
        lease.connection()?.execute_batch("BEGIN")?;
        Ok(Transaction { lease: Some(lease), writes: false })
    }

    /// Closes every connection that is not in use.
    pub(crate) fn close(&self) {
        self.readers.clear();
        self.writer.clear();
    }
}

/// Whether the file is there and has its tables. Makes nothing.
pub(crate) fn is_made(path: &Path) -> Result<bool, StoreError> {
    if !path.exists() {
        return Ok(false);
    }
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(version > 0)
}

fn connect(path: &Path, cache_kib: i64) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What a statement over many rows keeps to undo itself would be a file, made and removed each time.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", -cache_kib)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(connection)
}

fn reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = connect(path, 16_384)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// Runs what is newer than the file, each migration in a transaction of its own with the number of the last one.
fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let done: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if MIGRATOR.iter().all(|migration| migration.version < done) {
        return Err(StoreError::Migration(format!("the file is of version {done}, newer than this program").into()));
    }
    let made_by: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if done > 0 && made_by != fingerprint(done) {
        return Err(StoreError::Migration("the file was made by other steps than this program's".into()));
    }
    for migration in MIGRATOR.iter().filter(|migration| migration.version > done) {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if done >= migration.version {
            // Another process took this step while we waited for our turn.
            continue;
        }
        transaction.execute_batch(migration.sql.as_str()).map_err(|error| StoreError::Migration(error.into()))?;
        transaction.pragma_update(None, "user_version", migration.version)?;
        transaction.pragma_update(None, "application_id", fingerprint(migration.version))?;
        transaction.commit()?;
    }
    Ok(())
}

/// What the steps up to a version hash to: a file that other steps made is refused and not half understood.
fn fingerprint(version: i64) -> i32 {
    let steps = MIGRATOR.iter().filter(|migration| migration.version <= version);
    steps.fold(0, |sum: i32, migration| {
        let head = migration.checksum.first_chunk().copied().unwrap_or_default();
        sum.rotate_left(1) ^ i32::from_be_bytes(head)
    })
}

/// A connection, and what is known of the statements that it has run.
#[derive(Debug)]
struct Line {
    connection: Connection,
    known: HashMap<String, Known>,
}

/// A statement as SQLite takes it, and the names of its columns.
#[derive(Clone, Debug)]
struct Known {
    sql: Arc<str>,
    names: Arc<[String]>,
}

impl Line {
    fn new(connection: Connection) -> Self {
        Self { connection, known: HashMap::new() }
    }

    /// The statement with its values, and the names of its columns.
    fn prepared(&mut self, sql: &str, values: &Values) -> Result<(CachedStatement<'_>, Arc<[String]>), StoreError> {
        let Self { connection, known } = self;
        let Known { sql, names } = match known.get(sql) {
            Some(known) => known.clone(),
            None => {
                let text: Arc<str> = numbered(sql).into();
                let names = connection.prepare_cached(&text)?.column_names().into_iter().map(str::to_owned).collect();
                let learned = Known { sql: text, names };
                if known.len() >= STATEMENTS {
                    known.clear();
                }
                known.insert(sql.to_owned(), learned.clone());
                learned
            }
        };
        let mut statement = connection.prepare_cached(&sql)?;
        bind(&mut statement, values)?;
        Ok((statement, names))
    }
}

/// Connections that nobody uses now, handed out in the order of asking.
#[derive(Debug)]
struct Shelf {
    free: Mutex<Vec<Line>>,
    turns: Arc<Semaphore>,
}

impl Shelf {
    fn new(lines: Vec<Line>) -> Self {
        let turns = Arc::new(Semaphore::new(lines.len()));
        Self { free: Mutex::new(lines), turns }
    }

    async fn take(self: &Arc<Self>) -> Result<Lease, StoreError> {
        let turn = tokio::time::timeout(PATIENCE, Arc::clone(&self.turns).acquire_owned()).await;
        let turn = turn.map_err(|_| StoreError::Busy)?.map_err(|_| StoreError::Closed)?;
        let line = self.free().pop().ok_or(StoreError::Closed)?;
        let lease = Lease { line: Some(line), shelf: Arc::clone(self), _turn: turn };
        lease.clear()?;
        Ok(lease)
    }

    fn clear(&self) {
        self.turns.close();
        self.free().clear();
    }

    fn free(&self) -> MutexGuard<'_, Vec<Line>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A connection in use; goes back when dropped.
struct Lease {
    line: Option<Line>,
    shelf: Arc<Shelf>,
    _turn: OwnedSemaphorePermit,
}

impl Lease {
    fn connection(&self) -> Result<&Connection, StoreError> {
        self.line.as_ref().map(|line| &line.connection).ok_or(StoreError::Closed)
    }

    /// Ends what the one before could not roll back, so that nobody goes on with it.
    fn clear(&self) -> Result<(), StoreError> {
        let connection = self.connection()?;
        if connection.is_autocommit() { Ok(()) } else { Ok(connection.execute_batch("ROLLBACK")?) }
    }

    /// Whether the turn to write was to be had; another process may have it.
    fn is_begun_for_writing(&self) -> Result<bool, StoreError> {
        match self.connection()?.execute_batch("BEGIN IMMEDIATE") {
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) => Ok(false),
            begun => begun.map(|()| true).map_err(StoreError::from),
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(line) = self.line.take()
            && !self.shelf.turns.is_closed()
        {
            self.shelf.free().push(line);
        }
    }
}

/// An open transaction; dropped without a commit it rolls back.
pub(crate) struct Transaction {
    lease: Option<Lease>,
    writes: bool,
}

impl Transaction {
    /// Runs a statement; answers how many rows it touched.
    pub(crate) fn execute(&mut self, sql: &str, values: &Values) -> Result<u64, StoreError> {
        let (mut statement, _) = self.line()?.prepared(sql, values)?;
        let count = statement.raw_execute()?;
        Ok(u64::try_from(count).unwrap_or(u64::MAX))
    }

    /// Every row of a query.
    pub(crate) fn fetch_all(&mut self, sql: &str, values: &Values) -> Result<Vec<SqliteRow>, StoreError> {
        let (mut statement, names) = self.line()?.prepared(sql, values)?;
        let mut found = Vec::new();
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            found.push(SqliteRow::read(row, &names)?);
        }
        Ok(found)
    }

    /// Hands every row of a query to `each`.
    pub(crate) fn visit(
        &mut self,
        sql: &str,
        values: &Values,
        mut each: impl FnMut(&Row<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (mut statement, _) = self.line()?.prepared(sql, values)?;
        let mut rows = statement.raw_query();
        while let Some(row) = rows.next()? {
            each(row)?;
        }
        Ok(())
    }

    /// Adds rows to a table; how many.
    pub(crate) fn insert_all<'c, const N: usize>(
        &mut self,
        (table, columns): (&str, [&str; N]),
        rows: impl Iterator<Item = [Cell<'c>; N]>,
    ) -> Result<u64, StoreError> {
        let connection = &self.line()?.connection;
        let sql = format!("INSERT INTO {table} ({}) VALUES ({})", columns.join(", "), places(1, N));
        let mut statement = connection.prepare_cached(&sql)?;
        let mut count = 0;
        for cells in rows {
            for (place, cell) in cells.into_iter().enumerate() {
                match cell {
                    Cell::Text(text) => statement.raw_bind_parameter(place + 1, text)?,
                    Cell::Number(number) => statement.raw_bind_parameter(place + 1, number)?,
                }
            }
            statement.raw_execute()?;
            count += 1;
        }
        Ok(count)
    }

    /// Makes it last. Waits for the disk on a thread that may wait; a caller that goes away does not stop it.
    pub(crate) async fn commit(mut self) -> Result<(), StoreError> {
        let lease = self.lease.take().ok_or(StoreError::Closed)?;
        if !self.writes {
            return commit(&lease);
        }
        tokio::task::spawn_blocking(move || commit(&lease)).await.map_err(|_| StoreError::Closed)?
    }

    fn line(&mut self) -> Result<&mut Line, StoreError> {
        self.lease.as_mut().and_then(|lease| lease.line.as_mut()).ok_or(StoreError::Closed)
    }
}

fn commit(lease: &Lease) -> Result<(), StoreError> {
    let connection = lease.connection()?;
    let done = connection.execute_batch("COMMIT");
    if done.is_err() && !connection.is_autocommit() {
        connection.execute_batch("ROLLBACK")?;
    }
    Ok(done?)
}

impl Drop for Transaction {
    fn drop(&mut self) {
        let Some(lease) = self.lease.take() else { return };
        let rolled_back = lease
            .connection()
            .is_ok_and(|connection| connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok());
        if !rolled_back {
            tracing::error!("a transaction could not be rolled back");
        }
    }
}

/// The same text with `?n` for `$n`. For SQLite `$n` is a name: it compares each with every other one, and counts them in
/// the order of their first use.
fn numbered(sql: &str) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(place) = rest.find('$') {
        let (before, after) = rest.split_at(place);
        let is_number = after[1..].starts_with(|c: char| c.is_ascii_digit());
        text.push_str(before);
        text.push(if is_number { '?' } else { '$' });
        rest = &after[1..];
    }
    text + rest
}

fn bind(statement: &mut Statement<'_>, values: &Values) -> Result<(), StoreError> {
    for place in 1..=statement.parameter_count() {
        match values.get(place).ok_or(StoreError::Values(place))? {
            Value::Text(text) => statement.raw_bind_parameter(place, text.as_deref())?,
            Value::Number(number) => statement.raw_bind_parameter(place, number)?,
        }
    }
    Ok(())
}
