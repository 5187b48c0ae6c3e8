//! The reason that somebody gives for what they decide about somebody else. Must not know what is decided.

use crate::refusal::{NOTHING_CHANGED, Refusal};

/// Longest reason, in characters.
const CHARACTERS_MAX: usize = 500;

/// The reason without the space around it.
///
/// # Errors
/// `Invalid` with code `reason.missing` when nothing was written, `reason.long` when it is longer than 500 characters,
/// `reason.text` when something in it cannot be seen.
/// `name` is what the form calls it; `readers` says who will read it.
pub fn given(text: &str, name: &str, readers: &str) -> Result<String, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        let what = format!("没有写明{name}。");
        let next = format!("请用一两句话写明理由；{readers}。");
        return Err(Refusal::invalid("reason.missing", what, NOTHING_CHANGED, next));
    }
    if text.chars().count() > CHARACTERS_MAX {
        let what = format!("{name}超过 {CHARACTERS_MAX} 个字。");
        let next = format!("请写得简短一些；{readers}。");
        return Err(Refusal::invalid("reason.long", what, NOTHING_CHANGED, next));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let what = format!("{name}里有看不见的控制字符，可能是从别的软件复制来的。");
        let next = format!("请删去重新输入；{readers}。");
        return Err(Refusal::invalid("reason.text", what, NOTHING_CHANGED, next));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{CHARACTERS_MAX, given};

    #[test]
    fn a_reason_is_written_short_and_plain() {
        let asked = |text: &str| given(text, "撤销的理由", "查验证书的人会看到它");
        assert_eq!(asked(" 填错 "), Ok("填错".to_owned()));
        assert_eq!(asked(&"字".repeat(CHARACTERS_MAX)), Ok("字".repeat(CHARACTERS_MAX)));
        let missing = asked(" \n").expect_err("nothing");
        assert!(missing.code == "reason.missing" && missing.what == "没有写明撤销的理由。", "{missing}");
        assert_eq!(asked(&"字".repeat(CHARACTERS_MAX + 1)).expect_err("too long").code, "reason.long");
        assert_eq!(asked("填\r\n错").map(|kept| kept.len()), Ok("填\r\n错".len()));
        let unseen = asked("填\u{0}错").expect_err("no database of either kind keeps it");
        assert!(unseen.code == "reason.text" && unseen.what.contains("控制字符"), "{unseen}");
    }
}
