//! The personnel office's staff list. Must not decide who is new or changed, nor look anything up beyond the names of
//! the units handed in.

use std::collections::BTreeMap;

use jiff::civil::Date;
use policy::StaffCategory;

use super::columns::{Column, Row, read_rows};
use super::{Said, Sheet, clean};
use crate::id_number::{IdNumber, Sex};
use crate::table::{Cell, Table};

/// One member of staff, cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// The row number that the spreadsheet program shows.
    pub row: u32,
    /// 工号, kept as text.
    pub staff_number: String,
    /// 姓名 without padding.
    pub name: String,
    /// 性别; taken from the identity number when the list leaves it blank.
    pub sex: Sex,
    /// 身份证号, checked.
    pub id_number: IdNumber,
    /// 所属部门, one of the names handed in.
    pub unit_name: String,
    /// 岗位类别.
    pub category: StaffCategory,
    /// 职称系列.
    pub title_series: Said<Option<String>>,
    /// 现职称.
    pub title: Said<Option<String>>,
    /// 下一年度是否申报职称; blank is no (article 1).
    pub declares_title_next_year: Said<bool>,
    /// 是否转正定职; blank is no (article 1).
    pub confirmation_only: Said<bool>,
    /// 联系电话.
    pub phone: Said<Option<String>>,
    /// 起始日期: from which day category and intentions hold; blank says no day.
    pub from: Said<Option<Date>>,
    /// 来校时间; a month without a day is its first day.
    pub joined: Said<Option<Date>>,
    /// 名册年度: the year that the row is about; a blank cell says none.
    pub year: Said<Option<i16>>,
}

const STAFF_NUMBER: usize = 0;
const NAME: usize = 1;
const SEX: usize = 2;
const ID_NUMBER: usize = 3;
const UNIT: usize = 4;
const CATEGORY: usize = 5;
const TITLE_SERIES: usize = 6;
const TITLE: usize = 7;
const DECLARES: usize = 8;
const CONFIRMATION: usize = 9;
const PHONE: usize = 10;
const JOINED: usize = 11;
const FROM: usize = 12;
const YEAR: usize = 13;

pub(super) static COLUMNS: [Column; 14] = [
    Column::required("工号", &["职工号", "教工号", "人员编号"]),
    Column::required("姓名", &["名字", "教师姓名"]),
    Column::optional("性别", &[]),
    Column::required("身份证号", &["身份证号码", "身份证", "证件号码", "公民身份号码"]).secret(),
    Column::required("所属部门", &["部门", "单位", "所在单位", "部门名称", "二级单位"]),
    Column::required("岗位类别", &["岗位", "人员类别"]),
    Column::optional("职称系列", &["系列"]),
    Column::optional("现职称", &["职称", "现任职称"]),
    Column::optional("下一年度是否申报职称", &["是否申报职称", "下一年度申报职称", "下年度是否申报职称"]),
    Column::optional("是否转正定职", &["转正定职"]),
    Column::optional("联系电话", &["电话", "手机", "手机号", "手机号码"]),
    Column::optional("来校时间", &["入校时间", "来校日期", "入职时间", "入职日期"]),
    Column::optional("起始日期", &["岗位起始日期", "任现岗时间", "现岗起始日期"]),
    Column::optional("名册年度", &[]),
];

/// What is said of a category that is none of those of article 1.
pub const CATEGORY_UNKNOWN: &str = "岗位类别未知";
const NO_YEAR: &str = "应为四位数的年份，例如 2025";
/// What is said of a unit that is none of those handed in.
pub const UNIT_UNKNOWN: &str = "部门不在名录中";

/// Reads the list. `units` are the names of all known units.
pub fn read(table: &Table, units: &[String]) -> Sheet<RosterRow> {
    let units: Vec<String> = units.iter().map(|unit| clean::solid(unit)).collect();
    let mut seen = Seen::default();
    read_rows(table, &COLUMNS, |row| take(row, &units, &mut seen))
}

/// What the rows before have taken.
#[derive(Default)]
struct Seen {
    staff_numbers: BTreeMap<String, FirstSeen>,
    /// The first row of each person.
    people: BTreeMap<(IdNumber, String), u32>,
}

/// Who was first seen with a staff number.
struct FirstSeen {
    row: u32,
    id_number: Option<IdNumber>,
}

fn take(row: &mut Row<'_>, units: &[String], seen: &mut Seen) -> Option<RosterRow> {
    let staff_number = row.read(STAFF_NUMBER, |cell| clean::present(cell, "工号"));
    let name = row.read(NAME, |cell| clean::name(&cell.text()));
    let sex = row.read(SEX, read_sex);
    let id_number = row.read(ID_NUMBER, read_id_number);
    let unit_name = row.read(UNIT, |cell| read_unit(cell, units));
    let category = row.read(CATEGORY, read_category);
    let declares_title_next_year = row.read_said(DECLARES, clean::tick);
    let confirmation_only = row.read_said(CONFIRMATION, clean::tick);
    let joined = row.read_said(JOINED, clean::date);
    let from = row.read_said(FROM, clean::date);
    let year = row.read_said(YEAR, read_year);
    if let (Some(Some(sex)), Some(id_number)) = (sex, &id_number)
        && sex != id_number.sex()
    {
        row.report(SEX, "性别与身份证号不符");
    }
    if let Some(staff_number) = &staff_number {
        let is_new = refuse_repetition(row, staff_number, id_number.as_ref(), &mut seen.staff_numbers);
        if let (true, Some(id_number), Some(name)) = (is_new, &id_number, &name) {
            refuse_second_number(row, (id_number.clone(), name.clone()), &mut seen.people);
        }
    }
    let id_number = id_number?;
    Some(RosterRow {
        row: row.number(),
        staff_number: staff_number?,
        name: name?,
        sex: sex?.unwrap_or(id_number.sex()),
        id_number,
        unit_name: unit_name?,
        category: category?,
        title_series: row.said_text(TITLE_SERIES),
        title: row.said_text(TITLE),
        declares_title_next_year: declares_title_next_year?,
        confirmation_only: confirmation_only?,
        phone: row.said_text(PHONE),
        joined: joined?,
        from: from?,
        year: year?,
    })
}

/// Whether the staff number is new; otherwise it is a problem of its cell.
fn refuse_repetition(
    row: &mut Row<'_>,
    staff_number: &str,
    id_number: Option<&IdNumber>,
    seen: &mut BTreeMap<String, FirstSeen>,
) -> bool {
    match seen.get(staff_number) {
        Some(first) if first.id_number.as_ref() == id_number => {
            row.report(STAFF_NUMBER, format!("与第{}行重复", first.row));
        }
        Some(_) => row.report(STAFF_NUMBER, "工号与另一人相同"),
        None => {
            let first = FirstSeen { row: row.number(), id_number: id_number.cloned() };
            seen.insert(staff_number.to_owned(), first);
            return true;
        }
    }
    false
}

/// One person has one staff number: two would have two registrations of one year.
fn refuse_second_number(row: &mut Row<'_>, person: (IdNumber, String), seen: &mut BTreeMap<(IdNumber, String), u32>) {
    match seen.get(&person) {
        Some(first) => row.report(ID_NUMBER, format!("与第{first}行是同一个人，工号不同")),
        None => {
            seen.insert(person, row.number());
        }
    }
}

fn read_id_number(cell: &Cell) -> Result<IdNumber, String> {
    id_number_text(cell).and_then(|text| IdNumber::parse(&text).map_err(|problem| problem.to_string()))
}

/// The text of a cell with an identity number, unless the spreadsheet program has ruined it.
pub(super) fn id_number_text(cell: &Cell) -> Result<String, String> {
    let text = cell.text();
    if matches!(cell, Cell::Number(_, true)) || text.contains("E+") {
        return Err("身份证号被存为数字，末三位丢失".to_owned());
    }
    Ok(text)
}

fn read_sex(cell: &Cell) -> Result<Option<Sex>, String> {
    match clean::solid(&cell.text()).as_str() {
        "" => Ok(None),
        label => Sex::from_label(label).map(Some).ok_or_else(|| "性别只能填写“男”或“女”".to_owned()),
    }
}

fn read_unit(cell: &Cell, units: &[String]) -> Result<String, String> {
    let name = clean::present(cell, "所属部门")?;
    if units.contains(&name) { Ok(name) } else { Err(UNIT_UNKNOWN.to_owned()) }
}

/// Four digits; whether there is such a year says whoever knows which day it is.
fn read_year(cell: &Cell) -> Result<Option<i16>, String> {
    let text = clean::solid(&cell.text());
    let digits = text.trim_end_matches(['年', '度']);
    let is_year = digits.len() == 4 && digits.chars().all(|digit| digit.is_ascii_digit());
    match digits.parse() {
        Ok(year) if is_year => Ok(Some(year)),
        _ if text.is_empty() => Ok(None),
        _ => Err(NO_YEAR.to_owned()),
    }
}

fn read_category(cell: &Cell) -> Result<StaffCategory, String> {
    let label = clean::present(cell, "岗位类别")?;
    StaffCategory::from_label(&label).ok_or_else(|| CATEGORY_UNKNOWN.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{RosterRow, read};
    use crate::imports::{Said, Sheet};
    use crate::table::{Cell, Table};

    const HEADER: [&str; 8] = [
        "工 号",
        "姓\u{3000}名",
        "身份证号",
        "所属部门",
        "岗位类别",
        "性别",
        "下一年度\n是否申报职称",
        "来校时间（年月）",
    ];

    fn sheet_of(rows: &[[&str; 8]]) -> Sheet<RosterRow> {
        let all = [["名册（2026年度）", "", "", "", "", "", "", ""], HEADER].into_iter().chain(rows.iter().copied());
        read(&Table::from_texts("名册", all), &["商学院".to_owned()])
    }

    const GOOD: [&str; 8] =
        ["1", "\u{3000}白 海强", "990102198407138671", "商学院 ", "专任教师", "男", "√", "2014年07月"];

    fn problems_of(change: impl Fn(&mut [&'static str; 8])) -> Vec<String> {
        let mut row = GOOD;
        change(&mut row);
        sheet_of(&[row]).problems.into_iter().map(|p| format!("{} {}", p.cell(), p.problem)).collect()
    }

    #[test]
    fn an_identity_number_is_hidden_in_whatever_cell_it_slipped_into() {
        let sheet = sheet_of(&[["1", "白海强", "商学院", "专任教师", "990102198407138671", "", "√", "2014年07月"]]);
        let values: Vec<&str> = sheet.problems.iter().map(|problem| problem.value.as_str()).collect();
        assert!(values.contains(&"990*************71"), "{values:?}");
        assert!(values.iter().all(|value| !value.contains("19840713")), "{values:?}");
    }

    #[test]
    fn a_row_is_cleaned() {
        let sheet = sheet_of(&[GOOD]);
        assert_eq!(sheet.problems, []);
        let row = &sheet.good[0];
        assert_eq!((row.row, row.name.as_str(), row.unit_name.as_str()), (3, "白海强", "商学院"));
        assert_eq!(row.declares_title_next_year, Said::This(true));
        assert_eq!(row.joined, Said::This(Some(jiff::civil::date(2014, 7, 1))));
    }

    #[test]
    fn a_column_that_is_not_there_says_nothing_and_a_blank_cell_says_no() {
        let mut row = GOOD;
        (row[6], row[7]) = ("", "");
        let sheet = sheet_of(&[row]);
        assert_eq!(sheet.absent, ["职称系列", "现职称", "是否转正定职", "联系电话", "起始日期", "名册年度"]);
        assert_eq!((sheet.good[0].from, sheet.good[0].year), (Said::Nothing, Said::Nothing));
        let row = &sheet.good[0];
        assert_eq!((row.declares_title_next_year, row.confirmation_only), (Said::This(false), Said::Nothing));
        assert_eq!((&row.joined, &row.title), (&Said::This(None), &Said::Nothing));
        assert_eq!((row.declares_title_next_year.or(true), row.confirmation_only.or(true)), (false, true));
    }

    #[test]
    fn each_fault_names_its_cell() {
        assert_eq!(problems_of(|row| row[0] = ""), ["A3 工号为空"]);
        assert_eq!(problems_of(|row| row[1] = "\u{3000}"), ["B3 姓名为空"]);
        assert_eq!(problems_of(|row| row[2] = "990102198407138672"), ["C3 身份证号校验位错误"]);
        assert_eq!(problems_of(|row| row[2] = "9.90102E+17"), ["C3 身份证号被存为数字，末三位丢失"]);
        assert_eq!(problems_of(|row| row[3] = "商学系"), ["D3 部门不在名录中"]);
        assert_eq!(problems_of(|row| row[4] = "临聘"), ["E3 岗位类别未知"]);
        assert_eq!(problems_of(|row| row[5] = "女"), ["F3 性别与身份证号不符"]);
        assert_eq!(problems_of(|row| row[6] = "待定"), ["G3 只能填写“是”或“否”"]);
        assert_eq!(problems_of(|row| row[7] = "2026-13-40"), ["H3 日期无效"]);
    }

    #[test]
    fn the_year_of_a_row_is_four_digits_or_blank() {
        let mut head = HEADER;
        head[5] = "名册年度";
        let read_with = |year| {
            let mut row = GOOD;
            row[5] = year;
            let sheet = read(&Table::from_texts("名册", [head, row]), &["商学院".to_owned()]);
            let year = sheet.good.first().map(|row| row.year);
            year.ok_or_else(|| sheet.problems[0].problem.clone())
        };
        assert_eq!(read_with("2025年度"), Ok(Said::This(Some(2025))));
        assert_eq!(read_with(" "), Ok(Said::This(None)));
        for bad in ["25", "+025", "去年", "20255"] {
            assert_eq!(read_with(bad), Err("应为四位数的年份，例如 2025".to_owned()), "{bad}");
        }
    }

    #[test]
    fn a_blank_sex_is_taken_from_the_identity_number() {
        let mut row = GOOD;
        row[5] = "";
        assert_eq!(sheet_of(&[row]).good[0].sex.label(), "男");
    }

    #[test]
    fn identity_numbers_are_masked_in_problems() {
        let mut row = GOOD;
        row[2] = "990102198407138672";
        assert_eq!(sheet_of(&[row]).problems[0].value, "990*************72");
    }

    #[test]
    fn repetitions_and_borrowed_staff_numbers_are_told_apart() {
        let mut other = GOOD;
        other[2] = "990101197107277353";
        let sheet = sheet_of(&[GOOD, GOOD, other]);
        let problems: Vec<_> = sheet.problems.iter().map(|p| (p.row, p.problem.as_str())).collect();
        assert_eq!(problems, [(4, "与第3行重复"), (5, "工号与另一人相同")]);
    }

    #[test]
    fn two_staff_numbers_may_carry_one_identity_number_under_different_names() {
        let mut other = GOOD;
        other[0] = "2";
        other[1] = "白海明";
        let sheet = sheet_of(&[GOOD, other]);
        assert_eq!((sheet.good.len(), sheet.problems.len()), (2, 0));
    }

    #[test]
    fn one_person_under_two_staff_numbers_is_a_problem_of_the_second_row() {
        let mut other = GOOD;
        other[0] = "2";
        let sheet = sheet_of(&[GOOD, other]);
        let problems: Vec<_> = sheet.problems.iter().map(|p| (p.row, p.cell(), p.problem.as_str())).collect();
        assert_eq!(problems, [(4, "C4".to_owned(), "与第3行是同一个人，工号不同")]);
        assert_eq!(sheet.good.len(), 1);
    }

    #[test]
    fn blank_rows_repeated_headers_and_signature_lines_are_no_data() {
        let blank = [""; 8];
        let signature = ["审核人：        负责人：", "", "", "", "", "", "", ""];
        let sheet = sheet_of(&[GOOD, blank, HEADER, signature]);
        assert_eq!((sheet.good.len(), sheet.problems.len()), (1, 0));
    }

    #[test]
    fn what_nobody_sees_in_a_cell_is_a_problem_of_that_cell_and_a_row_has_its_number() {
        let mut table = Table::from_texts("名册", [HEADER, GOOD]);
        table.rows[1].cells[0] = Cell::Text("2010\u{0}0001".to_owned());
        let sheet = read(&table, &["商学院".to_owned()]);
        assert_eq!((sheet.good.len(), sheet.problems.len()), (0, 1), "{:?}", sheet.problems);
        let problem = &sheet.problems[0];
        assert!(problem.problem.contains("控制字符") && problem.value.contains('\u{fffd}'), "{problem:?}");
        let foreign = read(&Table::from_texts("名册", [["甲", "乙"]]), &[]);
        assert!(!foreign.problems.is_empty() && foreign.problems.iter().all(|problem| problem.row == 1));
    }

    #[test]
    fn a_formula_is_reported_once() {
        let mut table = Table::from_texts("名册", [HEADER, GOOD]);
        table.rows[1].cells[0] = Cell::Formula("A1+1".to_owned());
        let sheet = read(&table, &["商学院".to_owned()]);
        assert_eq!(sheet.problems.len(), 1);
        assert_eq!(sheet.problems[0].problem, "单元格是公式");
    }
}
