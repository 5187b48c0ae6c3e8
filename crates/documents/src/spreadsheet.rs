//! Spreadsheets: reading those that offices send, and writing those that they take with them. What kind of file it is,
//! and its first sheet with anything in it as a table. Must not know what the columns mean.

mod delimited;
mod unpacked;
mod workbook;
mod writing;

use domain::{size, table::Table};

pub use writing::{Column, Field, SheetContent, write_csv, write_xlsx};

/// The largest file that is read, in bytes.
pub const FILE_BYTES_MAX: usize = size::FILE_BYTES_MAX;
/// The most rows that are read.
pub const ROWS_MAX: u32 = 200_000;
/// The most columns that are read.
pub const COLUMNS_MAX: u32 = 256;

/// The most cells that are read: a full list of [`ROWS_MAX`] people with a dozen columns and more.
pub const CELLS_MAX: usize = 3_000_000;
/// The most text that is read from all cells together, in bytes. A workbook keeps a text once and names it often.
const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Why a file could not be read as a table; its text says what is wrong. Nothing has been imported when this is returned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpreadsheetError {
    /// The file has no bytes, or no cell with anything in it.
    #[error("文件是空的，没有任何数据。")]
    Empty,
    /// The file or its sheet is beyond what is read.
    #[error("文件过大：最多{}MB、{ROWS_MAX}行、{COLUMNS_MAX}列。", size::FILE_MEGABYTES_MAX)]
    TooLarge,
    /// A workbook that holds far more, unpacked, than any list: whoever opened it would run out of memory.
    #[error("文件过大：解压后的内容远远超过一张表格应有的大小。")]
    Inflated,
    /// Neither a workbook nor text.
    #[error("无法识别这种文件。")]
    UnknownFormat,
    /// A workbook that asks for a password.
    #[error("文件设有打开密码。")]
    Encrypted,
    /// A workbook or text that ends early or contradicts itself; holds the detail, in Chinese like the rest.
    #[error("文件不完整或已损坏（{0}）。")]
    Broken(String),
    /// Text in neither UTF-8 nor GB18030.
    #[error("文件的文字编码无法识别，应为 UTF-8 或 GB18030。")]
    Encoding,
}

impl SpreadsheetError {
    /// What to do next, in words for a page and for a terminal.
    pub fn next(&self) -> &'static str {
        match self {
            Self::Empty => "请检查是否选错了文件。",
            Self::TooLarge => "请删去用不到的行和列，或拆成几个文件分别导入。",
            Self::Inflated => "请用电子表格软件新建一张表，只把要导入的内容复制过去，再导入新的文件。",
            Self::UnknownFormat => "请用电子表格软件打开，另存为 xlsx 或 csv，再导入一次。",
            Self::Encrypted => "请用电子表格软件取消密码，保存后再导入一次。",
            Self::Broken(_) => "请重新导出，或重新取得一份完整的文件，再导入一次。",
            Self::Encoding => "请用电子表格软件打开，另存为 xlsx，再导入一次。",
        }
    }
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
        [b'P', b'K', ..] => {
            unpacked::check(bytes)?;
            guarded(|| workbook::read_xlsx(bytes))?
        }
        // A document or a picture that was picked by mistake; parts of them could pass for text.
        [b'%', b'P', b'D', b'F', ..] | [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] => {
            return Err(SpreadsheetError::UnknownFormat);
        }
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
