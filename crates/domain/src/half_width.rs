//! What Chinese input methods write in full width, as the plain characters that are meant. For numbers, and for what is
//! looked up by its exact characters; a text keeps what was typed.

/// The text with plain characters for those of full width: `８．５` is `8.5`.
#[must_use]
pub fn half_width(text: &str) -> String {
    text.chars().map(plain).collect()
}

fn plain(character: char) -> char {
    /// How far the full-width forms lie behind the plain ones.
    const APART: u32 = '！' as u32 - '!' as u32;
    match character {
        '！'..='～' => char::from_u32(u32::from(character) - APART).unwrap_or(character),
        '\u{3000}' => ' ',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::half_width;

    #[test]
    fn full_width_becomes_plain_and_all_else_stays() {
        assert_eq!(half_width("８．５　Ａ２０２６－Ｘ"), "8.5 A2026-X");
        assert_eq!(half_width("8.5 学时，第３周。"), "8.5 学时,第3周。");
    }
}
