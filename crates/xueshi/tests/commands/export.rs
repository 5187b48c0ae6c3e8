//! `xueshi export`: a year as a file, in both formats.

use crate::program::Desk;

const UNITS: &str = "部门代码,部门名称,类别\n01,机电工程学院,学院\n02,外国语学院,学院\n";
const ROSTER: &str = "工号,姓名,身份证号,所属部门,岗位类别\n\
    T001,林晓,990101198001010014,机电工程学院,专任教师\n\
    T002,周敏,990101198001010030,外国语学院,专任教师\n";

fn desk() -> Desk {
    let desk = Desk::with("units.csv", UNITS);
    desk.keep("roster.csv", ROSTER);
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    let roster = desk.run("import roster roster.csv --apply --all-or-nothing");
    assert_eq!(roster.code, Some(0), "{}", roster.said);
    desk
}

#[test]
fn a_year_is_written_as_csv_or_as_a_workbook() {
    let desk = desk();
    let csv = desk.run("export year 2026 --format csv --output -");
    assert_eq!(csv.code, Some(0), "{}", csv.complained);
    assert!(csv.said.starts_with("\u{feff}单位,工号,姓名"), "{}", csv.said);
    assert!(csv.said.contains("机电工程学院,T001,林晓") && csv.said.contains("外国语学院,T002,周敏"), "{}", csv.said);
    assert!(!csv.said.contains("99010"), "no ID number: {}", csv.said);
    let condition = "年度考核评为优秀的继续教育条件,年度考核评为优秀的继续教育条件：说明";
    assert!(csv.said.contains(condition) && csv.said.contains(",不具备,当年没有完成"), "{}", csv.said);
    let barred = desk.run("export year 2026 --show barred --format csv --output -");
    assert!(barred.said.contains("林晓") && barred.said.contains("周敏"), "{}", barred.said);
    let one = desk.run("export year 2026 --unit 02 --show open --format csv --output -");
    assert!(!one.said.contains("林晓") && one.said.contains("周敏"), "{}", one.said);
    let book = desk.run("export year 2026 --output year.xlsx");
    assert_eq!((book.code, book.said.as_str()), (Some(0), "已导出 2 人：year.xlsx\n"), "{}", book.complained);
    let bytes = desk.read("year.xlsx");
    let table = documents::spreadsheet::read("year.xlsx", &bytes).expect("a workbook");
    assert_eq!((table.sheet.as_str(), table.rows.len()), ("完成情况", 3));
    let named = desk.run("export year 2026 --unit 01 --show done");
    assert_eq!(named.said, "已导出 0 人：2026年度完成情况-机电工程学院-已完成.xlsx\n", "{}", named.complained);
}

#[test]
fn nothing_is_written_over_and_slips_are_named() {
    let desk = desk();
    desk.keep("mine.csv", "mine");
    let taken = desk.run("export year 2026 --output mine.csv");
    assert_eq!(taken.code, Some(1));
    assert!(taken.complained.contains("已经存在") && desk.read("mine.csv") == b"mine", "{}", taken.complained);
    let nowhere = desk.run("export year 2026 --output no/such/folder.csv");
    assert!(nowhere.complained.contains("没有这个文件或目录"), "{}", nowhere.complained);
    let files = desk.files();
    let unit = desk.run("export year 2026 --unit 99 --output x.csv");
    assert!(unit.complained.contains("没有代码为“99”的单位"), "{}", unit.complained);
    let year = desk.run("export year 1999 --output x.csv");
    assert!(year.complained.contains("没有“1999”这个年度"), "{}", year.complained);
    assert_eq!(desk.files(), files, "nothing is left behind");
    assert_eq!(desk.run("export year 2026 --format pdf").code, Some(2));
    assert_eq!(desk.run("export year 2026 --show nobody").code, Some(2));
    let none = Desk::new().run("export year 2026");
    assert!(none.complained.contains("没有学时系统的数据"), "{}", none.complained);
}
