//! The personnel office's files, from bytes to rows and problems.

use documents::spreadsheet;
use domain::imports::{Said, industry_hours, public_exam, roster, units};

use crate::fixture;

fn unit_names() -> Vec<String> {
    let table = spreadsheet::read("units.csv", &fixture("units.csv")).expect("units.csv");
    let sheet = units::read(&table);
    assert_eq!(sheet.problems, []);
    sheet.good.into_iter().map(|unit| unit.name).collect()
}

fn roster_sheet() -> domain::imports::Sheet<roster::RosterRow> {
    let table = spreadsheet::read("roster.xlsx", &fixture("roster.xlsx")).expect("roster.xlsx");
    roster::read(&table, &unit_names())
}

#[test]
fn the_units_are_read_with_their_codes() {
    assert_eq!(unit_names().len(), 24);
}

#[test]
fn the_roster_has_exactly_the_expected_problems() {
    let expected = String::from_utf8(fixture("roster.expected.csv")).expect("UTF-8");
    let expected: Vec<&str> = expected.trim_start_matches('\u{feff}').lines().skip(1).collect();
    let sheet = roster_sheet();
    let found: Vec<String> = sheet.problems.iter().map(|p| format!("{},{}", p.row, p.problem)).collect();
    assert_eq!(found, expected);
    assert_eq!(sheet.good.len() + sheet.problems.len(), 2403);
}

#[test]
fn problems_name_their_cell_and_hide_identity_numbers() {
    let sheet = roster_sheet();
    let at = |row| sheet.problems.iter().find(|problem| problem.row == row).expect("a problem in this row");
    assert_eq!((at(43).cell(), at(43).value.as_str()), ("E43".to_owned(), "990*************00"));
    assert_eq!((at(624).cell(), at(624).value.as_str()), ("E624".to_owned(), "990*************41"));
    assert_eq!((at(752).cell(), at(752).value.as_str()), ("F752".to_owned(), "计算机与信息安全系"));
    assert_eq!(at(91).column, "M 来校时间");
    assert_eq!(at(423).value, "=1+1");
}

#[test]
fn good_rows_are_clean() {
    let sheet = roster_sheet();
    let at = |row| sheet.good.iter().find(|good| good.row == row).expect("a good row");
    let joined = |row| at(row).joined.or(None).expect("a day").to_string();
    assert_eq!(at(196).name, "覃文");
    assert_eq!(at(208).name, "韦·阿卡");
    assert_eq!(at(319).name, "孙𡥧");
    assert_eq!(at(38).staff_number, "20130034");
    assert_eq!(joined(6), "2014-07-01");
    assert_eq!(joined(8), "2015-10-25");
    assert_eq!(joined(4), "2002-12-16");
    assert!(sheet.good.iter().all(|row| !row.name.contains(char::is_whitespace)));
    assert_eq!(sheet.good.iter().filter(|row| row.declares_title_next_year == Said::This(true)).count(), 181);
}

#[test]
fn the_public_exam_export_is_read_entirely() {
    let table = spreadsheet::read("public-exam-2025.csv", &fixture("public-exam-2025.csv")).expect("GB18030");
    let sheet =
        public_exam::read(&table, jiff::civil::date(2026, 1, 1).at(0, 0, 0, 0), &policy::PastYearsRule::default());
    assert_eq!(sheet.problems, []);
    assert_eq!(sheet.good.len(), 1990);
    assert_eq!(sheet.good.iter().filter(|row| row.passed).count(), 1899);
    assert!(sheet.good.iter().any(|row| row.name == "孙𡥧"));
    assert_eq!(sheet.good.last().expect("rows").name, "查无此人");
}

#[test]
fn the_industry_export_is_read_but_for_the_three_that_stand_twice() {
    let table = spreadsheet::read("industry.xlsx", &fixture("industry-hours-2026.xlsx")).expect("xlsx");
    let sheet = industry_hours::read(&table, jiff::civil::date(2026, 11, 20).at(0, 0, 0, 0));
    let problems: Vec<_> = sheet.problems.iter().map(|p| (p.cell(), p.problem.as_str())).collect();
    let expected = [("A162", "与第4行重复"), ("A163", "与第57行重复"), ("A164", "与第39行重复")];
    assert_eq!(problems, expected.map(|(cell, problem)| (cell.to_owned(), problem)));
    assert_eq!(sheet.good.len(), 160);
    let first = &sheet.good[0];
    assert_eq!((first.reference.as_str(), first.name.as_str()), ("HY202600000", "莫敏"));
    assert_eq!((first.starts.to_string(), first.ends.to_string()), ("2026-03-10".to_owned(), "2026-03-13".to_owned()));
    assert_eq!(first.registered_at.expect("a moment").to_string(), "2026-11-01T09:00:00");
    assert!(sheet.good.iter().all(|row| row.system.is_none()));
}

#[test]
fn the_wrong_list_is_refused_by_its_columns() {
    let table = spreadsheet::read("industry.xlsx", &fixture("industry-hours-2026.xlsx")).expect("xlsx");
    let sheet = roster::read(&table, &unit_names());
    assert!(sheet.good.is_empty());
    let missing: Vec<_> = sheet.problems.iter().map(|problem| problem.column.as_str()).collect();
    assert_eq!(missing, ["工号", "所属部门", "岗位类别"]);
}
