//! Why a document could not be made, in words for the person who asked for it.

/// Why a document could not be made. Nothing has been written when this is returned.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Characters for which no typeface at hand has a glyph, each once, in order. Printing would silently leave them
    /// out.
    #[error(
        "现有字体无法印出这些字符：{}。文件没有生成，已保存的数据不受影响。请核对姓名等文字是否含有非标准（自造）字符，改正后再试。",
        listed(.0)
    )]
    MissingGlyph(Vec<char>),
    /// The text does not fit on the one page that a certificate has.
    #[error("文字过长，一页证书放不下。文件没有生成，已保存的数据不受影响。请缩短项目名称或证明文字后再试。")]
    TooLong,
    /// The address to check the certificate is too long for a QR code.
    #[error("核验网址过长，无法生成二维码。文件没有生成，已保存的数据不受影响。请管理员检查网址设置。")]
    AddressTooLong,
    /// The template is faulty; holds the typesetter's messages, for the log.
    #[error("排版模板有误：{0}。文件没有生成，已保存的数据不受影响。请管理员检查模板。")]
    Template(String),
    /// A spreadsheet could not be written; holds what the library says, for the log.
    #[error("表格没有写成（{0}）。文件没有生成，已保存的数据不受影响。请缩小范围后再试；仍不行请联系管理员。")]
    Spreadsheet(String),
}

/// Characters with their numbers, and those that cannot be shown by their numbers alone, as in “㐀（U+3400）、U+E000”.
#[must_use]
pub fn listed(characters: &[char]) -> String {
    let named = |c: &char| match c {
        c if c.is_control() || ('\u{e000}'..='\u{f8ff}').contains(c) || *c >= '\u{e0000}' => {
            format!("U+{:04X}", *c as u32)
        }
        c => format!("{c}（U+{:04X}）", *c as u32),
    };
    characters.iter().map(named).collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use super::DocumentError;

    #[test]
    fn missing_characters_are_named_and_unprintable_ones_only_numbered() {
        let text = DocumentError::MissingGlyph(vec!['㐀', '\u{e000}']).to_string();
        assert!(text.contains("㐀（U+3400）、U+E000。"), "{text}");
    }
}
