//! Spreadsheets: reading those that offices send, and writing those that they take with them. What kind of file it is,
//! and its first sheet with anything in it as a table. Must not know what the columns mean.

mod delimited;
mod workbook;
mod writing;

use domain::table::Table;

pub use writing::{Column, Field, SheetContent, write_csv, write_xlsx};

/// The largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = 20 * 1024 * 1024;
/// The most rows that are read.
pub const ROWS_MAX: u32 = 200_000;
/// The most columns that are read.
pub const COLUMNS_MAX: u32 = 256;

/// Why a file could not be read as a table. Nothing has been imported when this is returned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpreadsheetError {
    /// The file has no bytes, or no cell with anything in it.
    #[error("文件是空的，没有任何数据。没有导入任何内容。请检查是否选错了文件。")]
    Empty,
    /// The file or its sheet is beyond what is read.
    #[error("文件过大：最多{}MB、{ROWS_MAX}行、{COLUMNS_MAX}列。没有导入任何内容。请拆分后分别导入。", FILE_BYTES_MAX / 1024 / 1024)]
    TooLarge,
    /// Neither a workbook nor text.
    #[error("无法识别这种文件。没有导入任何内容。请另存为 xlsx 或 csv 后再导入。")]
    UnknownFormat,
    /// A workbook that asks for a password.
    #[error("文件设有打开密码。没有导入任何内容。请取消密码后另存，再导入。")]
    Encrypted,
    /// A workbook or text that ends early or contradicts itself; holds the detail, in Chinese like the rest.
    #[error("文件不完整或已损坏（{0}）。没有导入任何内容。请重新导出或重新上传。")]
    Broken(String),
    /// Text in neither UTF-8 nor GB18030.
    #[error("文件的文字编码无法识别，应为 UTF-8 或 GB18030。没有导入任何内容。请另存为 xlsx 后再导入。")]
    Encoding,
}

/// Reads a workbook (xlsx, xls) or delimited text (csv; UTF-8 with or without mark, UTF-16, GB18030), told apart by
/// content. `name` is the file's name, which stands for the sheet's where the format has none. Numbers of more than
/// fifteen digits are flagged as lossy; formulas are kept as formulas.
pub fn read(name: &str, bytes: &[u8]) -> Result<Table, SpreadsheetError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(SpreadsheetError::TooLarge);
    }
    let table = match bytes {
        [] => return Err(SpreadsheetError::Empty),
        [b'P', b'K', ..] => guarded(|| workbook::read_xlsx(bytes))?,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => guarded(|| workbook::read_xls(bytes))?,
        _ => delimited::read(name, bytes)?,
    };
    if table.rows.iter().all(|row| row.is_blank()) {
        return Err(SpreadsheetError::Empty);
    }
    Ok(table)
}

/// The workbook library panics on some damaged files; that too is only a broken file.
fn guarded(read: impl FnOnce() -> Result<Table, SpreadsheetError>) -> Result<Table, SpreadsheetError> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(SpreadsheetError::Broken("内部结构自相矛盾".to_owned())))
}
