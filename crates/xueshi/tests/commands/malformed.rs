//! `xueshi assess` on facts that cannot be read: exit code 2, the place in the file, and nothing on the output.

use crate::program::{Desk, Ended};

const GOOD: &str = r#"{"year": 2026, "category": "worker"}"#;

fn refused(content: impl AsRef<[u8]>, options: &str) -> Ended {
    let desk = Desk::with("facts.json", content);
    let ended = desk.run(&format!("assess facts.json {options}"));
    assert_eq!(ended.code, Some(2), "{}{}", ended.said, ended.complained);
    assert_eq!(ended.said, "", "a refusal prints no half answer");
    assert!(ended.complained.contains("数据没有改动。请"), "what is safe, what next: {}", ended.complained);
    assert!(ended.complained.contains("facts.json"), "which file: {}", ended.complained);
    ended
}

/// That all these words are said.
fn says(ended: &Ended, words: &[&str]) {
    for word in words {
        assert!(ended.complained.contains(word), "{word}: {}", ended.complained);
    }
}

#[test]
fn a_slip_of_the_keyboard_is_named_with_line_column_and_field() {
    let facts = "{\n  \"year\": 2026,\n  \"category\": \"worker\",\n  \"itms\": []\n}";
    says(&refused(facts, ""), &["第 4 行第 8 列", "字段 itms", "没有“itms”这个字段", "items"]);
    says(
        &refused("{\"year\": 2026,\n\"category\": \"teacher\"}", ""),
        &["第 2 行", "字段 category", "full-time-teacher"],
    );
    says(&refused("{\"year\": 2026}", "--json"), &["第 1 行", "少了必填的 category"]);
    let day = r#""items": [{"id": "1", "kind": "paper", "starts": "2026-02-30", "ends": "2026-03-01"}]"#;
    let facts = format!("{{\"year\": 2026, \"category\": \"worker\",\n{day}}}");
    says(&refused(facts, ""), &["第 2 行", "items[0].starts", "真有这一天"]);
}

#[test]
fn text_that_breaks_off_or_goes_on_is_named_where_it_does() {
    says(&refused("{\"year\": 2026,\n", ""), &["第 2 行", "断了"]);
    says(&refused(format!("{GOOD}\n{GOOD}\n"), ""), &["第 2 行第 1 列", "--lines"]);
    says(&refused(format!("[{GOOD}]"), ""), &["第 1 行第 1 列", "方括号", "--lines"]);
}

#[test]
fn an_empty_file_is_said_to_be_empty() {
    for content in ["", "\u{feff}", " \n\n"] {
        says(&refused(content, ""), &["空文件"]);
        says(&refused(content, "--lines"), &["空文件"]);
    }
}

#[test]
fn what_is_not_utf8_is_named_by_its_line() {
    let mut bytes = format!("{GOOD}\n").into_bytes();
    bytes.extend([0xbd, 0xcc, 0xca, 0xa6]);
    says(&refused(&bytes, "--lines"), &["第 2 行", "UTF-8"]);
}

#[test]
fn one_bad_line_among_many_is_named_and_none_is_judged() {
    let mut people = vec![GOOD; 40];
    people[26] = r#"{"year": 2026, "category": "worker", "public": [{"course": "公需科目", "study": "十"}]}"#;
    // The empty lines count: an editor counts them too.
    let ended = refused(format!("\n{}\n", people.join("\n")), "--lines");
    says(&ended, &["第 28 行第 80 列", "public[0].study", "“十”不是学时数"]);
    assert!(!ended.complained.contains("line 1"), "one place, not two: {}", ended.complained);
}

#[test]
fn a_file_beyond_one_persons_year_is_refused_whole() {
    let long = format!("{}{GOOD}", "\n".repeat(4 * 1024 * 1024));
    says(&refused(&long, ""), &["超过 4 MB", "--lines"]);
    let desk = Desk::with("facts.json", &long);
    assert_eq!(desk.run("assess facts.json --lines").code, Some(0), "many people need more room");
}

#[test]
fn a_file_that_is_not_there_is_no_facts() {
    let ended = Desk::new().run("assess nobody.json");
    assert_eq!(ended.code, Some(2));
    says(&ended, &["nobody.json", "数据没有改动。请核对文件名"]);
    assert_eq!(Desk::new().run("assess .").code, Some(2), "a folder is no file");
    assert_eq!(Desk::new().run("assess").code, Some(2), "the file's name is missing");
}
