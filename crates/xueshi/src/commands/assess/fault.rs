//! What is wrong with the text of somebody's facts, in Chinese, and where. Must not know of files.

use jiff::civil::Date;
use policy::{Pack, YearFacts};
use serde_json::error::Category;

use super::place;

/// Fields that take a day.
const DAYS: [&str; 9] =
    ["starts", "ends", "learned", "decided", "happened", "from", "on", "approved_on", "title_series_opens"];

/// The first thing that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Line of the text, from 1.
    pub(super) line: usize,
    /// Character in that line, from 1.
    pub(super) column: usize,
    /// The field, such as `items[0].starts`; none at the outermost level.
    pub(super) field: Option<String>,
    /// What is wrong with it, in Chinese, without a full stop.
    pub(super) reason: String,
}

/// One person's facts, or the first thing that is wrong with them.
pub(super) fn facts(text: &str) -> Result<YearFacts, Fault> {
    // A list of values in the right order would pass for an object, and nobody means that.
    if text.trim_start().starts_with('[') {
        let reason = "一个人的事实写在花括号 {} 里，不是方括号；许多人请一行一个，并加 --lines";
        let line = 1 + text.chars().take_while(|c| c.is_whitespace()).filter(|c| *c == '\n').count();
        let column = text.lines().nth(line - 1).map_or(1, |line| 1 + line.chars().take_while(|c| *c != '[').count());
        return Err(Fault { line, column, field: None, reason: reason.to_owned() });
    }
    let mut reader = serde_json::Deserializer::from_str(text);
    let facts: YearFacts = serde_path_to_error::deserialize(&mut reader)
        .map_err(|error| fault(text, error.inner(), field(&error.path().to_string())))?;
    reader.end().map_err(|error| fault(text, &error, None))?;
    Ok(facts)
}

/// The field that a path names as far as it is known: where the text is cut the path ends in `?`.
fn field(path: &str) -> Option<String> {
    let known = path.trim_end_matches(['.', '?']);
    (!known.is_empty()).then(|| known.to_owned())
}

/// The first thing in these facts, read from this text, that cannot be true on the day `today`.
pub(super) fn contradiction(pack: &Pack, text: &str, facts: &YearFacts, today: Date) -> Option<Fault> {
    let mut found = policy::contradictions(pack, facts, today).into_iter();
    let first = found.next()?;
    let more = found.count();
    let more = if more == 0 { String::new() } else { format!("（这个人的事实里另有 {more} 处不对）") };
    let place = place::of(text, &first.field);
    let (line, column) = place.map_or((1, 1), |error| (error.line().max(1), column(text, &error)));
    Some(Fault { line, column, field: Some(first.field), reason: first.text + &more })
}

fn fault(text: &str, error: &serde_json::Error, field: Option<String>) -> Fault {
    let said = error.to_string();
    let said = said.split(" at line ").next().unwrap_or_default();
    let reason = match error.classify() {
        Category::Eof => "写到这里就断了，后面缺了内容，例如引号或右括号".to_owned(),
        Category::Data => misfit(said, field.as_deref().unwrap_or_default()),
        Category::Syntax | Category::Io => slip(said),
    };
    Fault { line: error.line().max(1), column: column(text, error), field, reason }
}

/// The reader counts bytes; people count characters.
fn column(text: &str, error: &serde_json::Error) -> usize {
    let line = text.lines().nth(error.line().max(1) - 1).unwrap_or_default();
    let before = line.bytes().take(error.column());
    before.filter(|byte| !is_inside_a_character(*byte)).count().max(1)
}

fn is_inside_a_character(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

/// Text that is not JSON.
fn slip(said: &str) -> String {
    let known = match said {
        "trailing characters" => "一个人的内容到此已经完整，后面还有多余的文字；许多人请一行一个，并加 --lines",
        "trailing comma" => "最后一项后面多了一个逗号",
        "expected `:`" => "字段名后面少了英文冒号",
        "expected `,` or `}`" => "这里应当是英文逗号，或右花括号 }",
        "expected `,` or `]`" => "这里应当是英文逗号，或右方括号 ]",
        "key must be a string" => "字段名要写在英文双引号里",
        "expected value" | "expected ident" => "这里应当是数字、true、false、null，或写在英文双引号里的文字",
        "invalid number" | "number out of range" => "数字的写法不对",
        "recursion limit exceeded" => "括号套得太深",
        _ if said.starts_with("control character") => "引号里的文字不能换行，也不能有制表符等控制字符",
        _ if said.contains("escape") || said.contains("surrogate") => "反斜杠 \\ 后面的写法不对",
        _ => return format!("不是正确的 JSON（{said}）"),
    };
    known.to_owned()
}

/// JSON that is not facts.
fn misfit(said: &str, field: &str) -> String {
    if is_day(field) && !said.starts_with("unknown field") {
        return "不是日期，应当像 2026-05-20，并且真有这一天".to_owned();
    }
    let mut quoted = said.split('`').skip(1).step_by(2);
    let name = quoted.next().unwrap_or_default();
    let choices: Vec<&str> = quoted.collect();
    let choices = if choices.is_empty() { String::new() } else { format!("，可以写：{}", choices.join("、")) };
    if said.starts_with("missing field") {
        format!("少了必填的 {name}")
    } else if said.starts_with("unknown field") {
        format!("没有“{name}”这个字段{choices}")
    } else if said.starts_with("unknown variant") {
        format!("没有“{name}”这个选项{choices}")
    } else if said.starts_with("duplicate field") {
        format!("{name} 写了两次")
    } else if let Some((found, expected)) =
        said.strip_prefix("invalid type: ").and_then(|s| s.split_once(", expected "))
    {
        format!("应当是{}，写的却是{}", in_chinese(expected), in_chinese(found))
    } else if let Some((found, expected)) =
        said.strip_prefix("invalid value: ").and_then(|s| s.split_once(", expected "))
    {
        format!("应当是{}，写的却是{}，超出了范围", in_chinese(expected), in_chinese(found))
    } else {
        said.to_owned()
    }
}

/// Whether a field takes a day: all in `learned` of the year do, which is no day itself.
fn is_day(field: &str) -> bool {
    field.starts_with("learned.") || field != "learned" && DAYS.contains(&field.rsplit('.').next().unwrap_or_default())
}

/// What the reader calls a value, or a sort of value.
fn in_chinese(words: &str) -> String {
    let quoted = words.split(['`', '"']).nth(1).unwrap_or_default();
    match words.split(' ').next().unwrap_or_default() {
        "i16" | "u16" | "u8" => "整数".to_owned(),
        "a" if words == "a string" => "写在英文双引号里的文字".to_owned(),
        "a" if words == "a boolean" => "true 或 false".to_owned(),
        "a" if words == "a sequence" => "方括号 [] 里的列表".to_owned(),
        "a" | "struct" | "map" => "花括号 {} 里的字段".to_owned(),
        "string" if words.contains('"') => format!("文字“{quoted}”"),
        "string" => "写在英文双引号里的文字".to_owned(),
        "sequence" => "方括号 [] 里的列表".to_owned(),
        "integer" | "floating" | "boolean" | "character" => format!(" {quoted}"),
        "null" | "unit" | "Option" => " null".to_owned(),
        _ => format!("（{words}）"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, facts};

    fn fault(text: &str) -> Fault {
        facts(text).expect_err(text)
    }

    fn reason(text: &str) -> String {
        fault(text).reason
    }

    /// A year with one item in which `ends` stands as given.
    fn ending(ends: &str) -> String {
        format!(
            "{{\"year\": 2026, \"category\": \"worker\", \"items\": [\n  \
             {{\"id\": \"1\", \"kind\": \"paper\", \"title\": \"论文\", \"starts\": \"2026-05-20\", \"ends\": {ends}}}]}}"
        )
    }

    #[test]
    fn the_column_counts_characters_and_not_bytes() {
        let fault = fault(&ending("\"2026-02-30\""));
        let line = ending("\"2026-02-30\"");
        let line: Vec<char> = line.lines().nth(1).expect("a second line").chars().collect();
        assert_eq!((fault.line, line[fault.column - 1], line[fault.column]), (2, '"', '}'));
        assert_eq!(fault.field.as_deref(), Some("items[0].ends"));
        assert_eq!(fault.reason, "不是日期，应当像 2026-05-20，并且真有这一天");
    }

    #[test]
    fn json_that_is_not_facts_is_told_field_by_field() {
        assert_eq!(reason(r#"{"year": 2026}"#), "少了必填的 category");
        assert_eq!(
            reason(r#"{"year": 2026, "category": "worker", "itms": []}"#),
            "没有“itms”这个字段，可以写：year、category、declares_title_next_year、confirmation_only、public、items、approved、approved_on、posts、declares_title_this_year、title_series_opens、last_year、findings、learned、training_year"
        );
        assert_eq!(
            reason(r#"{"year": 2026, "category": "teacher"}"#),
            "没有“teacher”这个选项，可以写：full-time-teacher、other-professional、administrative、worker"
        );
        assert_eq!(reason(r#"{"year": 2026, "year": 2026}"#), "year 写了两次");
        assert_eq!(reason(r#"{"year": "2026"}"#), "应当是整数，写的却是文字“2026”");
        assert_eq!(reason(r#"{"year": 99999}"#), "应当是整数，写的却是 99999，超出了范围");
        assert_eq!(reason(r#"{"approved": 1}"#), "应当是true 或 false，写的却是 1");
        assert_eq!(reason(r#"{"items": {}}"#), "应当是方括号 [] 里的列表，写的却是花括号 {} 里的字段");
        assert_eq!(reason(r#"{"items": ["论文"]}"#), "应当是花括号 {} 里的字段，写的却是文字“论文”");
        assert_eq!(
            reason(r#"{"items": [{"applied": -3}]}"#),
            "“-3”不是学时数：只能写数字，小数最多两位，例如 12 或 12.5"
        );
        assert_eq!(reason(r#"{"items": [{"id": 1}]}"#), "应当是写在英文双引号里的文字，写的却是 1");
        assert_eq!(
            reason(r#"{"learned": {"category": null}}"#),
            "没有“category”这个字段，可以写：declares_title_next_year、confirmation_only、declares_title_this_year、last_year"
        );
        assert_eq!(reason(r#"{"learned": "2026-05-20"}"#), "应当是花括号 {} 里的字段，写的却是文字“2026-05-20”");
        let no_day = "不是日期，应当像 2026-05-20，并且真有这一天";
        assert_eq!(reason(r#"{"learned": {"last_year": "satisfied"}}"#), no_day);
        assert_eq!(reason(r#"{"items": [{"learned": {}}]}"#), no_day);
        for written in ["2026-05-20T10:00:00", "2026-05-20 10:00", "20260520", "+002026-05-20", " 2026-05-20"] {
            assert_eq!(reason(&ending(&format!("\"{written}\""))), no_day, "{written}");
        }
        let known = ending(r#""2026-05-20", "learned": null"#);
        assert_eq!(facts(&known).expect("a day that may be left open").items[0].learned, None);
        assert_eq!(reason(r#""facts""#), "应当是花括号 {} 里的字段，写的却是文字“facts”");
    }

    #[test]
    fn text_that_is_not_json_is_told_in_words_that_help() {
        assert_eq!(reason("{\"year\": 2026,"), "写到这里就断了，后面缺了内容，例如引号或右括号");
        assert_eq!(reason(r#"{"year" 2026}"#), "字段名后面少了英文冒号");
        assert_eq!(reason(r#"{"year": 2026 "category": 1}"#), "这里应当是英文逗号，或右花括号 }");
        assert_eq!(reason(r#"{year: 2026}"#), "字段名要写在英文双引号里");
        assert_eq!(reason(r#"{"year": ２０２６}"#), "这里应当是数字、true、false、null，或写在英文双引号里的文字");
        assert_eq!(reason(r#"{"year": 2026,}"#), "最后一项后面多了一个逗号");
        let (one, two) = (r#"{"year": 2026, "category": "worker"}"#, "一个人的内容到此已经完整");
        assert!(reason(&format!("{one}\n{one}")).starts_with(two));
    }

    #[test]
    fn a_field_is_named_as_far_as_it_is_known() {
        assert_eq!(fault("{\"year\": 2026,").field, None);
        assert_eq!(fault("{\"items\": [{\"id\": \"1\", ").field.as_deref(), Some("items[0]"));
        assert_eq!(fault("{\"items\": [{\"id\": ").field.as_deref(), Some("items[0].id"));
    }

    #[test]
    fn a_list_of_people_is_not_taken_for_one() {
        let fault = fault("\n  [2026, \"worker\"]");
        assert_eq!((fault.line, fault.column), (2, 3));
        assert!(fault.reason.contains("--lines"), "{}", fault.reason);
    }
}
