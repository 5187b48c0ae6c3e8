//! `xueshi import roster` on the sample roster: exactly the problems that are known to be in it, each with its cell, on both
//! databases, and nothing new the second time.

use serde_json::{Value, json};
use testkit::databases;

use crate::program::{Desk, Ended};

/// Row, column and what stands there, of each problem; identity numbers are masked. The problems themselves are listed in
/// `fixtures/roster.expected.csv`.
const CELLS: [(u32, &str, &str); 22] = [
    (43, "E 身份证号", "990*************00"),
    (91, "M 来校时间", "2026-13-40"),
    (423, "I 现职称", "=1+1"),
    (624, "E 身份证号", "990*************41"),
    (633, "M 来校时间", "2026-13-40"),
    (744, "D 性别", "男"),
    (752, "F 所属部门", "计算机与信息安全系"),
    (774, "F 所属部门", "艺术与设计系"),
    (912, "B 工号", "20130041"),
    (959, "C 姓名", ""),
    (1051, "G 岗位类别", "临聘"),
    (1202, "E 身份证号", "990*************00"),
    (1244, "E 身份证号", "991*************91"),
    (1273, "G 岗位类别", "临聘"),
    (1392, "F 所属部门", "计算机与信息安全系"),
    (1409, "C 姓名", ""),
    (1614, "E 身份证号", "990*************41"),
    (2166, "D 性别", "男"),
    (2249, "I 现职称", "=1+1"),
    (2404, "B 工号", "20040005"),
    (2405, "B 工号", "20070006"),
    (2406, "B 工号", "20010007"),
];
const GOOD_ROWS: u32 = 2381;
/// What is said beside the report: nothing changes, and a category can be one of these.
const CATEGORIES: &str = "注意：岗位类别可以写：专任教师、其他专业技术岗、管理岗、工勤。\n";

fn fixture(name: &str) -> Vec<u8> {
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures");
    std::fs::read(fixtures.join(name)).expect("a fixture")
}

/// What `--json` has to print, whole.
fn expected() -> Value {
    let listed = String::from_utf8(fixture("roster.expected.csv")).expect("UTF-8");
    let listed: Vec<(u32, String)> = listed
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').expect("a row and its problem"))
        .map(|(row, problem)| (row.parse().expect("a number"), problem.to_owned()))
        .collect();
    assert_eq!(listed.len(), CELLS.len());
    let problems = listed.iter().zip(CELLS).map(|((row, problem), (of, column, value))| {
        assert_eq!(*row, of);
        json!({ "row": row, "column": column, "value": value, "problem": problem })
    });
    json!({ "good": GOOD_ROWS, "problems": problems.collect::<Vec<_>>() })
}

fn printed(ended: &Ended) -> Value {
    serde_json::from_str(&ended.said).unwrap_or_else(|error| panic!("{error}: {}{}", ended.said, ended.complained))
}

#[tokio::test]
async fn the_sample_roster_has_exactly_the_expected_problems_and_is_taken_over_once() {
    for database in databases().await {
        let desk = Desk::new();
        for name in ["units.csv", "roster.xlsx"] {
            desk.keep(name, fixture(name));
        }
        let place = format!("--data data --database-url {}", database.url());
        assert_eq!(desk.run(&format!("import units units.csv --apply {place}")).code, Some(0));
        let tried = desk.run(&format!("import roster roster.xlsx --json {place}"));
        assert_eq!((tried.code, printed(&tried)), (Some(1), expected()), "{}", database.name());
        for written in ["新增 2381，更新 0，没有变化 0", "新增 0，更新 0，没有变化 2381"] {
            let taken = desk.run(&format!("import roster roster.xlsx --apply {place}"));
            assert_eq!(taken.code, Some(0), "{}: {}", database.name(), taken.complained);
            assert!(taken.said.contains(&format!("已写入：{written}。")), "{}: {}", database.name(), taken.said);
        }
        let again = desk.run(&format!("import roster roster.xlsx --json {place}"));
        assert_eq!((printed(&again), again.complained.as_str()), (expected(), CATEGORIES), "{}", database.name());
        desk.keep("public-exam-2025.csv", fixture("public-exam-2025.csv"));
        the_platform_s_export_is_taken_over_once(&desk, &place);
    }
}

/// GB18030, as the region's platform writes it, with one row of somebody whom nobody knows.
fn the_platform_s_export_is_taken_over_once(desk: &Desk, place: &str) {
    let tried = printed(&desk.run(&format!("import public-exam public-exam-2025.csv --json {place}")));
    let good = tried["good"].as_u64().expect("a number");
    let problems = tried["problems"].as_array().expect("a list");
    assert_eq!((good, problems.len()), (1989, 1), "{problems:?}");
    assert_eq!(problems.last().expect("one")["row"], 1991, "{problems:?}");
    for written in [format!("新增 {good}，更新 0，没有变化 0"), format!("新增 0，更新 0，没有变化 {good}")]
    {
        let taken = desk.run(&format!("import public-exam public-exam-2025.csv --apply {place}"));
        assert_eq!(taken.code, Some(0), "{}", taken.complained);
        assert!(taken.said.contains(&format!("已写入：{written}。")), "{}", taken.said);
    }
}
