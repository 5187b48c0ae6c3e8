//! Lists that offices keep in spreadsheets, cleaned into typed rows, with every row that could not be taken over and
//! why. Must not hold file reading, clocks or the database: whether a good row is new is decided by the action.

pub mod clean;
mod columns;
mod private_use;
pub mod public_exam;
pub mod questions;
pub mod roster;
pub mod units;

use serde::{Deserialize, Serialize};

/// A sheet after cleaning: a row of the file is in `good`, or has at least one entry in `problems`, or carried no
/// data (titles, blank rows, signature lines).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<T> {
    /// The rows that can be taken over, in the order of the file.
    pub good: Vec<T>,
    /// What is wrong with the others, in the order of the file.
    pub problems: Vec<Problem>,
}

/// One thing wrong with one cell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The row number that the spreadsheet program shows; 0 when the whole file is meant.
    pub row: u32,
    /// Letters and name of the column, such as `E 身份证号`; only the name when the column is missing.
    pub column: String,
    /// What stands in the cell, with identity numbers masked.
    pub value: String,
    /// What is wrong, in Chinese, short enough for a table.
    pub problem: String,
}

impl Problem {
    /// The cell as a spreadsheet program names it, such as `E43`; the bare column name when there is no such cell.
    pub fn cell(&self) -> String {
        match self.column.split_once(' ') {
            Some((letters, _)) if self.row > 0 => format!("{letters}{}", self.row),
            _ => self.column.clone(),
        }
    }
}
