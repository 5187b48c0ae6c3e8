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
    (Fault::Syntax, format!("不符合 TOML 的写法：{message}"))
}

/// `invalid type: string "x", expected i64` with the types in Chinese.
fn typed(message: &str) -> String {
    let (found, expected) = message.split_once(", expected ").unwrap_or((message, ""));
    let found = found.split_once(": ").map_or(found, |(_, found)| found);
    let expected = match expected {
        "a string" => "文字",
        "a boolean" => "true 或 false",
        "a sequence" => "方括号括起来的列表",
        "i64" | "i16" | "i8" | "u8" => "整数",
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

    #[test]
    fn complaints_are_told_in_chinese() {
        let said = |message| told(message).1;
        assert_eq!(said("unknown field `a`, expected `b` or `c`"), "没有“a”这一项（可以写：b、c）");
        assert_eq!(said("missing field `id`"), "缺少“id”这一项");
        assert_eq!(said("invalid type: string \"x\", expected i64"), "这一项的类型不对：写的是文字 “x”，应为整数");
        assert_eq!(said("invalid type: integer `3`, expected a string"), "这一项的类型不对：写的是整数 3，应为文字");
    }
}
