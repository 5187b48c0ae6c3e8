//! The regional platform's export of public-subject results (article 3). Must not look up people: a row of somebody
//! unknown is good here.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use policy::Hours;

use super::columns::{Column, Row, read_rows};
use super::roster::id_number_text;
use super::{Sheet, clean};
use crate::id_number::IdNumber;
use crate::table::{Cell, Table};

/// One person's result in one course of one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicExamRow {
    /// The row number that the spreadsheet program shows.
    pub row: u32,
    /// 年度: the calendar year for which the course counts.
    pub year: i16,
    /// 身份证号, of the right shape; only good for finding the person.
    pub id_number: IdNumber,
    /// 姓名 as the platform has it.
    pub name: String,
    /// 课程名称.
    pub course: String,
    /// 学习学时: hours for the online study alone.
    pub study_hours: Hours,
    /// 考试次数.
    pub attempts: u8,
    /// 成绩, points out of 100.
    pub score: u16,
    /// 考试时间, local time of the region.
    pub sat_at: DateTime,
    /// 结果 is 合格.
    pub passed: bool,
    /// 获得学时: hours that the platform granted in all.
    pub hours: Hours,
}

const YEAR: usize = 0;
const ID_NUMBER: usize = 1;
const NAME: usize = 2;
const COURSE: usize = 3;
const STUDY_HOURS: usize = 4;
const ATTEMPTS: usize = 5;
const SCORE: usize = 6;
const SAT_AT: usize = 7;
const RESULT: usize = 8;
const HOURS: usize = 9;

pub(super) static COLUMNS: [Column; 10] = [
    Column::required("年度", &["年份", "培训年度"]),
    Column::required("身份证号", &["身份证号码", "证件号码"]).secret(),
    Column::required("姓名", &[]),
    Column::required("课程名称", &["课程"]),
    Column::required("学习学时", &[]),
    Column::required("考试次数", &[]),
    Column::required("成绩", &["考试成绩", "分数"]),
    Column::required("考试时间", &["考试日期"]),
    Column::required("结果", &["考试结果"]),
    Column::required("获得学时", &["学时"]),
];

/// Reads the export. The same person, year and course twice is a problem of the second row.
pub fn read(table: &Table) -> Sheet<PublicExamRow> {
    let mut seen = BTreeMap::new();
    read_rows(table, &COLUMNS, |row| {
        let result = take(row)?;
        let key = (result.id_number.clone(), result.name.clone(), result.year, result.course.clone());
        match seen.get(&key) {
            Some(first) => row.report(ID_NUMBER, format!("与第{first}行重复")),
            None => {
                seen.insert(key, result.row);
            }
        }
        Some(result)
    })
}

fn take(row: &mut Row<'_>) -> Option<PublicExamRow> {
    let year = row.read(YEAR, read_year);
    let id_number = row.read(ID_NUMBER, read_id_number);
    let name = row.read(NAME, |cell| clean::name(&cell.text()));
    let course = row.read(COURSE, |cell| clean::present(cell, "课程名称"));
    let study_hours = row.read(STUDY_HOURS, read_hours);
    let attempts = row.read(ATTEMPTS, clean::count);
    let score = row.read(SCORE, read_score);
    let sat_at = row.read(SAT_AT, clean::moment);
    let passed = row.read(RESULT, read_result);
    let hours = row.read(HOURS, read_hours);
    Some(PublicExamRow {
        row: row.number(),
        year: year?,
        id_number: id_number?,
        name: name?,
        course: course?,
        study_hours: study_hours?,
        attempts: attempts?,
        score: score?,
        sat_at: sat_at?,
        passed: passed?,
        hours: hours?,
    })
}

fn read_id_number(cell: &Cell) -> Result<IdNumber, String> {
    id_number_text(cell).and_then(|text| IdNumber::parse_for_lookup(&text).map_err(|problem| problem.to_string()))
}

fn read_year(cell: &Cell) -> Result<i16, String> {
    let digits = clean::solid(&cell.text());
    let year = digits.trim_end_matches(['年', '度']).parse().ok();
    year.filter(|year| (2000..=2200).contains(year)).ok_or_else(|| "年度无效".to_owned())
}

fn read_hours(cell: &Cell) -> Result<Hours, String> {
    Hours::parse(&clean::solid(&cell.text())).map_err(|_| "学时应为数字，小数最多两位".to_owned())
}

fn read_score(cell: &Cell) -> Result<u16, String> {
    let score = clean::count(cell)?;
    if score > 100 { Err("成绩应在0到100之间".to_owned()) } else { Ok(score) }
}

fn read_result(cell: &Cell) -> Result<bool, String> {
    match clean::solid(&cell.text()).as_str() {
        "合格" | "通过" | "及格" => Ok(true),
        "不合格" | "未通过" | "不及格" => Ok(false),
        _ => Err("结果只能是“合格”或“不合格”".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::table::Table;

    const HEADER: [&str; 10] =
        ["年度", "身份证号", "姓名", "课程名称", "学习学时", "考试次数", "成绩", "考试时间", "结果", "获得学时"];
    const GOOD: [&str; 10] =
        ["2025", "\t990102198407138671", "白海强", "必修课", "10", "1", "64", "2025/05/04 15:35", "合格", "15"];

    #[test]
    fn a_result_is_read_and_its_repetition_named() {
        let sheet = read(&Table::from_texts("成绩", [HEADER, GOOD, GOOD]));
        assert_eq!(sheet.good.len(), 1);
        let row = &sheet.good[0];
        assert_eq!((row.year, row.attempts, row.score, row.passed), (2025, 1, 64, true));
        assert_eq!(row.hours.to_string(), "15");
        assert_eq!(row.sat_at.to_string(), "2025-05-04T15:35:00");
        assert_eq!(sheet.problems[0].problem, "与第2行重复");
    }

    #[test]
    fn every_faulty_cell_of_a_row_is_named() {
        let faulty = ["205", "1", "", "", "十", "x", "101", "昨天", "还行", "-1"];
        let sheet = read(&Table::from_texts("成绩", [HEADER, faulty]));
        assert!(sheet.good.is_empty());
        let cells: Vec<_> = sheet.problems.iter().map(super::super::Problem::cell).collect();
        assert_eq!(cells, ["A2", "B2", "C2", "D2", "E2", "F2", "G2", "H2", "I2", "J2"]);
    }
}
