//! `xueshi import` on spreadsheets that cannot be read: exit code 1, the file's name, what is wrong, and nothing written.

use crate::program::Desk;

const KINDS: [&str; 3] = ["units", "roster", "public-exam"];
const UNITS: &str = "部门代码,部门名称,类别\n01,机电工程学院,学院\n";

/// Name and content, and what is said of it.
fn faults() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures/roster.xlsx");
    let workbook = std::fs::read(path).expect("the roster");
    vec![
        ("empty.csv", Vec::new(), "文件是空的"),
        ("half.xlsx", workbook[..workbook.len() / 2].to_vec(), "文件不完整或已损坏"),
        ("half.csv", "工号,姓名\n2013,\"周文".into(), "引号没有结束"),
        ("letter.xlsx", b"%PDF-1.7\n\x00\x01\x02".to_vec(), "无法识别这种文件"),
        ("long.csv", b"1\n".repeat(200_001), "文件过大"),
        ("huge.csv", vec![b'a'; 20 * 1024 * 1024 + 1], "文件过大"),
    ]
}

#[test]
fn a_sheet_that_cannot_be_read_is_refused_with_its_sentence_and_nothing_is_made() {
    for (name, bytes, said) in faults() {
        let desk = Desk::with(name, bytes);
        for kind in KINDS {
            for options in ["", "--json", "--all-or-nothing"] {
                let ended = desk.run(&format!("import {kind} {name} {options}"));
                assert_eq!((ended.code, ended.said.as_str()), (Some(1), ""), "{kind} {name}: {}", ended.complained);
                for words in [said, name, "没有导入任何内容", "请"] {
                    let times = ended.complained.matches(words).count();
                    assert_eq!(times, 1, "{kind} {name}: {words}: {}", ended.complained);
                }
                assert!(!ended.complained.contains("上传"), "nobody uploads in a terminal: {}", ended.complained);
                assert_eq!(desk.files(), 1, "a trial run of {name} makes no data folder");
            }
        }
    }
}

#[test]
fn what_was_to_be_written_leaves_its_event_and_nothing_else() {
    let desk = Desk::with("units.csv", UNITS);
    assert_eq!(desk.run("import units units.csv --apply").code, Some(0));
    let lines = |desk: &Desk| desk.run("audit verify --json").json()["rows"].as_i64().expect("a number");
    // Each look at the log is an event of its own.
    let mut before = lines(&desk) + 1;
    for (name, bytes, said) in faults() {
        desk.keep(name, &bytes);
        for kind in KINDS {
            let ended = desk.run(&format!("import {kind} {name} --apply"));
            assert_eq!((ended.code, ended.said.as_str()), (Some(1), ""), "{kind} {name}");
            assert!(ended.complained.contains(said), "{kind} {name}: {}", ended.complained);
            before += 1;
        }
    }
    assert_eq!(lines(&desk), before);
    let again = desk.run("import units units.csv");
    assert!(again.said.contains("新增 0"), "{}", again.said);
}

#[test]
fn a_file_that_is_not_there_and_the_sheet_of_another_list_are_told_apart() {
    let desk = Desk::with("units.csv", "甲,乙\n1,2\n");
    for kind in KINDS {
        let ended = desk.run(&format!("import {kind} nobody.csv --apply"));
        assert_eq!(ended.code, Some(1));
        assert!(ended.complained.contains("nobody.csv") && ended.complained.contains("数据没有改动"));
        let ended = desk.run(&format!("import {kind} units.csv"));
        assert!(ended.said.contains("表头中找不到这一列"), "{}", ended.said);
    }
}
