//! Workbooks (xlsx, xls) cell by cell. Must not allocate by the size that a sheet claims, only by the cells it has.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};
use domain::table::{Cell, Table, TableRow};
use jiff::ToSpan;
use jiff::civil::{DateTime, Time};

use super::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, SpreadsheetError, TEXT_BYTES_MAX};

/// Numbers from here on have more digits than the fifteen that a spreadsheet program keeps.
const LOSSY_FROM: u64 = 1_000_000_000_000_000;

/// Cells by row and column, both counted from 0, with how many there are and how much text is in them.
#[derive(Default)]
struct Cells {
    rows: BTreeMap<u32, BTreeMap<u32, Cell>>,
    count: usize,
    text_bytes: usize,
}

/// Reads the first visible worksheet of an xlsx file that has any cell.
pub(super) fn read_xlsx(bytes: &[u8]) -> Result<Table, SpreadsheetError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(from_xlsx)?;
    for name in visible_sheets(workbook.sheets_metadata()) {
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(from_xlsx)?;
        let mut cells = Cells::default();
        while let Some(found) = reader.next_cell_with_formula().map_err(from_xlsx)? {
            let value = match found.formula {
                Some(formula) => Cell::Formula(formula),
                None => cell(found.value.into()),
            };
            cells.keep(found.pos, value)?;
        }
        if !cells.rows.is_empty() {
            return Ok(table(name, cells));
        }
    }
    Err(SpreadsheetError::Empty)
}

/// Reads the first visible worksheet of an xls file that has any cell.
pub(super) fn read_xls(bytes: &[u8]) -> Result<Table, SpreadsheetError> {
    let mut workbook = Xls::new(Cursor::new(bytes)).map_err(from_xls)?;
    for name in visible_sheets(workbook.sheets_metadata()) {
        let values = workbook.worksheet_range(&name).map_err(from_xls)?;
        let formulas = workbook.worksheet_formula(&name).map_err(from_xls)?;
        let mut cells = Cells::default();
        let (row_first, column_first) = values.start().unwrap_or_default();
        for (row, column, value) in values.used_cells() {
            cells.keep((row_first + row as u32, column_first + column as u32), cell(value.clone()))?;
        }
        let (row_first, column_first) = formulas.start().unwrap_or_default();
        for (row, column, formula) in formulas.used_cells() {
            let place = (row_first + row as u32, column_first + column as u32);
            cells.keep(place, Cell::Formula(formula.clone()))?;
        }
        if !cells.rows.is_empty() {
            return Ok(table(name, cells));
        }
    }
    Err(SpreadsheetError::Empty)
}

fn visible_sheets(sheets: &[Sheet]) -> Vec<String> {
    let is_readable = |sheet: &&Sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible;
    sheets.iter().filter(is_readable).map(|sheet| sheet.name.clone()).collect()
}

impl Cells {
    fn keep(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), SpreadsheetError> {
        if cell == Cell::Empty {
            return Ok(());
        }
        self.count += 1;
        self.text_bytes += match &cell {
            Cell::Text(text) | Cell::Number(text, _) | Cell::Formula(text) => text.len(),
            _ => 0,
        };
        if row >= ROWS_MAX || column >= COLUMNS_MAX || self.count > CELLS_MAX {
            return Err(SpreadsheetError::TooLarge);
        }
        if self.text_bytes > TEXT_BYTES_MAX {
            return Err(SpreadsheetError::Inflated);
        }
        self.rows.entry(row).or_default().insert(column, cell);
        Ok(())
    }
}

fn table(sheet: String, cells: Cells) -> Table {
    let row = |(row, mut cells): (u32, BTreeMap<u32, Cell>)| {
        let width = cells.last_key_value().map_or(0, |(last, _)| last + 1);
        let cells = (0..width).map(|column| cells.remove(&column).unwrap_or(Cell::Empty)).collect();
        TableRow { number: row + 1, cells }
    };
    Table { sheet, rows: cells.rows.into_iter().map(row).collect() }
}

fn cell(value: Data) -> Cell {
    match value {
        Data::Empty => Cell::Empty,
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::Text(text),
        Data::Int(number) => Cell::Number(number.to_string(), number.unsigned_abs() >= LOSSY_FROM),
        // Display writes all digits and no exponent, and the shortest text that reads back the same.
        Data::Float(number) => Cell::Number(number.to_string(), number.abs() >= LOSSY_FROM as f64),
        Data::Bool(value) => Cell::Bool(value),
        Data::DateTime(moment) => date_time(&moment),
        Data::Error(error) => Cell::Text(error.to_string()),
    }
}

/// Times are rounded to seconds; midnight means that only a day was meant.
fn date_time(moment: &ExcelDateTime) -> Cell {
    let (year, month, day, hour, minute, second, millisecond) = moment.to_ymd_hms_milli();
    let read = DateTime::new(year as i16, month as i8, day as i8, hour as i8, minute as i8, second as i8, 0);
    let rounded = read.and_then(|read| read.checked_add(i64::from(millisecond >= 500).seconds()));
    match rounded {
        Ok(moment) if moment.time() == Time::midnight() => Cell::Date(moment.date()),
        Ok(moment) => Cell::DateTime(moment),
        Err(_) => Cell::Text(format!("{year:04}-{month:02}-{day:02}")),
    }
}

fn from_xlsx(error: XlsxError) -> SpreadsheetError {
    match error {
        XlsxError::Password => SpreadsheetError::Encrypted,
        XlsxError::FileNotFound(_) => SpreadsheetError::UnknownFormat,
        XlsxError::Zip(_) | XlsxError::Io(_) => broken("压缩包没有结尾，可能没有传完"),
        XlsxError::Xml(_) | XlsxError::XmlAttr(_) | XlsxError::XmlEof(_) | XlsxError::UnexpectedNode(_) => {
            broken("工作表的内部文字读不通")
        }
        _ => broken("工作表的内部结构不符合格式"),
    }
}

/// The library says why in English, which helps nobody who sees it.
fn broken(why: &str) -> SpreadsheetError {
    SpreadsheetError::Broken(why.to_owned())
}

fn from_xls(error: XlsError) -> SpreadsheetError {
    match error {
        XlsError::Password => SpreadsheetError::Encrypted,
        XlsError::Cfb(_) | XlsError::Io(_) => broken("文件没有结尾，可能没有传完"),
        _ => broken("工作表的内部结构不符合格式"),
    }
}
