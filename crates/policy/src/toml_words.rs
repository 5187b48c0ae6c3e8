//! What the TOML reader complains of, in Chinese and with the fault that it is. Must not look at what fields mean.

use crate::days;
use crate::faults::Fault;

/// A complaint about a text: how many lines stand before the one it is about, the fault, and the sentence.
pub(crate) fn of(error: &toml::de::Error, text: &str) -> (usize, Fault, String) {
    let start = error.span().map_or(0, |span| span.start);
    let (before, after) = text.split_at_checked(start).unwrap_or((text, ""));
    let begun = before.rsplit('\n').next().unwrap_or_default();
    let line = format!("{begun}{}", after.lines().next().unwrap_or_default());
    let (fault, told) = match toml::de::DeTable::parse(text) {
        Ok(_) => told(error.message(), &line),
        Err(_) => (Fault::Syntax, no_toml(error.message(), &line)),
    };
    (before.matches('\n').count(), fault, told)
}

/// The fault and the sentence for one complaint about a value, and the line on which it stands, as far as it is known.
pub(crate) fn told(message: &str, line: &str) -> (Fault, String) {
    let message = message.trim().replace('\n', " ");
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let known = || {
        let words: Vec<&str> = message.split('`').skip(3).step_by(2).collect();
        if words.is_empty() {
            "这里没有可写的项".to_owned()
        } else {
            format!("可以写：{}", words.join("、"))
        }
    };
    // A sentence of our own stays as it is.
    if message.contains("不是学时数") {
        return (Fault::BadAmount, message);
    }
    if message.starts_with("unknown field") {
        return (Fault::UnknownField, format!("没有“{}”这一项（{}）", quoted(), known()));
    }
    if message.starts_with("missing field") {
        return (Fault::MissingField, format!("缺少“{}”这一项", quoted()));
    }
    if message.starts_with("unknown variant") {
        return (Fault::UnknownWord, format!("不能写“{}”（{}）", quoted(), known()));
    }
    (Fault::WrongType, value(&message, line))
}

/// What is wrong with a value.
fn value(message: &str, line: &str) -> String {
    if message.ends_with("a tuple of size 2") {
        return "一对要写成 [\"标识\", \"名称\"]".to_owned();
    }
    // TOML knows days of its own, which nothing here takes.
    let is_text_wanted = ["a string", days::WANTED].iter().any(|wanted| message.ends_with(wanted));
    if let Some(day) = bare_day(line).filter(|_| is_text_wanted && message.starts_with("invalid type: map")) {
        return quote_the_day(&day);
    }
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        let is_day = message.starts_with("invalid type: map") && bare_day(line).is_some();
        let message = if is_day { message.replacen("map", "day", 1) } else { message.to_owned() };
        return format!("这一项的类型不对：{}", typed(&message));
    }
    if message.chars().any(|character| character > '\u{2e7f}') {
        return message.to_owned();
    }
    "这一项写的不是这里能写的内容".to_owned()
}

fn quote_the_day(day: &str) -> String {
    format!("日期要写在英文双引号里，例如 \"{day}\"")
}

/// What is no TOML, and what on its line may be the cause.
fn no_toml(message: &str, line: &str) -> String {
    let wide = wide(line);
    let told = match bare_day(line).filter(|_| wide.is_empty()) {
        Some(day) => format!("：{}", quote_the_day(&day)),
        None => syntax(message),
    };
    let wide = if wide.is_empty() {
        String::new()
    } else {
        let before = if told.is_empty() { "：" } else { "；" };
        format!("{before}这一行有全角字符：{}，请改成英文半角的", wide.join("、"))
    };
    format!("不符合 TOML 的写法{told}{wide}")
}

/// What stands on a line outside quotation marks and remarks, and inside those that are still open at its end.
fn outside(line: &str) -> (String, String) {
    let (mut outside, mut inside, mut open) = (String::new(), String::new(), None);
    for character in line.chars() {
        match (open, character) {
            (None, '#') => break,
            (None, '"' | '\'') => open = Some(character),
            (None, _) => outside.push(character),
            (Some(mark), _) if mark == character => {
                open = None;
                inside.clear();
            }
            (Some(_), _) => inside.push(character),
        }
    }
    (outside, inside)
}

/// The first day that stands on a line without quotation marks, such as `2026-03-01` or `11-30`, as it should be written.
fn bare_day(line: &str) -> Option<String> {
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (outside, _) = outside(line);
    let day = outside.split([' ', '\t', '=', ',', '[', ']', '{', '}']).find_map(|word| {
        let parts: Vec<&str> = word.split('T').next()?.split('-').collect();
        (parts.len() > 1 && parts.iter().all(|part| is_number(part))).then_some(parts)
    })?;
    Some(day.into_iter().map(|part| format!("{part:0>2}")).collect::<Vec<_>>().join("-"))
}

/// The characters on a line that look like those of TOML and are none, each once.
fn wide(line: &str) -> Vec<String> {
    let (outside, inside) = outside(line);
    // A quotation that is open at the end may have been meant to end with a Chinese mark.
    let marks = inside.chars().filter(|character| "“”".contains(*character));
    let mut named = Vec::new();
    for character in outside.chars().chain(marks) {
        let name = match character {
            '“' | '”' => "中文双引号".to_owned(),
            '‘' | '’' => "中文单引号".to_owned(),
            '\u{3000}' => "全角空格".to_owned(),
            '\u{ff01}'..='\u{ff5e}' | '、' | '。' | '【' | '】' => format!("“{character}”"),
            _ => continue,
        };
        if !named.contains(&name) {
            named.push(name);
        }
    }
    named
}

/// What is wrong with the writing, by how the complaint begins; nothing more where it is none of these.
fn syntax(message: &str) -> String {
    const KNOWN: [(&str, &[&str]); 11] = [
        (
            "引号没有成对，或者引号里有不能写的字符",
            &[
                "invalid basic",
                "invalid literal",
                "invalid multi",
                "missing opening quote",
                "missing escaped",
                "too few unicode",
            ],
        ),
        ("同一项写了两次", &["duplicate key", "cannot extend"]),
        ("等号后面没有写值，或者文字没有写在一对英文引号里", &["string values must", "missing value", "invalid value"]),
        (
            "这一项没有写等号，或者多写了等号",
            &["missing assignment", "key with no value", "extra assignment", "extra `=`", "unexpected `=`"],
        ),
        ("方括号没有成对", &["unclosed array", "unclosed table", "missing table", "missing array"]),
        ("花括号没有成对", &["unclosed inline", "missing inline"]),
        ("两项之间少了逗号，或者多写了逗号", &["missing comma", "extra comma", "missing key for", "invalid inline"]),
        ("名称只能用英文字母、数字、下划线和连字符", &["invalid unquoted", "unquoted keys", "keys cannot"]),
        ("这一行多写了内容，一行只写一项", &["unexpected content", "unexpected key", "invalid key-value"]),
        (
            "数字或日期的写法不对",
            &["invalid", "unexpected leading", "unexpected sign", "redundant", "radix", "integers", "`_`"],
        ),
        ("这一行有不能写的字符，请另存为普通文本", &["carriage", "invalid comment", "missing comment"]),
    ];
    let is_told = |(_, starts): &&(&str, &[&str])| starts.iter().any(|start| message.starts_with(start));
    KNOWN.iter().find(is_told).map_or_else(String::new, |(told, _)| format!("：{told}"))
}

/// `invalid type: string "x", expected i64` with the types in Chinese.
fn typed(message: &str) -> String {
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let found = found.split_once(": ").map_or(found, |(_, found)| found).trim_end_matches(" as i128");
    let expected = match expected {
        "a string" => "文字",
        "a boolean" => "true 或 false",
        "a sequence" => "方括号括起来的列表",
        "a map" => "一组项",
        "i64" if found.starts_with("integer") => "小得多的整数",
        "i16" if found.starts_with("integer") => " -32768 到 32767 的整数",
        "u8" if found.starts_with("integer") => " 0 到 255 的整数",
        "u16" if found.starts_with("integer") => " 0 到 65535 的整数",
        "i64" | "i16" | "u16" | "u8" => "整数",
        other if other.starts_with("struct ") => "一组项",
        // Nobody is helped by a type of the program.
        other if other.bytes().any(|byte| byte.is_ascii_alphabetic()) => "别的写法",
        other => other,
    };
    let found = [
        ("string", "文字"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("boolean", "是非"),
        ("map", "一组项"),
        ("day", "日期"),
        ("sequence", "列表"),
    ]
    .into_iter()
    .find_map(|(word, chinese)| Some(format!("{chinese}{}", found.strip_prefix(word)?)))
    .unwrap_or_else(|| found.to_owned());
    format!("写的是{}，应为{expected}", found.replace('`', "").replace('"', "”").replacen('”', "“", 1))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{of, told};
    use crate::days;
    use crate::faults::Fault;

    #[test]
    fn complaints_are_told_in_chinese() {
        let said = |message| told(message, "").1;
        assert_eq!(said("unknown field `a`, expected `b` or `c`"), "没有“a”这一项（可以写：b、c）");
        assert_eq!(said("missing field `id`"), "缺少“id”这一项");
        assert_eq!(said("invalid type: string \"x\", expected i64"), "这一项的类型不对：写的是文字 “x”，应为整数");
        assert_eq!(said("invalid type: integer `3`, expected a string"), "这一项的类型不对：写的是整数 3，应为文字");
        let range = "这一项的类型不对：写的是整数 300，应为 0 到 255 的整数";
        assert_eq!(said("invalid value: integer `300`, expected u8"), range);
    }

    #[test]
    fn what_is_wanted_is_told_with_its_bounds_only_where_a_whole_number_is_outside_of_them() {
        let wanted = |found: &str, expected: &str| {
            let said = told(&format!("invalid type: {found}, expected {expected}"), "").1;
            said.split_once("，应为").map(|(_, wanted)| wanted.to_owned()).unwrap_or_default()
        };
        for (expected, whole, bounds) in [
            ("i64", "整数", "小得多的整数"),
            ("i16", "整数", " -32768 到 32767 的整数"),
            ("u8", "整数", " 0 到 255 的整数"),
            ("u16", "整数", " 0 到 65535 的整数"),
        ] {
            assert_eq!(
                (wanted("boolean `true`", expected).as_str(), wanted("integer `9`", expected).as_str()),
                (whole, bounds)
            );
        }
        for (expected, told) in [
            ("struct Values", "一组项"),
            ("a map", "一组项"),
            ("a boolean", "true 或 false"),
            ("a sequence", "方括号括起来的列表"),
            ("tuple struct Pair", "别的写法"),
            ("学时", "学时"),
        ] {
            assert_eq!(wanted("integer `9`", expected), told, "{expected}");
        }
    }

    /// Values of every sort that a block or a scenario has.
    #[derive(Debug, Default, Deserialize)]
    #[serde(default)]
    struct Values {
        #[serde(deserialize_with = "days::read_if_any")]
        day: Option<jiff::civil::Date>,
        text: String,
        pairs: Vec<(String, String)>,
        small: u8,
        score: u16,
        year: i16,
        count: i64,
        flag: bool,
        named: std::collections::BTreeMap<String, String>,
        block: Option<Box<Values>>,
        word: Option<crate::StaffCategory>,
    }

    fn of_values(text: &str) -> (Fault, String) {
        let (_, fault, said) = of(&toml::from_str::<Values>(text).expect_err(text), text);
        (fault, said)
    }

    #[test]
    fn no_value_is_answered_in_a_language_of_the_program() {
        let keys = ["day", "text", "pairs", "small", "score", "year", "count", "flag", "named", "block", "word"];
        let values = [
            "2026-03-01",
            "3",
            "-70000",
            "99999999999999999999",
            "1.5",
            "true",
            "[3]",
            "[[3]]",
            "{ 文 = 3 }",
            "\"字\"",
        ];
        let mut refused = 0;
        for (key, value) in keys.into_iter().flat_map(|key| values.map(|value| (key, value))) {
            let text = format!("{key} = {value}").replace("文 =", "\"文\" =");
            let Err(error) = toml::from_str::<Values>(&text) else { continue };
            let (_, fault, said) = of(&error, &text);
            refused += 1;
            // What may be written is named as it is written.
            let own = said.split("（可以写：").next().unwrap_or_default();
            let words = own.replace("true", "").replace("false", "");
            assert!(!words.chars().any(|letter| letter.is_ascii_alphabetic()), "{text}: {said}");
            assert_ne!(fault, Fault::Syntax, "{text}: {said}");
        }
        assert!(refused > 80, "{refused}");
    }

    #[test]
    fn a_day_without_quotes_and_a_pair_that_is_none_are_told_as_they_are_written() {
        let quotes = |day: &str| format!("日期要写在英文双引号里，例如 \"{day}\"");
        for text in ["day = 2026-03-01", "text = 2026-03-01 # \"甲\"", "year = 2026\nday = 2026-03-01T10:00:00"] {
            assert_eq!(of_values(text), (Fault::WrongType, quotes("2026-03-01")), "{text}");
        }
        let no_toml = |day| format!("不符合 TOML 的写法：{}", quotes(day));
        assert_eq!(of_values("text = 11-30"), (Fault::Syntax, no_toml("11-30")));
        assert_eq!(of_values("day = 2026-3-1"), (Fault::Syntax, no_toml("2026-03-01")));
        let pair = (Fault::WrongType, "一对要写成 [\"标识\", \"名称\"]".to_owned());
        for text in ["pairs = [\"听讲\"]", "pairs = [[\"a\"]]", "pairs = [{ a = 1 }]"] {
            assert_eq!(of_values(text), pair, "{text}");
        }
        for day in ["2026-02-30", "三月", "2026-03-01T10:00:00"] {
            let no_day = format!("“{day}”不是日期：要写成 2026-11-23 的样子，不带时间，并且真有这一天");
            assert_eq!(of_values(&format!("day = \"{day}\"")), (Fault::WrongType, no_day));
        }
        assert_eq!(of_values("year = 2026-03-01").1, "这一项的类型不对：写的是日期，应为整数");
        // What only looks like one, or is not all that is wrong.
        assert!(!of_values("text = a-b").1.contains("日期"));
        assert!(!of_values("text = -").1.contains("日期"));
        assert_eq!(of_values("text = { a = 1 }").1, "这一项的类型不对：写的是一组项，应为文字");
        let list = "这一项的类型不对：写的是列表，应为文字";
        assert_eq!(of_values("text = [2026-03-01]").1, list);
    }

    #[test]
    fn wide_characters_are_named_where_they_stand_for_others() {
        for (text, wide) in [
            ("text = [\"，\"，\"b\"]", "“，”"),
            ("year = ２０２０", "“２”、“０”"),
            ("text = “甲，乙”", "中文双引号、“，”"),
            ("text = ‘甲’", "中文单引号"),
            ("text = \"甲”", "中文双引号"),
            ("text　＝ \"甲\"", "全角空格、“＝”"),
            ("text = 【\"甲\"】", "“【”、“】”"),
        ] {
            let (fault, said) = of_values(text);
            let hint = format!("；这一行有全角字符：{wide}，请改成英文半角的");
            assert!(fault == Fault::Syntax && said.ends_with(&hint), "{text}: {said}");
        }
        for text in ["text = \"，\" \"b\"", "text = 甲 # “乙”，２"] {
            let said = of_values(text).1;
            assert!(!said.contains("全角"), "{text}: {said}");
        }
    }

    #[test]
    fn the_line_is_that_of_the_complaint() {
        let text = "year = 2026\ntext = \"甲\"\nflag = 1\n";
        let error = toml::from_str::<Values>(text).expect_err(text);
        assert_eq!(of(&error, text).0, 2);
    }

    #[test]
    fn what_is_no_toml_is_told_in_chinese_alone() {
        for (text, wanted) in [
            ("a = \"b", "引号没有成对，或者引号里有不能写的字符"),
            ("a = b", "等号后面没有写值，或者文字没有写在一对英文引号里"),
            ("a = 1\na = 2", "同一项写了两次"),
            ("a =", "等号后面没有写值，或者文字没有写在一对英文引号里"),
            ("a 1", "这一项没有写等号，或者多写了等号"),
            ("a = [1", "方括号没有成对"),
            ("[[a", "方括号没有成对"),
            ("a = { b = 1", "花括号没有成对"),
            ("a = [\"b\" \"c\"]", "两项之间少了逗号，或者多写了逗号"),
            ("条 = 1", "名称只能用英文字母、数字、下划线和连字符"),
            ("a = 1 b = 2", "这一行多写了内容，一行只写一项"),
            ("a = 01", "数字或日期的写法不对"),
        ] {
            let problem = text.parse::<toml::Table>().expect_err(text);
            let (_, fault, said) = of(&problem, text);
            assert_eq!((fault, said), (Fault::Syntax, format!("不符合 TOML 的写法：{wanted}")), "{text}: {problem}");
        }
    }
}
