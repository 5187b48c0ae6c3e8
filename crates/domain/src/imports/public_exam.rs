//! The regional platform's export of public-subject results (article 3). A result that cannot be true is a problem of
//! its cell. Must not look up people: a row of somebody unknown is good here.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use policy::{Hours, PastYearsRule};

use super::columns::{Column, Row, read_rows};
use super::roster::id_number_text;
use super::{Sheet, clean};
use crate::id_number::IdNumber;
use crate::table::{Cell, Table};
use crate::year::Year;

/// Most hours that one course gives: more than a whole year asks of anybody.
const COURSE_HOURS_MAX: Hours = Hours::from_whole(100);
/// Most sittings that are believed: the three of article 3 and many a make-up.
const ATTEMPTS_MAX: u8 = 20;

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

/// Reads the export; `now` is the wall clock of the region, and `past` says which years can be made up for later. The same
/// person, year and course twice is a problem of the second row.
pub fn read(table: &Table, now: DateTime, past: &PastYearsRule) -> Sheet<PublicExamRow> {
    let mut seen = BTreeMap::new();
    read_rows(table, &COLUMNS, |row| {
        let result = take(row, now, past)?;
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

fn take(row: &mut Row<'_>, now: DateTime, past: &PastYearsRule) -> Option<PublicExamRow> {
    let year = row.read(YEAR, |cell| read_year(cell, now));
    let id_number = row.read(ID_NUMBER, read_id_number);
    let name = row.read(NAME, |cell| clean::name(&cell.text()));
    let course = row.read(COURSE, |cell| clean::present(cell, "课程名称"));
    let study_hours = row.read(STUDY_HOURS, read_hours);
    let attempts = row.read(ATTEMPTS, read_attempts);
    let score = row.read(SCORE, read_score);
    let sat_at = row.read(SAT_AT, |cell| read_sitting(cell, year, now, past));
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

/// An identity number that somebody is looked up by.
pub(super) fn read_id_number(cell: &Cell) -> Result<IdNumber, String> {
    id_number_text(cell).and_then(|text| IdNumber::parse_for_lookup(&text).map_err(|problem| problem.to_string()))
}

/// A year that can be asked about and has begun: nobody has a result of next year.
fn read_year(cell: &Cell, now: DateTime) -> Result<i16, String> {
    let digits = clean::solid(&cell.text());
    let year = Year::parse(digits.trim_end_matches(['年', '度']), now.date()).ok().map(Year::get);
    year.filter(|year| *year <= now.year()).ok_or_else(|| format!("年度应在 {} 至 {} 之间", Year::FIRST, now.year()))
}

/// When it was sat: not before its year, not after now, and after the next year only where article 3 lets the year be
/// made up for then.
fn read_sitting(cell: &Cell, year: Option<i16>, now: DateTime, past: &PastYearsRule) -> Result<DateTime, String> {
    let sat_at = clean::moment(cell)?;
    if sat_at > now {
        return Err("考试时间还没有到".to_owned());
    }
    let Some(year) = year else { return Ok(sat_at) };
    let sat_in = sat_at.year();
    if sat_in < year {
        return Err(format!("考试时间早于 {year} 年度"));
    }
    if sat_in > year.saturating_add(1) && !past.allows(year, sat_in) {
        let allowed: Vec<String> = past.allowed_in(sat_in).map(|year| format!("{year} 年")).collect();
        let allowed =
            if allowed.is_empty() { "没有哪一年".to_owned() } else { format!("只有 {}", allowed.join("、")) };
        return Err(format!("考试时间离 {year} 年度太远：{allowed}的课程可以在 {sat_in} 年补学"));
    }
    Ok(sat_at)
}

fn read_attempts(cell: &Cell) -> Result<u8, String> {
    let attempts = clean::count(cell)?;
    if attempts > ATTEMPTS_MAX { Err(format!("考试次数应在 0 至 {ATTEMPTS_MAX} 之间")) } else { Ok(attempts) }
}

fn read_hours(cell: &Cell) -> Result<Hours, String> {
    let hours = Hours::parse(&clean::solid(&cell.text())).map_err(|_| "学时应为数字，小数最多两位".to_owned())?;
    if hours > COURSE_HOURS_MAX {
        return Err(format!("一门课程的学时不会超过 {COURSE_HOURS_MAX}，请核对"));
    }
    Ok(hours)
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
    use jiff::civil::{DateTime, date};
    use policy::PastYearsRule;

    use super::{PublicExamRow, read};
    use crate::imports::Sheet;
    use crate::table::Table;

    /// Noon of a day in 2026.
    const NOW: DateTime = date(2026, 11, 23).at(12, 0, 0, 0);

    fn sheet_of<const N: usize>(rows: [[&str; 10]; N]) -> Sheet<PublicExamRow> {
        let past = PastYearsRule { years: vec![2019, 2020, 2021], only_in: None };
        read(&Table::from_texts("成绩", [HEADER].into_iter().chain(rows)), NOW, &past)
    }

    const HEADER: [&str; 10] =
        ["年度", "身份证号", "姓名", "课程名称", "学习学时", "考试次数", "成绩", "考试时间", "结果", "获得学时"];
    const GOOD: [&str; 10] =
        ["2025", "\t990102198407138671", "白海强", "必修课", "10", "1", "64", "2025/05/04 15:35", "合格", "15"];

    #[test]
    fn a_result_is_read_and_its_repetition_named() {
        let sheet = sheet_of([GOOD, GOOD]);
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
        let sheet = sheet_of([faulty]);
        assert!(sheet.good.is_empty());
        let cells: Vec<_> = sheet.problems.iter().map(super::super::Problem::cell).collect();
        assert_eq!(cells, ["A2", "B2", "C2", "D2", "E2", "F2", "G2", "H2", "I2", "J2"]);
    }

    /// The only problem of a good row in which the cells are replaced, as its cell and what is said.
    fn problem_of<const N: usize>(cells: [(usize, &str); N]) -> Option<String> {
        let mut row = GOOD;
        for (place, value) in cells {
            row[place] = value;
        }
        let sheet = sheet_of([row]);
        assert_eq!(sheet.good.len() + sheet.problems.len(), 1, "{:?}", sheet.problems);
        sheet.problems.first().map(|problem| format!("{} {}", problem.cell(), problem.problem))
    }

    #[test]
    fn what_cannot_be_true_is_a_problem_of_its_cell() {
        let (year, sat_at) = (0, 7);
        let no_year = Some("A2 年度应在 2019 至 2026 之间".to_owned());
        for impossible in ["2125", "2010", "2018", "2027", "2026.5", "二〇二五"] {
            assert_eq!(problem_of([(year, impossible)]), no_year, "{impossible}");
        }
        for future in ["2099-05-04 15:35", "2026-11-23 12:01"] {
            assert_eq!(problem_of([(sat_at, future)]), Some("H2 考试时间还没有到".to_owned()), "{future}");
        }
        assert_eq!(problem_of([(sat_at, "2024-12-31 23:59")]), Some("H2 考试时间早于 2025 年度".to_owned()));
        let late = "H2 考试时间离 2024 年度太远：只有 2019 年、2020 年、2021 年的课程可以在 2026 年补学";
        assert_eq!(problem_of([(year, "2024"), (sat_at, "2026-01-01 09:00")]), Some(late.to_owned()));
        let much = "学时不会超过 100，请核对";
        assert_eq!(problem_of([(4, "99999")]), Some(format!("E2 一门课程的{much}")));
        assert_eq!(problem_of([(9, "100.01")]), Some(format!("J2 一门课程的{much}")));
        assert_eq!(problem_of([(5, "21")]), Some("F2 考试次数应在 0 至 20 之间".to_owned()));
    }

    #[test]
    fn what_is_just_possible_is_good() {
        for cells in [
            [(0, "2026年度"), (7, "2026-11-23 12:00")],
            [(0, "2025"), (7, "2026-11-23 12:00")],
            [(0, "2019"), (7, "2026-11-23")],
            [(0, "2021"), (7, "2021-01-01")],
            [(4, "0"), (9, "100")],
            [(5, "20"), (6, "100")],
        ] {
            assert_eq!(problem_of(cells), None, "{cells:?}");
        }
    }
}
