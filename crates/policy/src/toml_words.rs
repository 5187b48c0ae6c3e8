//! What the TOML reader complains of, in Chinese and with the fault that it is. Must not read TOML.

use crate::faults::Fault;

/// The fault and the sentence for one complaint.
pub(crate) fn told(message: &str) -> (Fault, String) {
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
    if message.starts_with("invalid type") || message.starts_with("invalid value") {
        return (Fault::WrongType, format!("这一项的类型不对：{}", typed(&message)));
    }
    if message.chars().any(|character| character > '\u{2e7f}') {
        return (Fault::WrongType, message);
    }
    (Fault::Syntax, format!("不符合 TOML 的写法{}", syntax(&message)))
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
    let found = found.split_once(": ").map_or(found, |(_, found)| found);
    let expected = match expected {
        "a string" => "文字",
        "a boolean" => "true 或 false",
        "a sequence" => "方括号括起来的列表",
        "i64" => "整数",
        "i16" if found.starts_with("integer") => " -32768 到 32767 的整数",
        "u8" if found.starts_with("integer") => " 0 到 255 的整数",
        "i16" | "u8" => "整数",
        other => other,
    };
    let found = [
        ("string", "文字"),
        ("integer", "整数"),
        ("floating point", "小数"),
        ("boolean", "是非"),
        ("map", "一组项"),
        ("sequence", "列表"),
    ]
    .into_iter()
    .find_map(|(word, chinese)| Some(format!("{chinese}{}", found.strip_prefix(word)?)))
    .unwrap_or_else(|| found.to_owned());
    format!("写的是{}，应为{expected}", found.replace('`', "").replace('"', "”").replacen('”', "“", 1))
}

#[cfg(test)]
mod tests {
    use super::told;
    use crate::faults::Fault;

    #[test]
    fn complaints_are_told_in_chinese() {
        let said = |message| told(message).1;
        assert_eq!(said("unknown field `a`, expected `b` or `c`"), "没有“a”这一项（可以写：b、c）");
        assert_eq!(said("missing field `id`"), "缺少“id”这一项");
        assert_eq!(said("invalid type: string \"x\", expected i64"), "这一项的类型不对：写的是文字 “x”，应为整数");
        assert_eq!(said("invalid type: integer `3`, expected a string"), "这一项的类型不对：写的是整数 3，应为文字");
        let range = "这一项的类型不对：写的是整数 300，应为 0 到 255 的整数";
        assert_eq!(said("invalid value: integer `300`, expected u8"), range);
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
            let said = told(problem.message());
            assert_eq!(said, (Fault::Syntax, format!("不符合 TOML 的写法：{wanted}")), "{text}: {problem}");
        }
    }
}
