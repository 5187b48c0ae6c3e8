//! Rows of SQLite, read out of it so that they outlast their statement. Must not know what a column means.

use std::{ops::Range, sync::Arc};

use rusqlite::{Row, types::ValueRef};

/// A row, read out of the database.
pub(crate) struct SqliteRow {
    names: Arc<[String]>,
    cells: Vec<Cell>,
    /// All texts of the row, one after the other: a row then takes two pieces of memory and not one for each text.
    texts: String,
}

enum Cell {
    Null,
    Number(i64),
    /// Where it stands in the row's texts.
    Text(Range<usize>),
    /// A type that no column of ours has.
    Other,
}

impl SqliteRow {
    /// Reads a row whose columns have these names.
    pub(super) fn read(row: &Row<'_>, names: &Arc<[String]>) -> rusqlite::Result<Self> {
        let (mut cells, mut texts) = (Vec::with_capacity(names.len()), String::new());
        for place in 0..names.len() {
            cells.push(match row.get_ref(place)? {
                ValueRef::Null => Cell::Null,
                ValueRef::Integer(number) => Cell::Number(number),
                ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                    Ok(text) => {
                        let begin = texts.len();
                        texts.push_str(text);
                        Cell::Text(begin..texts.len())
                    }
                    Err(_) => Cell::Other,
                },
                ValueRef::Real(_) | ValueRef::Blob(_) => Cell::Other,
            });
        }
        Ok(Self { names: Arc::clone(names), cells, texts })
    }

    /// A text, or nothing; `None` outside when there is no such column or it holds something else.
    pub(crate) fn text(&self, column: &str) -> Option<Option<String>> {
        match self.cell(column)? {
            Cell::Null => Some(None),
            Cell::Text(place) => Some(self.texts.get(place.clone()).map(str::to_owned)),
            Cell::Number(_) | Cell::Other => None,
        }
    }

    /// A number, or nothing; `None` outside when there is no such column or it holds something else.
    pub(crate) fn number(&self, column: &str) -> Option<Option<i64>> {
        match self.cell(column)? {
            Cell::Null => Some(None),
            Cell::Number(number) => Some(Some(*number)),
            Cell::Text(_) | Cell::Other => None,
        }
    }

    fn cell(&self, column: &str) -> Option<&Cell> {
        let place = self.names.iter().position(|name| name == column)?;
        self.cells.get(place)
    }
}
