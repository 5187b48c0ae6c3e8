//! Lists that offices keep in spreadsheets, cleaned into typed rows, with every row that could not be taken over and
//! why. Must not hold file reading, clocks or the database: whether a good row is new is decided by the action.

pub mod clean;
mod columns;
pub mod industry_hours;
mod private_use;
pub mod public_exam;
pub mod questions;
pub mod roster;
pub mod units;

use serde::{Deserialize, Serialize};

use crate::table::Table;

/// The kinds of lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListKind {
    /// Second-level units.
    Units,
    /// Staff.
    Roster,
    /// Results of public courses.
    PublicExam,
    /// Hours that a connected industry system registered.
    IndustryHours,
}

impl ListKind {
    /// All kinds, in the order in which a new installation needs them.
    pub const ALL: [Self; 4] = [Self::Units, Self::Roster, Self::PublicExam, Self::IndustryHours];

    /// The name that forms and commands use.
    pub fn code(self) -> &'static str {
        match self {
            Self::Units => "units",
            Self::Roster => "roster",
            Self::PublicExam => "public-exam",
            Self::IndustryHours => "industry-hours",
        }
    }

    /// What people read.
    pub fn label(self) -> &'static str {
        match self {
            Self::Units => "单位",
            Self::Roster => "名册",
            Self::PublicExam => "公需科目成绩",
            Self::IndustryHours => "行业系统学时",
        }
    }

    /// Names of the columns that have to be there, and of those that may be.
    pub fn columns(self) -> (Vec<&'static str>, Vec<&'static str>) {
        let (required, optional): (Vec<_>, Vec<_>) =
            self.specs().iter().partition(|column| column.need == columns::Need::Required);
        let names = |columns: Vec<&columns::Column>| columns.into_iter().map(|column| column.name).collect();
        (names(required), names(optional))
    }

    /// Whether a table has the columns that this list cannot do without.
    pub fn fits(self, table: &Table) -> bool {
        columns::fits(table, self.specs())
    }

    /// Names of the columns that this list cannot do without and the table has not; none where it fits.
    pub fn missing(self, table: &Table) -> Vec<&'static str> {
        columns::missing(table, self.specs())
    }

    /// The list that this table is, when it is not this one.
    pub fn taken_for(self, table: &Table) -> Option<Self> {
        if self.fits(table) { None } else { Self::ALL.into_iter().find(|kind| kind.fits(table)) }
    }

    /// The list with this name.
    pub fn by_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    fn specs(self) -> &'static [columns::Column] {
        match self {
            Self::Units => &units::COLUMNS,
            Self::Roster => &roster::COLUMNS,
            Self::PublicExam => &public_exam::COLUMNS,
            Self::IndustryHours => &industry_hours::COLUMNS,
        }
    }
}

/// A sheet after cleaning: a row of the file is in `good`, or has at least one entry in `problems`, or carried no
/// data (titles, blank rows, signature lines).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet<T> {
    /// The rows that can be taken over, in the order of the file.
    pub good: Vec<T>,
    /// What is wrong with the others, in the order of the file.
    pub problems: Vec<Problem>,
    /// Names of the columns that the list does without: it says nothing about what would stand in them.
    pub absent: Vec<&'static str>,
}

/// What a list says about something that it may leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said<T> {
    /// There is no such column, so what is known stays.
    Nothing,
    /// This; a blank cell is a value too, none or no.
    This(T),
}

impl<T> Said<T> {
    /// What is said, or else what is known.
    pub fn or(self, known: T) -> T {
        match self {
            Self::This(value) => value,
            Self::Nothing => known,
        }
    }
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

#[cfg(test)]
mod tests {
    use super::ListKind;
    use crate::table::Table;

    #[test]
    fn a_list_is_told_by_its_columns() {
        for kind in ListKind::ALL {
            let (required, _) = kind.columns();
            let table = Table::from_texts("表", [required.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>()]);
            let fitting: Vec<_> = ListKind::ALL.into_iter().filter(|other| other.fits(&table)).collect();
            assert_eq!(fitting, [kind]);
        }
        assert_eq!(ListKind::Units.columns(), (vec!["部门代码", "部门名称"], vec!["类别"]));
    }
}
