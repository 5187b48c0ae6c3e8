//! A spreadsheet as rows of typed cells, after the file format is gone and before anybody knows what the columns
//! mean. Must not hold file reading (that is the documents crate) nor knowledge of any particular list.

use jiff::civil;

/// One cell as the spreadsheet stored it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// Nothing was entered.
    Empty,
    /// Text exactly as stored, padding included.
    Text(String),
    /// A number in plain decimal digits, never in exponent form. The flag is true when the stored number has more
    /// than fifteen digits, so that its last digits are no longer the ones that somebody typed.
    Number(String, bool),
    /// A calendar day.
    Date(civil::Date),
    /// A calendar day with a time of day, without a time zone.
    DateTime(civil::DateTime),
    /// TRUE or FALSE.
    Bool(bool),
    /// A formula, kept as its text without the leading equals sign; its cached result is not trusted.
    Formula(String),
}

impl Cell {
    /// The text that a reader of the sheet sees, padding included; empty for an empty cell.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(digits, _) => digits.clone(),
            Cell::Date(date) => date.to_string(),
            Cell::DateTime(moment) => moment.strftime("%Y-%m-%d %H:%M").to_string(),
            Cell::Bool(value) => if *value { "是" } else { "否" }.to_owned(),
            Cell::Formula(formula) => format!("={formula}"),
        }
    }

    /// True when the cell holds nothing but white space (the ideographic space included).
    pub fn is_blank(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Text(text) => text.chars().all(char::is_whitespace),
            _ => false,
        }
    }
}

/// One row of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The row number that the spreadsheet program shows, counted from 1.
    pub number: u32,
    /// The cells from column A on; a row may be shorter than its neighbours.
    pub cells: Vec<Cell>,
}

impl TableRow {
    /// The cell in the column counted from 0; empty when the row is shorter.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// True when no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(Cell::is_blank)
    }
}

/// One sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Name of the sheet, or of the file where the format has no sheets.
    pub sheet: String,
    /// The rows in order. Hidden rows and columns are among them, for hidden is not the same as empty.
    pub rows: Vec<TableRow>,
}

impl Table {
    /// A table from texts, row numbers from 1 on; empty texts become empty cells.
    pub fn from_texts<Row, Text>(sheet: &str, rows: impl IntoIterator<Item = Row>) -> Table
    where
        Row: IntoIterator<Item = Text>,
        Text: Into<String>,
    {
        let rows = (1..).zip(rows).map(|(number, row)| TableRow {
            number,
            cells: row.into_iter().map(|text| text_cell(text.into())).collect(),
        });
        Table { sheet: sheet.to_owned(), rows: rows.collect() }
    }
}

/// The letters of a column counted from 0, as spreadsheet programs show them: A, B … Z, AA.
pub fn column_letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn text_cell(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Table, column_letters};

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let letters: Vec<_> = [0, 4, 25, 26, 51, 52, 701, 702].into_iter().map(column_letters).collect();
        assert_eq!(letters, ["A", "E", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn a_cell_of_ideographic_spaces_is_blank() {
        assert!(Cell::Text("\u{3000} \t".to_owned()).is_blank());
        assert!(!Cell::Number("0".to_owned(), false).is_blank());
    }

    #[test]
    fn a_short_row_ends_in_empty_cells() {
        let table = Table::from_texts("名册", [vec!["工号", ""], vec!["1"]]);
        assert_eq!(table.rows[0].cell(1), &Cell::Empty);
        assert_eq!(table.rows[1].cell(7), &Cell::Empty);
        assert_eq!(table.rows[1].number, 2);
    }
}
