//! Writing a table for an office: as a workbook with a page of remarks, or as text that spreadsheet programs open.
//! Must not know what the columns mean.

use domain::clock::Instant;
use policy::Hours;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use crate::DocumentError;

/// The paper of Chinese offices, as spreadsheet programs number it.
const PAPER_A4: u8 = 9;

/// A table to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetContent {
    /// Name of the sheet, at most 31 characters.
    pub name: String,
    /// Title of the file.
    pub title: String,
    /// Names and values that say what the table is; on a sheet of their own, for the table's first row is its head.
    pub remarks: Vec<(String, String)>,
    /// The columns, from the left.
    pub columns: Vec<Column>,
    /// The rows; each has a field a column.
    pub rows: Vec<Vec<Field>>,
    /// When it was made.
    pub made_at: Instant,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What stands in its head.
    pub name: String,
    /// How wide it is, in digits.
    pub width: u16,
}

/// What stands in one place of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// Text; never anything else, whatever it looks like.
    Text(String),
    /// Hours, as a number that can be summed.
    Hours(Hours),
}

/// The table as a workbook (xlsx). Text stays text: what begins like a formula is written as a string.
///
/// # Errors
/// `Spreadsheet` when the table is beyond what a workbook holds.
pub fn write_xlsx(content: &SheetContent) -> Result<Vec<u8>, DocumentError> {
    workbook(content).map_err(|error| DocumentError::Spreadsheet(error.to_string()))
}

fn workbook(content: &SheetContent) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // The library would read the clock of the machine.
    let made_at = ExcelDateTime::from_timestamp(content.made_at.as_second())?;
    workbook.set_properties(&DocProperties::new().set_title(&content.title).set_creation_datetime(&made_at));
    table(workbook.add_worksheet(), content)?;
    remarks(workbook.add_worksheet(), content)?;
    workbook.save_to_buffer()
}

fn table(sheet: &mut Worksheet, content: &SheetContent) -> Result<(), XlsxError> {
    let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let hours = Format::new().set_align(FormatAlign::Top);
    sheet.set_name(&content.name)?;
    for (place, column) in (0..).zip(&content.columns) {
        sheet.set_column_width(place, column.width)?;
        sheet.write_string_with_format(0, place, &column.name, &head)?;
    }
    for (number, row) in (1..).zip(&content.rows) {
        for (place, field) in (0..).zip(row) {
            match field {
                Field::Text(value) if value.is_empty() => continue,
                Field::Text(value) => sheet.write_string_with_format(number, place, value, &text)?,
                Field::Hours(value) => sheet.write_number_with_format(number, place, number_of(*value), &hours)?,
            };
        }
    }
    let last_row = u32::try_from(content.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(content.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn remarks(sheet: &mut Worksheet, content: &SheetContent) -> Result<(), XlsxError> {
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name("说明")?;
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 80)?;
    sheet.write_string_with_format(0, 0, &content.title, &Format::new().set_bold())?;
    for (number, (name, value)) in (1..).zip(&content.remarks) {
        sheet.write_string_with_format(number, 0, name, &wrapped)?;
        sheet.write_string_with_format(number, 1, value, &wrapped)?;
    }
    Ok(())
}

/// Spreadsheets know no other numbers than these; two decimals survive in them.
fn number_of(hours: Hours) -> f64 {
    hours.hundredths() as f64 / 100.0
}

/// The table as comma-separated text (RFC 4180). UTF-8 with a mark: Excel in China takes text without one for GBK, which
/// lacks the rarer characters of names. Text that a spreadsheet program would run as a formula gets a `'` before it.
#[must_use]
pub fn write_csv(content: &SheetContent) -> Vec<u8> {
    let mut text = String::from('\u{feff}');
    line(&mut text, content.columns.iter().map(|column| column.name.clone()));
    for row in &content.rows {
        line(&mut text, row.iter().map(plain));
    }
    text.into_bytes()
}

fn line(text: &mut String, fields: impl Iterator<Item = String>) {
    for (place, field) in fields.enumerate() {
        if place > 0 {
            text.push(',');
        }
        if field.contains([',', '"', '\r', '\n']) {
            text.push_str(&format!("\"{}\"", field.replace('"', "\"\"")));
        } else {
            text.push_str(&field);
        }
    }
    text.push_str("\r\n");
}

fn plain(field: &Field) -> String {
    match field {
        Field::Text(text) => harmless(text),
        Field::Hours(hours) => hours.to_string(),
    }
}

/// What a formula begins with, in both widths; tabulators and line ends, because programs skip them.
fn harmless(text: &str) -> String {
    let is_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if is_formula || text.starts_with(['\t', '\r', '\n']) { format!("'{text}") } else { text.to_owned() }
}
