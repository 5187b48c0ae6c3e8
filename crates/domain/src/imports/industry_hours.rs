//! What a connected industry system registered, as it exports it (article 4). What cannot be true is a problem of its cell.
//! Must not look up people or what is known already.

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime};
use policy::Hours;

use super::columns::{Column, Row, read_rows};
use super::public_exam::read_id_number;
use super::{Sheet, clean};
use crate::id_number::IdNumber;
use crate::table::{Cell, Table};
use crate::year::Year;

/// Most hours of one activity that are believed: more than a whole year asks of anybody.
const HOURS_MAX: Hours = Hours::from_whole(100);
/// More characters than this no system or reference has.
const NAME_CHARACTERS_MAX: usize = 100;
const TITLE_CHARACTERS_MAX: usize = 200;

/// One activity of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndustryHoursRow {
    /// The row number that the spreadsheet program shows.
    pub row: u32,
    /// 来源系统, where the list says.
    pub system: Option<String>,
    /// 登记编号 in that system.
    pub reference: String,
    /// 身份证号, of the right shape; only good for finding the person.
    pub id_number: IdNumber,
    /// 姓名 as the system has it.
    pub name: String,
    /// 培训项目.
    pub title: String,
    /// 主办单位; may be empty.
    pub organiser: String,
    /// 开始日期.
    pub starts: Date,
    /// 结束日期, in the same year.
    pub ends: Date,
    /// 学时.
    pub hours: Hours,
    /// 登记时间, local time of the region.
    pub registered_at: Option<DateTime>,
}

const REFERENCE: usize = 0;
const ID_NUMBER: usize = 1;
const NAME: usize = 2;
const TITLE: usize = 3;
const ORGANISER: usize = 4;
const STARTS: usize = 5;
const ENDS: usize = 6;
const HOURS: usize = 7;
const REGISTERED_AT: usize = 8;
const SYSTEM: usize = 9;

pub(super) static COLUMNS: [Column; 10] = [
    Column::required("登记编号", &["编号", "登记号", "证书编号"]),
    Column::required("身份证号", &["身份证号码", "证件号码"]).secret(),
    Column::required("姓名", &[]),
    Column::required("培训项目", &["项目名称", "培训名称", "活动名称"]),
    Column::optional("主办单位", &["举办单位"]),
    Column::required("开始日期", &["开始时间"]),
    Column::required("结束日期", &["结束时间"]),
    Column::required("学时", &["登记学时", "学时数"]),
    Column::optional("登记时间", &["登记日期"]),
    Column::optional("来源系统", &["系统名称", "登记系统"]),
];

/// Reads the export; `now` is the wall clock of the region. The same reference of one system twice is a problem of the
/// second row, whatever else stands in it.
pub fn read(table: &Table, now: DateTime) -> Sheet<IndustryHoursRow> {
    let mut seen: BTreeMap<(Option<String>, String), u32> = BTreeMap::new();
    read_rows(table, &COLUMNS, |row| {
        let taken = take(row, now)?;
        let key = (taken.system.clone(), taken.reference.clone());
        match seen.get(&key) {
            Some(first) => row.report(REFERENCE, format!("与第{first}行重复")),
            None => {
                seen.insert(key, taken.row);
            }
        }
        Some(taken)
    })
}

fn take(row: &mut Row<'_>, now: DateTime) -> Option<IndustryHoursRow> {
    let reference = row.read(REFERENCE, |cell| short(cell, "登记编号"));
    let id_number = row.read(ID_NUMBER, read_id_number);
    let name = row.read(NAME, |cell| clean::name(&cell.text()));
    let title = row.read(TITLE, |cell| text(cell, "培训项目"));
    let organiser = row.read(ORGANISER, |cell| line(cell, "主办单位"));
    let starts = row.read(STARTS, |cell| day(cell, "开始日期"));
    let ends = row.read(ENDS, |cell| day(cell, "结束日期"));
    let hours = row.read(HOURS, read_hours);
    let registered_at = row.read(REGISTERED_AT, |cell| registered(cell, now));
    let system = row.read(SYSTEM, |cell| short_or_none(cell, "来源系统"));
    if let (Some(starts), Some(ends)) = (starts, ends) {
        check_days(row, (starts, ends), now);
    }
    Some(IndustryHoursRow {
        row: row.number(),
        system: system?,
        reference: reference?,
        id_number: id_number?,
        name: name?,
        title: title?,
        organiser: organiser?,
        starts: starts?,
        ends: ends?,
        hours: hours?,
        registered_at: registered_at?,
    })
}

/// Only what is over counts, and for the year in which it happened (article 4).
fn check_days(row: &mut Row<'_>, (starts, ends): (Date, Date), now: DateTime) {
    if ends < starts {
        row.report(ENDS, "结束日期早于开始日期");
    } else if ends > now.date() {
        row.report(ENDS, "活动还没有结束");
    } else if Year::new(starts.year(), now.date()).is_err() {
        row.report(STARTS, format!("{} 年以前的活动不能导入", Year::FIRST));
    } else if starts.year() != ends.year() {
        row.report(ENDS, "活动跨了年，学时只计入活动发生的年度；请来源系统按年分开登记");
    }
}

fn day(cell: &Cell, what: &str) -> Result<Date, String> {
    clean::date(cell)?.ok_or_else(|| format!("{what}为空"))
}

fn registered(cell: &Cell, now: DateTime) -> Result<Option<DateTime>, String> {
    if cell.is_blank() {
        return Ok(None);
    }
    let at = clean::moment(cell)?;
    if at > now { Err("登记时间还没有到".to_owned()) } else { Ok(Some(at)) }
}

fn read_hours(cell: &Cell) -> Result<Hours, String> {
    let hours = Hours::parse(&clean::solid(&cell.text())).ok().filter(|hours| *hours > Hours::ZERO);
    let hours = hours.ok_or_else(|| "学时应为大于 0 的数，小数最多两位".to_owned())?;
    if hours > HOURS_MAX {
        Err(format!("一项活动的学时不会超过 {HOURS_MAX}，请核对"))
    } else {
        Ok(hours)
    }
}

/// A number or a name without any white space.
fn short(cell: &Cell, what: &str) -> Result<String, String> {
    let text = clean::present(cell, what)?;
    if text.chars().count() > NAME_CHARACTERS_MAX { Err(format!("{what}太长")) } else { Ok(text) }
}

fn short_or_none(cell: &Cell, what: &str) -> Result<Option<String>, String> {
    if cell.is_blank() { Ok(None) } else { short(cell, what).map(Some) }
}

fn text(cell: &Cell, what: &str) -> Result<String, String> {
    clean::present(cell, what)?;
    line(cell, what)
}

fn line(cell: &Cell, what: &str) -> Result<String, String> {
    let text = clean::squeezed(&cell.text());
    if text.chars().count() > TITLE_CHARACTERS_MAX { Err(format!("{what}太长")) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::{DateTime, date};

    use super::{IndustryHoursRow, read};
    use crate::imports::Sheet;
    use crate::table::Table;

    const NOW: DateTime = date(2026, 11, 23).at(12, 0, 0, 0);
    const HEADER: [&str; 10] = [
        "登记编号",
        "身份证号",
        "姓 名",
        "培训项目",
        "主办单位",
        "开始日期",
        "结束日期",
        "学时",
        "登记时间",
        "来源系统",
    ];
    const GOOD: [&str; 10] = [
        " HY202600002 ",
        "990102198407138671",
        "白\u{3000}海强",
        "高校教师 信息化教学能力提升",
        "行业主管部门",
        "2026.10.21",
        "2026年10月25日",
        "16",
        "2026/11/01 09:00",
        "",
    ];

    fn sheet_of<const N: usize>(rows: [[&str; 10]; N]) -> Sheet<IndustryHoursRow> {
        read(&Table::from_texts("登记", [HEADER].into_iter().chain(rows)), NOW)
    }

    #[test]
    fn a_row_is_read_and_its_repetition_named() {
        let mut other_system = GOOD;
        other_system[9] = "乙系统";
        let sheet = sheet_of([GOOD, other_system, GOOD]);
        assert_eq!(sheet.good.len(), 2);
        let row = &sheet.good[0];
        assert_eq!((row.reference.as_str(), row.name.as_str(), &row.system), ("HY202600002", "白海强", &None));
        assert_eq!((row.starts, row.ends), (date(2026, 10, 21), date(2026, 10, 25)));
        assert_eq!(row.registered_at, Some(date(2026, 11, 1).at(9, 0, 0, 0)));
        assert_eq!(sheet.good[1].system.as_deref(), Some("乙系统"));
        let problems: Vec<_> = sheet.problems.iter().map(|p| (p.cell(), p.problem.as_str())).collect();
        assert_eq!(problems, [("A4".to_owned(), "与第2行重复")]);
    }

    /// What is said of a good row in which cells are replaced, each with its cell.
    fn problems_of<const N: usize>(cells: [(usize, &str); N]) -> Vec<String> {
        let mut row = GOOD;
        for (place, value) in cells {
            row[place] = value;
        }
        let sheet = sheet_of([row]);
        sheet.problems.iter().map(|problem| format!("{} {}", problem.cell(), problem.problem)).collect()
    }

    #[test]
    fn every_faulty_cell_of_a_row_is_named() {
        let faulty = [(0, ""), (1, "1"), (2, ""), (3, ""), (5, ""), (6, "昨天"), (7, "x"), (8, "x")];
        let cells: Vec<_> = problems_of(faulty).iter().map(|said| said[..2].to_owned()).collect();
        assert_eq!(cells, ["A2", "B2", "C2", "D2", "F2", "G2", "H2", "I2"]);
    }

    #[test]
    fn what_cannot_be_true_is_a_problem_of_its_cell() {
        assert_eq!(problems_of([(6, "2026-10-20")]), ["G2 结束日期早于开始日期"]);
        assert_eq!(problems_of([(6, "2026-11-24")]), ["G2 活动还没有结束"]);
        let across = "G2 活动跨了年，学时只计入活动发生的年度；请来源系统按年分开登记";
        assert_eq!(problems_of([(5, "2025-12-30"), (6, "2026-01-02")]), [across]);
        assert_eq!(problems_of([(5, "2018-10-20"), (6, "2018-10-21")]), ["F2 2019 年以前的活动不能导入"]);
        assert_eq!(problems_of([(8, "2026-11-23 12:01")]), ["I2 登记时间还没有到"]);
        for none in ["0", "-1", "十六", ""] {
            assert_eq!(problems_of([(7, none)]), ["H2 学时应为大于 0 的数，小数最多两位"], "{none}");
        }
        assert_eq!(problems_of([(7, "100.01")]), ["H2 一项活动的学时不会超过 100，请核对"]);
    }

    #[test]
    fn what_is_just_possible_is_good() {
        let none: [String; 0] = [];
        assert_eq!(problems_of([(6, "2026-11-23"), (7, "100"), (8, "2026-11-23 12:00")]), none);
        assert_eq!(problems_of([(4, ""), (8, ""), (7, "4.5")]), none);
    }
}
