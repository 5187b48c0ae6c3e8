//! Finding the header row of an untidy sheet and reading the rows below it by column name. Must not know what any
//! column means beyond its names.

use super::{Problem, Said, Sheet, clean};
use crate::id_number;
use crate::table::{Cell, Table, TableRow, column_letters};

/// Header rows are looked for among this many rows from the top.
const HEADER_ROWS_SEARCHED_MAX: usize = 50;

/// A column that a list may have.
pub(super) struct Column {
    /// The name used in problems.
    pub(super) name: &'static str,
    /// Further names it is known by, without white space.
    pub(super) also: &'static [&'static str],
    /// Whether the list is useless without it.
    pub(super) need: Need,
    /// Whether its values are identity numbers and must be masked.
    pub(super) content: Content,
}

/// Whether a column must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// Whether values of a column may be shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Open,
    Secret,
}

impl Column {
    pub(super) const fn required(name: &'static str, also: &'static [&'static str]) -> Column {
        Column { name, also, need: Need::Required, content: Content::Open }
    }

    pub(super) const fn optional(name: &'static str, also: &'static [&'static str]) -> Column {
        Column { name, also, need: Need::Optional, content: Content::Open }
    }

    pub(super) const fn secret(self) -> Column {
        Column { content: Content::Secret, ..self }
    }
}

/// One data row with the means to report on it.
pub(super) struct Row<'t> {
    row: &'t TableRow,
    places: &'t [Option<usize>],
    columns: &'static [Column],
    problems: Vec<Problem>,
}

impl<'t> Row<'t> {
    /// The row number that the spreadsheet program shows.
    pub(super) fn number(&self) -> u32 {
        self.row.number
    }

    /// The cell of a column, by its index in the list of columns; empty when there is no such column, which is not the
    /// same as a blank cell: see [`Row::read_said`].
    pub(super) fn cell(&self, column: usize) -> &'t Cell {
        self.places[column].map_or(&Cell::Empty, |place| self.row.cell(place))
    }

    /// The cleaned text of a cell, without any white space.
    pub(super) fn text(&self, column: usize) -> String {
        clean::solid(&self.cell(column).text())
    }

    /// The cleaned text of a cell, or nothing when it is blank; unsaid when the list has no such column.
    pub(super) fn said_text(&self, column: usize) -> Said<Option<String>> {
        self.said(column, Some(self.text(column)).filter(|text| !text.is_empty()))
    }

    /// Reads a cell of a column that may be missing: then nothing is said, whatever a blank cell would mean.
    pub(super) fn read_said<T>(
        &mut self,
        column: usize,
        read: impl FnOnce(&Cell) -> Result<T, String>,
    ) -> Option<Said<T>> {
        let value = self.read(column, read)?;
        Some(self.said(column, value))
    }

    fn said<T>(&self, column: usize, value: T) -> Said<T> {
        match self.places[column] {
            Some(_) => Said::This(value),
            None => Said::Nothing,
        }
    }

    /// Reads a cell by a function that says what is wrong; a fault is kept and the value is absent.
    pub(super) fn read<T>(&mut self, column: usize, read: impl FnOnce(&Cell) -> Result<T, String>) -> Option<T> {
        let cell = self.cell(column);
        if matches!(cell, Cell::Formula(_)) {
            return None; // already reported for the row as a whole
        }
        read(cell).map_err(|problem| self.report(column, problem)).ok()
    }

    /// How a problem names a column: with its letters where the list has it.
    fn name_of(&self, column: usize) -> String {
        let name = self.columns[column].name;
        self.places[column].map_or_else(|| name.to_owned(), |place| format!("{} {name}", column_letters(place)))
    }

    /// Keeps a problem with a cell.
    pub(super) fn report(&mut self, column: usize, problem: impl Into<String>) {
        let spec = &self.columns[column];
        let shown = clean::squeezed(&self.cell(column).text()).replace(char::is_control, "\u{fffd}");
        self.problems.push(Problem {
            row: self.row.number,
            column: self.name_of(column),
            value: if spec.content == Content::Secret {
                id_number::mask(&shown)
            } else {
                id_number::mask_within(&shown)
            },
            problem: problem.into(),
        });
    }

    /// Reports what nobody sees in a cell and not every database can keep, where nothing else is wrong with it.
    fn report_unseen(&mut self) {
        for column in 0..self.columns.len() {
            let is_unseen = |character: char| character.is_control() && !character.is_whitespace();
            let is_told = self.problems.iter().any(|problem| problem.column == self.name_of(column));
            if !is_told && self.cell(column).text().contains(is_unseen) {
                self.report(column, "有看不见的控制字符，请删去后重新输入");
            }
        }
    }

    fn report_formulas(&mut self) {
        for column in 0..self.columns.len() {
            if matches!(self.cell(column), Cell::Formula(_)) {
                self.report(column, "单元格是公式");
            }
        }
    }
}

/// Reads every data row below the header. `take` returns the row, or nothing after it has reported why.
pub(super) fn read_rows<T>(
    table: &Table,
    columns: &'static [Column],
    mut take: impl FnMut(&mut Row<'_>) -> Option<T>,
) -> Sheet<T> {
    let mut sheet = Sheet { good: Vec::new(), problems: Vec::new(), absent: Vec::new() };
    let header = match find_header(table, columns) {
        Ok(header) => header,
        Err(problems) => return Sheet { problems, ..sheet },
    };
    let absent = columns.iter().zip(&header.places).filter(|(_, place)| place.is_none());
    sheet.absent = absent.map(|(column, _)| column.name).collect();
    for row in table.rows.iter().skip(header.index + 1) {
        if !holds_data(row, &header.places, columns) {
            continue;
        }
        let mut row = Row { row, places: &header.places, columns, problems: Vec::new() };
        row.report_formulas();
        let taken = take(&mut row);
        row.report_unseen();
        if row.problems.is_empty() {
            sheet.good.extend(taken);
        } else {
            sheet.problems.append(&mut row.problems);
        }
    }
    if sheet.good.is_empty() && sheet.problems.is_empty() {
        let row = table.rows.get(header.index).map_or(0, |row| row.number);
        sheet.problems.push(Problem {
            row,
            column: String::new(),
            value: String::new(),
            problem: "表头下面没有数据行".to_owned(),
        });
    }
    sheet
}

/// Whether a table has the columns that a list cannot do without.
pub(super) fn fits(table: &Table, columns: &'static [Column]) -> bool {
    find_header(table, columns).is_ok()
}

/// Names of the columns that a list cannot do without and that no row of the table names together.
pub(super) fn missing(table: &Table, columns: &'static [Column]) -> Vec<&'static str> {
    let Err(missing) = find_header(table, columns) else { return Vec::new() };
    let is_missing = |column: &&Column| missing.iter().any(|problem| problem.column == column.name);
    columns.iter().filter(is_missing).map(|column| column.name).collect()
}

struct Header {
    index: usize,
    places: Vec<Option<usize>>,
}

/// The first row that names every required column; otherwise what is missing from the row that comes closest.
fn find_header(table: &Table, columns: &'static [Column]) -> Result<Header, Vec<Problem>> {
    let mut closest: Option<(usize, Vec<Option<usize>>)> = None;
    for (index, row) in table.rows.iter().take(HEADER_ROWS_SEARCHED_MAX).enumerate() {
        let places: Vec<_> = columns.iter().map(|column| place_of(row, column)).collect();
        let found = places.iter().flatten().count();
        let complete = columns.iter().zip(&places).all(|(c, place)| c.need == Need::Optional || place.is_some());
        if complete && found > 0 {
            return Ok(Header { index, places });
        }
        if found > closest.as_ref().map_or(0, |(_, places)| places.iter().flatten().count()) {
            closest = Some((index, places));
        }
    }
    Err(missing_columns(table, columns, closest))
}

fn missing_columns(
    table: &Table,
    columns: &'static [Column],
    closest: Option<(usize, Vec<Option<usize>>)>,
) -> Vec<Problem> {
    let (row, places) = match closest {
        Some((index, places)) => (table.rows[index].number, places),
        None => (table.rows.first().map_or(1, |row| row.number), vec![None; columns.len()]),
    };
    let missing = columns.iter().zip(places).filter(|(c, place)| c.need == Need::Required && place.is_none());
    let problem = |(column, _): (&Column, _)| Problem {
        row,
        column: column.name.to_owned(),
        value: String::new(),
        problem: "表头中找不到这一列".to_owned(),
    };
    missing.map(problem).collect()
}

fn place_of(row: &TableRow, column: &Column) -> Option<usize> {
    row.cells.iter().position(|cell| match cell {
        Cell::Text(text) => is_named(&header_name(text), column),
        _ => false,
    })
}

fn is_named(header: &str, column: &Column) -> bool {
    header == column.name || column.also.contains(&header)
}

/// A header without white space, line breaks, asterisks and remarks in brackets.
fn header_name(text: &str) -> String {
    let solid = clean::solid(text).replace(['*', '＊', ':', '：'], "");
    match solid.find(['（', '(']) {
        Some(bracket) if bracket > 0 => solid[..bracket].to_owned(),
        _ => solid,
    }
}

/// False for blank rows, repeated headers and signature lines: nothing in any known column, or only one cell, which
/// reads like `审核人：`.
fn holds_data(row: &TableRow, places: &[Option<usize>], columns: &[Column]) -> bool {
    let known: Vec<(&Column, &Cell)> = columns
        .iter()
        .zip(places)
        .filter_map(|(column, place)| place.map(|place| (column, row.cell(place))))
        .filter(|(_, cell)| !cell.is_blank())
        .collect();
    let repeats_header = known.iter().filter(|(column, cell)| is_named(&header_name(&cell.text()), column)).count();
    match known.as_slice() {
        [] => false,
        [(_, only)] => !only.text().contains(['：', ':']),
        _ => repeats_header < known.len(),
    }
}
