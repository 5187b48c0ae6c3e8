//! `xueshi assess` on facts that cannot be read or contradict themselves: exit code 2, the place in the file, and
//! nothing on the output.

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

/// Two items on one line each, the second with something else in place of what it has.
fn with_wrong(right: &str, wrong: &str) -> String {
    let days = r#""starts": "2026-05-20", "ends": "2026-05-21""#;
    let second = format!(r#"{{"id": "2", "kind": "xuexi-points", {days}, "answers": {{"points": "5"}}}}"#);
    assert!(second.contains(right), "{right}");
    let (first, second) = (second.replace(r#""id": "2""#, r#""id": "1""#), second.replace(right, wrong));
    format!("{{\"year\": 2026, \"category\": \"worker\", \"items\": [\n{first},\n{second}\n]}}\n")
}

/// What stands in the second item, what takes its place, in which field, and what is said of it.
const CONTRADICTIONS: [[&str; 4]; 4] = [
    [r#""2026-05-21""#, r#""2026-05-19""#, "items[1].ends", "2026-05-19 早于开始日期 2026-05-20"],
    [r#""xuexi-points""#, r#""no-such-kind""#, "items[1].kind", "guet-2022 里没有“no-such-kind”这个种类"],
    [r#""id": "2""#, r#""id": "1""#, "items[1].id", "和 items[0] 的 id 相同"],
    [r#""5""#, r#""-5""#, "items[1].answers.points", "“本年度积分”不能小于 0，写的却是“-5”"],
];

#[test]
fn facts_that_contradict_themselves_are_refused_with_line_column_and_field() {
    let desk = Desk::with("facts.json", with_wrong("2", "2"));
    assert_eq!(desk.run("assess facts.json").code, Some(0), "nothing is wrong yet");
    for [right, wrong, field, words] in CONTRADICTIONS {
        let facts = with_wrong(right, wrong);
        let second = facts.lines().nth(2).expect("a third line");
        // Where the value ends; everything before it is ASCII.
        let column = second.find(wrong).expect("what is wrong") + wrong.len();
        let place = format!("第 3 行第 {column} 列内容不对（字段 {field}）");
        for options in ["", "--json", "--year 2025"] {
            says(&refused(&facts, options), &[&place, words, "没有核算。数据没有改动。请改正"]);
        }
    }
}

/// A year with a course, a post, a finding and an item on one line each, one of them with something wrong in it.
fn whole_year_with(right: &str, wrong: &str) -> String {
    let facts = r#"{"year": 2026, "category": "worker",
"public": [{"course": "必修", "study": 10, "exam_passed": true, "score": 86, "hours": 15, "happened": "2026-06-01"}],
"posts": [{"from": "2026-01-01", "category": "worker"}, {"from": "2026-03-01", "category": "worker"}],
"findings": [{"item": "1", "on": "2026-06-01", "decision": "决定"}],
"items": [{"id": "1", "kind": "other-recognised", "starts": "2026-05-20", "ends": "2026-05-21", "decided": "2026-06-02", "accepted": true}]}"#;
    assert_eq!(facts.matches(right).count(), 1, "{right}");
    facts.replace(right, wrong)
}

#[test]
fn what_is_still_to_come_is_refused_until_its_day_is_asked_for() {
    for (right, wrong, place) in [
        (
            r#""ends": "2026-05-21", "decided": "2026-06-02""#,
            r#""ends": "9000-05-21""#,
            "第 5 行第 94 列内容不对（字段 items[0].ends）：结束日期",
        ),
        (r#""happened": "2026-06-01""#, r#""happened": "9000-05-21""#, "（字段 public[0].happened）：考试或学习的日期"),
    ] {
        let facts = whole_year_with(right, wrong);
        for options in ["", "--json", "--known-on 2026-12-31", "--known-on 9000-05-20", "--as-of 2026-12-31"] {
            says(&refused(&facts, options), &[place, "9000-05-21 晚于 ", "还没有发生", "请用 --known-on"]);
        }
        let planned = Desk::with("facts.json", &facts).run("assess facts.json --known-on 9000-05-21");
        assert_eq!(planned.code, Some(0), "{}", planned.complained);
    }
}

#[test]
fn the_year_that_is_asked_for_is_the_one_that_the_facts_have_to_fit() {
    let facts = whole_year_with("86", "87");
    let words = "（字段 public[0].happened）：考试或学习的日期 2026-06-01 早于 2027 年";
    says(&refused(&facts, "--year 2027"), &[words]);
    let earlier = Desk::with("facts.json", &facts).run("assess facts.json --year 2025");
    assert_eq!(earlier.code, Some(0), "{}", earlier.complained);
}

#[test]
fn courses_posts_findings_and_decisions_are_held_together() {
    let whole = Desk::with("facts.json", whole_year_with("86", "100")).run("assess facts.json");
    assert_eq!(whole.code, Some(0), "nothing is wrong yet: {}", whole.complained);
    for (right, wrong, words) in [
        ("86", "101", ["第 2 行", "字段 public[0].score", "成绩最高 100 分，写的却是 101"]),
        ("2026-03-01", "2026-01-01", ["第 3 行", "字段 posts[1].from", "和 posts[0] 的日期相同，都是 2026-01-01"]),
        (r#""item": "1""#, r#""item": "7""#, ["第 4 行", "字段 findings[0].item", "没有 id 是“7”的登记项"]),
        ("2026-06-02", "2026-05-19", ["第 5 行", "字段 items[0].decided", "2026-05-19 早于开始日期 2026-05-20"]),
    ] {
        says(&refused(whole_year_with(right, wrong), ""), &words);
    }
}

#[test]
fn one_contradiction_among_many_people_is_named_by_its_line_and_none_is_judged() {
    for [right, wrong, field, words] in CONTRADICTIONS {
        let person = with_wrong(right, wrong).replace('\n', "");
        let ended = refused(format!("{GOOD}\n\n{GOOD}\n{person}\n{GOOD}\n"), "--lines");
        says(&ended, &["第 4 行", field, words]);
    }
}

#[test]
fn further_contradictions_of_the_person_are_counted() {
    let facts = with_wrong(r#""id": "2", "kind": "xuexi-points""#, r#""id": "1", "kind": "no-such-kind""#);
    says(&refused(facts, ""), &["items[1].id", "另有 1 处不对"]);
}

#[test]
fn which_kinds_there_are_is_the_chosen_packs_affair() {
    let facts = with_wrong("xuexi-points", "no-such-kind");
    says(&refused(facts, "--policy sample-2026"), &["xueshi policy kinds sample-2026"]);
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
