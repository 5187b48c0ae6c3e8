//! The list of second-level units: code, name, kind. Must not decide which of them are new.

use std::collections::BTreeMap;

use super::columns::{Column, Row, read_rows};
use super::{Said, Sheet, clean};
use crate::table::Table;

/// One second-level unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitRow {
    /// The row number that the spreadsheet program shows.
    pub row: u32,
    /// 部门代码, such as `01`.
    pub code: String,
    /// 部门名称, by which other lists refer to the unit.
    pub name: String,
    /// 类别, such as 学院 or 职能部门; empty when its cell is blank.
    pub kind: Said<String>,
}

const CODE: usize = 0;
const NAME: usize = 1;
const KIND: usize = 2;

pub(super) static COLUMNS: [Column; 3] = [
    Column::required("部门代码", &["单位代码", "代码", "部门编号"]),
    Column::required("部门名称", &["单位名称", "名称", "所属部门"]),
    Column::optional("类别", &["部门类别", "单位类别", "类型"]),
];

/// Reads the list. A code or a name that stands twice is a problem of its second row.
pub fn read(table: &Table) -> Sheet<UnitRow> {
    let mut codes = BTreeMap::new();
    let mut names = BTreeMap::new();
    read_rows(table, &COLUMNS, |row| {
        let code = row.read(CODE, |cell| clean::present(cell, "部门代码"));
        let name = row.read(NAME, |cell| clean::present(cell, "部门名称"));
        refuse_repetition(row, CODE, code.as_deref(), &mut codes);
        let kind = row.read_said(KIND, |cell| Ok(clean::solid(&cell.text())));
        refuse_repetition(row, NAME, name.as_deref(), &mut names);
        Some(UnitRow { row: row.number(), code: code?, name: name?, kind: kind? })
    })
}

fn refuse_repetition(row: &mut Row<'_>, column: usize, value: Option<&str>, seen: &mut BTreeMap<String, u32>) {
    let Some(value) = value else { return };
    match seen.get(value) {
        Some(first) => row.report(column, format!("与第{first}行重复")),
        None => {
            seen.insert(value.to_owned(), row.number());
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::table::Table;

    #[test]
    fn units_are_read_and_repetitions_named() {
        let rows =
            [["部门 代码", "部门名称", "类别"], ["01", " 商学院", "学院"], ["02", "商学院", "学院"], ["03", "", ""]];
        let sheet = super::read(&Table::from_texts("名录", rows));
        assert_eq!(sheet.good.len(), 1);
        assert_eq!(sheet.good[0].name, "商学院");
        let problems: Vec<_> = sheet.problems.iter().map(|p| (p.cell(), p.problem.as_str())).collect();
        assert_eq!(problems, [("B3".to_owned(), "与第2行重复"), ("B4".to_owned(), "部门名称为空")]);
    }

    #[test]
    fn a_missing_column_is_the_only_problem() {
        let sheet = super::read(&Table::from_texts("名录", [["代码", "备注"], ["01", "x"]]));
        assert!(sheet.good.is_empty());
        assert_eq!(sheet.problems.len(), 1);
        assert_eq!(sheet.problems[0].column, "部门名称");
        assert_eq!(sheet.problems[0].problem, "表头中找不到这一列");
    }
}
