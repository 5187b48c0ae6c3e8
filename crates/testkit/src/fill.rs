//! Rows by the million, written past the program: for measurements, which need more people than anybody would import.
//! Must not know any table.

use std::borrow::Cow;
use std::path::Path;

use sqlx::{AssertSqlSafe, Connection as _};

use crate::Database;

/// Rows that are written at once.
const AT_ONCE: usize = 20_000;

/// A cell as text, whatever its column holds; nothing for `NULL`.
pub type Cell = Option<Cow<'static, str>>;

impl Database {
    /// Writes rows to a table, every column by name. Foreign keys are not asked: whoever writes so many knows what they
    /// point to.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn fill(&self, table: &str, columns: &[&str], rows: impl Iterator<Item = Vec<Cell>>) {
        match self.url.strip_prefix("sqlite:") {
            Some(path) => fill_sqlite(Path::new(path), table, columns, rows),
            None => fill_postgres(&self.url, table, columns, rows).await,
        }
    }

    /// Lets the database tidy up after very many rows, as it does by itself in time.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn settle(&self) {
        if self.url.starts_with("sqlite:") {
            let path = self.url.trim_start_matches("sqlite:");
            let connection = rusqlite::Connection::open(path).expect("the file");
            connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("a checkpoint");
            // The rows were written without waiting for the disk: whoever measures what comes next would wait for them.
            std::fs::File::open(path).and_then(|file| file.sync_all()).expect("the disk takes them");
        } else {
            self.run("VACUUM (ANALYZE)").await;
            self.run("CHECKPOINT").await;
        }
    }
}

fn fill_sqlite(path: &Path, table: &str, columns: &[&str], mut rows: impl Iterator<Item = Vec<Cell>>) {
    let mut connection = rusqlite::Connection::open(path).expect("the file");
    for (name, value) in [("foreign_keys", "OFF"), ("synchronous", "OFF"), ("cache_size", "-262144")] {
        connection.pragma_update(None, name, value).expect("a setting");
    }
    let places = vec!["?"; columns.len()].join(", ");
    let sql = format!("INSERT INTO {table} ({}) VALUES ({places})", columns.join(", "));
    loop {
        let transaction = connection.transaction().expect("a transaction");
        let mut statement = transaction.prepare_cached(&sql).expect("a table");
        let mut count = 0;
        for row in rows.by_ref().take(AT_ONCE) {
            statement.execute(rusqlite::params_from_iter(row.iter().map(Option::as_deref))).expect("a row");
            count += 1;
        }
        drop(statement);
        transaction.commit().expect("a commit");
        if count < AT_ONCE {
            return;
        }
    }
}

async fn fill_postgres(url: &str, table: &str, columns: &[&str], mut rows: impl Iterator<Item = Vec<Cell>>) {
    let mut connection = sqlx::PgConnection::connect(url).await.expect("the server");
    let without_keys = sqlx::query(AssertSqlSafe("SET session_replication_role = replica"));
    without_keys.execute(&mut connection).await.expect("a superuser");
    let statement = format!("COPY {table} ({}) FROM STDIN", columns.join(", "));
    let mut copy = connection.copy_in_raw(&statement).await.expect("a table");
    loop {
        let (mut text, mut count) = (String::new(), 0);
        for row in rows.by_ref().take(AT_ONCE) {
            write_line(&mut text, &row);
            count += 1;
        }
        copy.send(text.as_bytes()).await.expect("rows");
        if count < AT_ONCE {
            break;
        }
    }
    copy.finish().await.expect("rows that are let in");
    connection.close().await.ok();
}

/// A row in the text form of COPY.
fn write_line(text: &mut String, row: &[Cell]) {
    for (place, cell) in row.iter().enumerate() {
        if place > 0 {
            text.push('\t');
        }
        let Some(cell) = cell else {
            text.push_str("\\N");
            continue;
        };
        for character in cell.chars() {
            match character {
                '\t' => text.push_str("\\t"),
                '\n' => text.push_str("\\n"),
                '\r' => text.push_str("\\r"),
                '\\' => text.push_str("\\\\"),
                other => text.push(other),
            }
        }
    }
    text.push('\n');
}
