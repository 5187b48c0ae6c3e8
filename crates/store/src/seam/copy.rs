//! Rows in bulk: cells read where they lie and written without a statement a row. For PostgreSQL in the binary form of its
//! COPY. Must not hold a statement of any table.

use std::fmt::Write as _;

use sqlx::PgConnection;

use super::{Value, Values};
use crate::StoreError;

/// The most cells of a row.
const CELLS_MAX: usize = 16;
/// What every copy in the binary form begins with: its name, no flags, no extension.
const HEAD: [u8; 19] = *b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// What is sent at once.
const SENT_BYTES: usize = 1 << 20;

/// A row being read; nothing of it lasts.
pub(crate) enum Fields<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r [Option<&'r [u8]>]),
}

/// Takes a row.
pub(crate) type Each<'e> = &'e mut (dyn FnMut(&Fields<'_>) -> Result<(), StoreError> + Send);

impl Fields<'_> {
    /// The text in the column at this place, from 0; or nothing.
    pub(crate) fn text_or_null(&self, place: usize) -> Result<Option<&str>, StoreError> {
        match self {
            Self::Sqlite(row) => row.get_ref(place).ok().and_then(|value| value.as_str_or_null().ok()),
            Self::Postgres(cells) => match cells.get(place) {
                Some(Some(bytes)) => std::str::from_utf8(bytes).ok().map(Some),
                Some(None) => Some(None),
                None => None,
            },
        }
        .ok_or_else(|| StoreError::Column(place.to_string()))
    }

    /// The number in the column at this place; or nothing.
    pub(crate) fn number_or_null(&self, place: usize) -> Result<Option<i64>, StoreError> {
        match self {
            Self::Sqlite(row) => row.get_ref(place).ok().and_then(|value| value.as_i64_or_null().ok()),
            Self::Postgres(cells) => match cells.get(place) {
                Some(Some(bytes)) => (*bytes).try_into().ok().map(|bytes| Some(i64::from_be_bytes(bytes))),
                Some(None) => Some(None),
                None => None,
            },
        }
        .ok_or_else(|| StoreError::Column(place.to_string()))
    }

    pub(crate) fn text(&self, place: usize) -> Result<&str, StoreError> {
        self.text_or_null(place)?.ok_or_else(|| StoreError::Column(place.to_string()))
    }

    pub(crate) fn number(&self, place: usize) -> Result<i64, StoreError> {
        self.number_or_null(place)?.ok_or_else(|| StoreError::Column(place.to_string()))
    }
}

/// A cell to be written.
#[derive(Clone, Copy)]
pub(crate) enum Cell<'c> {
    Text(&'c str),
    Number(i64),
}

/// Every row of a query, out of PostgreSQL.
pub(super) async fn out(
    connection: &mut PgConnection,
    sql: &str,
    values: &Values,
    each: Each<'_>,
) -> Result<(), StoreError> {
    let statement = format!("COPY ({}) TO STDOUT (FORMAT binary)", spelled_out(sql, values)?);
    let mut messages = connection.copy_out_raw(&statement).await?;
    let mut rows = Rows { kept: HEAD.len(), ..Rows::default() };
    while let Some(message) = std::future::poll_fn(|context| messages.as_mut().poll_next(context)).await {
        rows.take(&message?, each)?;
    }
    Ok(())
}

/// Rows into PostgreSQL; how many.
pub(super) async fn into<'c, const N: usize>(
    connection: &mut PgConnection,
    (table, columns): (&str, [&str; N]),
    rows: impl Iterator<Item = [Cell<'c>; N]>,
) -> Result<u64, StoreError> {
    let statement = format!("COPY {table} ({}) FROM STDIN (FORMAT binary)", columns.join(", "));
    let mut copy = connection.copy_in_raw(&statement).await?;
    let mut bytes = HEAD.to_vec();
    for cells in rows {
        bytes.extend((N as u16).to_be_bytes());
        for cell in cells {
            write(&mut bytes, cell)?;
        }
        if bytes.len() >= SENT_BYTES {
            copy.send(&*bytes).await?;
            bytes.clear();
        }
    }
    bytes.extend((-1_i16).to_be_bytes());
    copy.send(&*bytes).await?;
    Ok(copy.finish().await?)
}

fn write(bytes: &mut Vec<u8>, cell: Cell<'_>) -> Result<(), StoreError> {
    match cell {
        Cell::Text(text) => {
            let length = i32::try_from(text.len()).map_err(|_| StoreError::Column(text.len().to_string()))?;
            bytes.extend(length.to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        Cell::Number(number) => {
            bytes.extend(8_i32.to_be_bytes());
            bytes.extend(number.to_be_bytes());
        }
    }
    Ok(())
}

/// Reads rows out of messages, wherever one ends and the next begins.
#[derive(Default)]
struct Rows {
    /// What is left of the message before.
    left: Vec<u8>,
    /// Bytes of the head that are still to come.
    kept: usize,
}

impl Rows {
    fn take(&mut self, message: &[u8], each: Each<'_>) -> Result<(), StoreError> {
        let head = self.kept.min(message.len());
        self.kept -= head;
        let message = &message[head..];
        if self.left.is_empty() {
            let read = read(message, each)?;
            self.left.extend(&message[read..]);
        } else {
            self.left.extend(message);
            let read = read(&self.left, each)?;
            self.left.drain(..read);
        }
        Ok(())
    }
}

/// Reads as many whole rows as there are; how many bytes they take.
fn read(bytes: &[u8], each: Each<'_>) -> Result<usize, StoreError> {
    let mut done = 0;
    while let Some(count) = bytes.get(done..done + 2) {
        let count = i16::from_be_bytes([count[0], count[1]]);
        let Ok(count) = usize::try_from(count) else { return Ok(bytes.len()) };
        let mut cells: [Option<&[u8]>; CELLS_MAX] = [None; CELLS_MAX];
        let cells = cells.get_mut(..count).ok_or_else(|| StoreError::Column(count.to_string()))?;
        let mut place = done + 2;
        for cell in cells.iter_mut() {
            let Some(length) = bytes.get(place..place + 4).and_then(|length| length.try_into().ok()) else {
                return Ok(done);
            };
            place += 4;
            // Below zero it is nothing.
            let Ok(length) = usize::try_from(i32::from_be_bytes(length)) else { continue };
            let Some(content) = bytes.get(place..place + length) else { return Ok(done) };
            *cell = Some(content);
            place += length;
        }
        each(&Fields::Postgres(cells))?;
        done = place;
    }
    Ok(done)
}

/// The statement with its values written out: a copy takes none beside it.
fn spelled_out(sql: &str, values: &Values) -> Result<String, StoreError> {
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = part[..digits].parse().map_err(|_| StoreError::Values(0))?;
        match values.get(number).ok_or(StoreError::Values(number))? {
            Value::Text(Some(value)) => quote(&mut text, value),
            Value::Number(Some(value)) => write!(text, "{value}").map_err(|_| StoreError::Values(number))?,
            Value::Text(None) | Value::Number(None) => text.push_str("NULL"),
        }
        text.push_str(&part[digits..]);
    }
    Ok(text)
}

/// A text as a literal that no setting of the server reads otherwise.
fn quote(text: &mut String, value: &str) {
    text.push_str(" E'");
    for character in value.chars() {
        if matches!(character, '\'' | '\\') {
            text.push(character);
        }
        text.push(character);
    }
    text.push('\'');
}

#[cfg(test)]
mod tests {
    use super::{Cell, Fields, HEAD, Rows, spelled_out, write};
    use crate::seam::Values;

    #[test]
    fn values_are_written_out_and_cannot_break_out() {
        let values = Values::new().text("it's \\").number(7).text_or_null(None::<&str>);
        let sql = spelled_out("a = $1 AND b = $2 AND c = $3 AND d > $2", &values).expect("spelled out");
        assert_eq!(sql, r"a =  E'it''s \\' AND b = 7 AND c = NULL AND d > 7");
        assert!(spelled_out("a = $4", &values).is_err());
    }

    #[test]
    fn rows_are_read_wherever_the_messages_are_cut() {
        let mut bytes = HEAD.to_vec();
        for (text, number) in [("学时", 42_i64), ("", -1)] {
            bytes.extend(3_i16.to_be_bytes());
            write(&mut bytes, Cell::Text(text)).expect("short");
            write(&mut bytes, Cell::Number(number)).expect("short");
            bytes.extend((-1_i32).to_be_bytes());
        }
        bytes.extend((-1_i16).to_be_bytes());
        for size in 1..bytes.len() {
            let (mut rows, mut found) = (Rows { kept: HEAD.len(), ..Rows::default() }, Vec::new());
            for message in bytes.chunks(size) {
                let each = &mut |fields: &Fields<'_>| {
                    assert_eq!((fields.text_or_null(2)?, fields.number_or_null(2)?), (None, None));
                    assert!(fields.text(2).is_err() && fields.text_or_null(3).is_err());
                    found.push((fields.text(0)?.to_owned(), fields.number(1)?));
                    Ok(())
                };
                rows.take(message, each).expect("read");
            }
            assert_eq!(found, [("学时".to_owned(), 42), (String::new(), -1)], "{size} bytes at once");
        }
    }
}
