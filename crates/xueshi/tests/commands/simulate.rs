//! `xueshi policy simulate`: who gains and who loses, in words, as JSON and as a file.

use crate::program::Desk;

const UNITS: &str = "部门代码,部门名称,类别\n01,机电工程学院,学院\n02,外国语学院,学院\n";
const ROSTER: &str = "工号,姓名,身份证号,所属部门,岗位类别\n\
    T001,林晓,990101198001010014,机电工程学院,专任教师\n\
    T002,周敏,990101198001010030,外国语学院,专任教师\n";
/// The school's rules, which ask for more hours.
const STRICTER: &str = "# 从严细则\n\n```toml\n[pack]\nextends = \"guet-2022\"\nfrom = \"2022-01-01\"\n```\n\n\
    ## 补充一 从严\n\n全年至少 120 学时。\n\n```toml\n[[require]]\nid = \"annual-total\"\nname = \"年度总学时\"\n\
    binds = [\"full\"]\nat_least_hours = 120\n```\n";

fn desk() -> Desk {
    let desk = Desk::with("units.csv", UNITS);
    desk.keep("roster.csv", ROSTER);
    std::fs::create_dir_all(desk.path("own/stricter")).expect("a folder");
    desk.keep("own/stricter/rules.md", STRICTER);
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    let roster = desk.run("import roster roster.csv --apply --all-or-nothing");
    assert_eq!(roster.code, Some(0), "{}", roster.said);
    desk
}

const TO_STRICTER: &str = "policy simulate stricter --against guet-2022 --year 2026 --policies own";
const BACK: &str = "policy simulate guet-2022 --against stricter --year 2026 --policies own";

#[test]
fn who_loses_and_who_gains_is_told_by_name_with_the_rule_and_its_article() {
    let desk = desk();
    for (line, way, other, sum) in [
        (TO_STRICTER, "受损的人", "受益的人", "受益 0 人（其中 0 人由未达到变为已达到），受损 2 人"),
        (BACK, "受益的人", "受损的人", "受益 2 人（其中 0 人由未达到变为已达到），受损 0 人"),
    ] {
        let ended = desk.run(line);
        assert_eq!(ended.code, Some(0), "{}", ended.complained);
        assert!(ended.said.contains(sum) && !ended.said.contains(other), "{}", ended.said);
        let people = ended.said.split_once(&format!("\n{way}\n")).expect("they are named").1;
        for words in ["T001 林晓（机电工程学院）：", "T002 周敏（外国语学院）：", "要求“年度总学时”〔"]
        {
            assert!(people.contains(words), "{words}: {people}");
        }
    }
}

#[test]
fn programs_are_told_of_both_as_well() {
    let desk = desk();
    let told = desk.run(&format!("{BACK} --json")).json();
    let numbers: Vec<_> = told["gainers"].as_array().expect("a list").iter().map(|one| &one["staff_number"]).collect();
    assert_eq!(numbers, ["T001", "T002"]);
    assert!(told["losers"].as_array().is_some_and(Vec::is_empty) && told["gainers_unnamed"] == 0, "{told}");
}

#[test]
fn everybody_can_be_written_to_a_file_and_nothing_is_written_over() {
    let desk = desk();
    let written = desk.run(&format!("{TO_STRICTER} --list moved.csv"));
    assert_eq!(written.said, "已导出受损和受益的 2 人：moved.csv\n", "{}", written.complained);
    let text = String::from_utf8(desk.read("moved.csv")).expect("a text");
    assert!(
        text.starts_with("\u{feff}受益或受损,单位,工号,姓名") && text.contains("受损,机电工程学院,T001,林晓"),
        "{text}"
    );
    let again = desk.run(&format!("{TO_STRICTER} --list moved.csv"));
    assert!(again.code == Some(1) && again.complained.contains("已经存在"), "{}", again.complained);
    let other = desk.run(&format!("{TO_STRICTER} --list moved.pdf"));
    assert!(other.code == Some(1) && other.complained.contains(".xlsx 或 .csv"), "{}", other.complained);
    let book = desk.run(&format!("{BACK} --list moved.xlsx"));
    assert_eq!(book.code, Some(0), "{}", book.complained);
    let table = documents::spreadsheet::read("moved.xlsx", &desk.read("moved.xlsx")).expect("a workbook");
    assert_eq!((table.sheet.as_str(), table.rows.len()), ("试算名单", 3));
}
