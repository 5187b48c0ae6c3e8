//! One transaction: everything in it happens or nothing does. Must not know which database it is.

use std::borrow::Cow;

use domain::audit::AuditEntry;

use crate::{
    StoreError,
    seam::{Cell, Each, Link, Row, Values},
};

/// An open transaction. Dropped without [`commit`](Tx::commit), it leaves nothing behind.
pub struct Tx {
    link: Link,
    /// Where the log ends as seen by this transaction, once it has appended: sequence number and hash.
    pub(crate) log_end: Option<(i64, String)>,
    /// Events that were appended and are not written yet: they are written many at once, at the latest with the commit.
    pub(crate) unwritten: Vec<AuditEntry>,
    statements: u32,
}

impl Tx {
    pub(crate) fn new(link: Link) -> Self {
        Self { link, log_end: None, unwritten: Vec::new(), statements: 0 }
    }

    /// How many statements were run in this transaction: what is read for many at once must not grow with them.
    #[must_use]
    pub fn statements(&self) -> u32 {
        self.statements
    }

    /// Makes everything done in this transaction last.
    ///
    /// # Errors
    /// `Database` when the database does not confirm; then nothing was done.
    pub async fn commit(mut self) -> Result<(), StoreError> {
        crate::audit::close(&mut self).await?;
        self.link.commit().await
    }

    /// Ends this transaction before its time and gives its connection back; nothing of it lasts, and it answers nothing
    /// any more. Whoever needs another connection does this first: two held at once by many stand still for ever.
    ///
    /// # Errors
    /// `Database` when the database does not answer.
    pub async fn end(&mut self) -> Result<(), StoreError> {
        self.log_end = None;
        self.unwritten.clear();
        std::mem::replace(&mut self.link, Link::Ended).roll_back().await
    }

    /// Lets nobody add to the tables until this transaction ends.
    pub(crate) async fn hold_still(&mut self, tables: &'static str) -> Result<(), StoreError> {
        self.link.hold_still(tables).await
    }

    /// What ends a query whose rows nobody else may change until this transaction ends.
    pub(crate) fn holding(&self) -> &'static str {
        self.link.holding()
    }

    /// Runs a statement; answers how many rows it touched.
    pub(crate) async fn execute(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
    ) -> Result<u64, StoreError> {
        self.statements += 1;
        self.link.execute(sql.into(), values).await
    }

    /// Runs a statement that has to touch one row: `Stale` when it touched none, because somebody else was faster.
    pub(crate) async fn execute_one(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
    ) -> Result<(), StoreError> {
        if self.execute(sql, values).await? == 1 { Ok(()) } else { Err(StoreError::Stale) }
    }

    /// Every row of a query.
    pub(crate) async fn fetch_all(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
    ) -> Result<Vec<Row>, StoreError> {
        self.statements += 1;
        self.link.fetch_all(sql.into(), values).await
    }

    /// Hands every row of a query to `each`, where it lies: for very many rows.
    pub(crate) async fn visit(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
        each: Each<'_>,
    ) -> Result<(), StoreError> {
        self.statements += 1;
        self.link.visit(sql.into(), values, each).await
    }

    /// Adds very many rows to a table with these columns; answers how many.
    pub(crate) async fn insert_all<'c, const N: usize>(
        &mut self,
        table: (&str, [&str; N]),
        rows: impl Iterator<Item = [Cell<'c>; N]>,
    ) -> Result<u64, StoreError> {
        self.link.insert_all(table, rows).await
    }

    /// Every row of a query, read.
    pub(crate) async fn read_all<T>(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
        read: fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.fetch_all(sql, values).await?.iter().map(read).collect()
    }

    /// The first row of a query, read; `None` when there is none.
    pub(crate) async fn read_one<T>(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
        read: fn(&Row) -> Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        self.fetch_all(sql, values).await?.first().map(read).transpose()
    }

    /// The one number in the column `number` of a query's first row.
    pub(crate) async fn number(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        values: Values,
    ) -> Result<i64, StoreError> {
        let found = self.read_one(sql, values, |row| row.number("number")).await?;
        found.ok_or_else(|| StoreError::Column("number".to_owned()))
    }
}
