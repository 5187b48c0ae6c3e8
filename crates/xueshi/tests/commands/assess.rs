//! `xueshi assess` on facts that can be read.

use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

use crate::program::Desk;

/// Hosted training of 40 hours in 2025 and of 60 in 2026, and the public course passed.
const TWO_YEARS: &str = r#"{
  "year": 2026,
  "category": "full-time-teacher",
  "public": [{ "course": "公需科目必修课", "study": 10, "exam_passed": true, "hours": 30 }],
  "items": [
    { "id": "去年", "kind": "training-hosted", "starts": "2025-07-01", "ends": "2025-07-05",
      "answers": { "stated_hours": "40" } },
    { "id": "今年", "kind": "training-hosted", "starts": "2026-07-01", "ends": "2026-07-08",
      "answers": { "stated_hours": "60" } }
  ]
}"#;

fn line(category: &str, stated_hours: u32) -> String {
    format!(
        r#"{{"year":2026,"category":"{category}","items":[{{"id":"1","kind":"training-hosted","starts":"2026-07-01","ends":"2026-07-31","answers":{{"stated_hours":"{stated_hours}"}}}}]}}"#
    )
}

#[test]
fn the_conclusion_comes_first_and_every_step_names_its_article() {
    let desk = Desk::with("year.json", TWO_YEARS);
    let ended = desk.run("assess year.json");
    assert_eq!((ended.code, ended.complained.as_str()), (Some(0), ""));
    let mut lines = ended.said.lines();
    assert_eq!(lines.next(), Some("结论：已达到。公需 30 学时，专业 60 学时，合计 90 学时。"));
    for words in ["登记项 今年", "〔第二条〕", "〔第三条〕", "〔第七条〕", "依据：", "guet-2022"]
    {
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
    assert!(!ended.said.contains("示例"), "the regulation's own pack has no sample numbers: {}", ended.said);
    assert_eq!(desk.files(), 1, "an assessment leaves nothing behind");
}

#[test]
fn a_program_gets_the_same_answer_as_json() {
    let desk = Desk::with("year.json", TWO_YEARS);
    let answer = desk.run("assess year.json --json").json();
    assert_eq!(answer["pack"], "guet-2022");
    assert_eq!(answer["pack_hash"].as_str().map(str::len), Some(64));
    assert_eq!(answer["sample"], false);
    assert_eq!(answer["assessment"]["outcome"], "satisfied");
    assert_eq!(answer["assessment"]["total"], 90);
    let steps = answer["explanation"]["steps"].as_array().expect("the working-out");
    assert!(steps.iter().any(|step| step["reason"]["article"] == "第二条"), "{steps:?}");
    assert_eq!(desk.run("assess year.json --json").said, desk.run("assess year.json --json").said);
}

#[test]
fn the_year_option_chooses_what_counts() {
    let desk = Desk::with("year.json", TWO_YEARS);
    for (option, hours) in [("", 60), ("--year 2026", 60), ("--year 2025", 40), ("--year 2024", 0)] {
        let answer = desk.run(&format!("assess year.json --json {option}")).json();
        assert_eq!(answer["assessment"]["professional"], hours, "{option}");
    }
    let last = desk.run("assess year.json --year 2025");
    assert!(last.said.contains("2025 年度，"), "{}", last.said);
    assert_eq!(desk.run("assess year.json --year 去年").code, Some(2));
}

#[test]
fn another_pack_says_that_it_is_a_sample() {
    let desk = Desk::with("year.json", TWO_YEARS);
    let ended = desk.run("assess year.json --policy sample-2026");
    assert_eq!(ended.code, Some(0), "{}", ended.complained);
    assert!(ended.said.contains("示例标准：这个标准含示例数字，不作正式依据。"), "{}", ended.said);
    assert_eq!(desk.run("assess year.json --policy sample-2026 --json").json()["sample"], true);
}

#[test]
fn an_unknown_pack_names_those_there_are() {
    let desk = Desk::with("year.json", TWO_YEARS);
    let ended = desk.run("assess year.json --policy guet-1999");
    assert_eq!((ended.code, ended.said.as_str()), (Some(1), ""));
    for words in ["guet-1999", "guet-2022", "guangxi-2019", "sample-2026", "数据没有改动"] {
        assert!(ended.complained.contains(words), "{words}: {}", ended.complained);
    }
}

#[test]
fn many_people_give_a_line_each_in_their_order() {
    let people: Vec<String> = (1..=300).map(|hours| line("full-time-teacher", hours)).collect();
    // A byte-order mark, empty lines and Windows line ends come from editors, and mean nothing.
    let desk = Desk::with("people.jsonl", format!("\u{feff}{}\r\n\r\n", people.join("\r\n")));
    for options in ["--lines", "--lines --json"] {
        let ended = desk.run(&format!("assess people.jsonl {options}"));
        assert_eq!((ended.code, ended.complained.as_str()), (Some(0), ""));
        let answers: Vec<serde_json::Value> =
            ended.said.lines().map(|line| serde_json::from_str(line).expect("one answer a line")).collect();
        assert_eq!(answers.len(), 300);
        for (answer, hours) in answers.iter().zip(1..) {
            assert_eq!(answer["assessment"]["professional"], hours);
        }
    }
}

#[test]
fn facts_may_come_from_standard_input() {
    let desk = Desk::new();
    let one = desk.run_reading("assess -", TWO_YEARS);
    assert!(one.said.starts_with("结论：已达到。"), "{}{}", one.said, one.complained);
    let two = format!("{}\n{}\n", line("worker", 1), line("administrative", 2));
    let ended = desk.run_reading("assess - --lines", &two);
    assert_eq!((ended.code, ended.said.lines().count()), (Some(0), 2), "{}", ended.complained);
}

#[test]
fn whoever_stops_reading_hears_no_complaint() {
    let people: Vec<String> = (1..=300).map(|hours| line("full-time-teacher", hours)).collect();
    let desk = Desk::with("people.jsonl", people.join("\n"));
    for line in ["assess people.jsonl --lines", "policy kinds", "policy kinds --json", "assess --schema"] {
        let mut running =
            desk.command(line).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut output = BufReader::with_capacity(16, running.stdout.take().expect("its output"));
        let mut first = Vec::new();
        output.read_until(b'\n', &mut first).expect("one line");
        drop(output);
        let mut complained = String::new();
        running.stderr.take().expect("its error output").read_to_string(&mut complained).expect("text");
        let status = running.wait().expect("it ends");
        assert!(!first.is_empty(), "{line} prints something");
        assert_eq!((status.code(), complained.as_str()), (Some(0), ""), "{line}");
    }
}

#[test]
fn a_year_is_judged_as_of_a_day_and_as_known_on_a_day() {
    let desk =
        Desk::with("year.json", TWO_YEARS.replace("\"hours\": 30", "\"hours\": 30, \"learned\": \"2026-09-20\""));
    for (options, public, professional) in [
        ("", 30, 60),
        ("--as-of 2026-07-07", 30, 0),
        ("--known-on 2026-09-19", 0, 60),
        ("--as-of 2026-07-08 --known-on 2026-09-20", 30, 60),
    ] {
        let answer = desk.run(&format!("assess year.json --json {options}")).json();
        assert_eq!(answer["assessment"]["public"], public, "{options}");
        assert_eq!(answer["assessment"]["professional"], professional, "{options}");
    }
    let told = desk.run("assess year.json --as-of 2026-07-07 --known-on 2026-09-19").said;
    for words in
        ["只看2026年7月7日为止发生、2026年9月19日为止得知的事实。", "发生在2026年7月8日，晚于2026年7月7日，不计入。"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    let intends = r#"{"year": 2026, "category": "administrative", "declares_title_this_year": true,
        "learned": {"declares_title_this_year": "2026-05-06"}}"#;
    let intends = Desk::with("year.json", intends);
    let unknown = "本年度是否申报职称：2026年5月6日才得知，晚于2026年5月5日，按还不知道核算。";
    assert!(intends.run("assess year.json --known-on 2026-05-05").said.contains(unknown));
    assert!(!intends.run("assess year.json --known-on 2026-05-06").said.contains(unknown));
    let wrong = desk.run("assess year.json --as-of 2026-02-30");
    assert_eq!(wrong.code, Some(2));
    assert!(wrong.complained.contains("“2026-02-30”写法不对"), "{}", wrong.complained);
}
