//! Holds the captions of a film: what a file of them has to be. Must not hold how they are shown.

use crate::{
    refusal::{Refusal, RefusalKind},
    size::MEGABYTE,
};

/// The largest file of captions, in bytes: those of hours of speech are a tenth of it.
pub const CAPTIONS_BYTES_MAX: usize = MEGABYTE;

/// What every file of captions begins with.
const SIGNATURE: &str = "WEBVTT";

const SAFE: &str = "这个文件没有保存，课时和已有的字幕没有变化。";

/// The captions of one film.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captions {
    /// The name that the author's file had.
    pub file_name: String,
    /// `WebVTT`, as it is given to browsers.
    pub text: String,
}

impl Captions {
    /// Reads a file of captions.
    ///
    /// # Errors
    /// `TooLarge`; `Invalid` when it is no text in UTF-8, or no `WebVTT`.
    pub fn read(file_name: &str, bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > CAPTIONS_BYTES_MAX {
            let what = format!("字幕文件“{file_name}”太大：不能超过 {} MB。", CAPTIONS_BYTES_MAX / MEGABYTE);
            let next = "请只留下字幕文字和时间，去掉图片和样式，再上传。";
            return Err(Refusal::new(RefusalKind::TooLarge, "captions.large", what, SAFE, next));
        }
        let bad = |code, what: &str, next: &str| Refusal::invalid(code, format!("“{file_name}”{what}"), SAFE, next);
        let text = std::str::from_utf8(bytes).ok().filter(|text| !text.contains('\0')).ok_or_else(|| {
            let next = "请用记事本打开，另存为时把编码选为 UTF-8，再上传。";
            bad("captions.encoding", "不是 UTF-8 编码的文字，读不出来。", next)
        })?;
        let text = text.trim_start_matches('\u{feff}');
        let after = text.strip_prefix(SIGNATURE);
        if !after.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r'])) {
            return Err(bad(
                "captions.format",
                "不是 WebVTT 字幕：第一行应是 WEBVTT。",
                "SRT 等其他格式的字幕，请在字幕软件里导出为 WebVTT（.vtt），再上传。",
            ));
        }
        if !text.contains("-->") {
            return Err(bad(
                "captions.empty",
                "里没有一条字幕。",
                "请检查导出的文件：每条字幕前有一行起止时间，例如 00:01.000 --> 00:04.000。",
            ));
        }
        let timings = text.lines().zip(1..).filter(|(line, _)| line.contains("-->"));
        if let Some((line, number)) = timings.into_iter().find(|(line, _)| !is_timing(line)) {
            return Err(bad(
                "captions.timing",
                &format!("第 {number} 行的起止时间写法不对：{}。", line.trim()),
                "请写成 00:01.000 --> 00:04.000 的样子，秒和毫秒之间用小数点，不用逗号。",
            ));
        }
        Ok(Self { file_name: file_name.to_owned(), text: text.to_owned() })
    }
}

/// Whether a line says from when to when: browsers pass over a caption whose line they cannot read.
fn is_timing(line: &str) -> bool {
    let Some((from, to)) = line.split_once("-->") else { return false };
    is_time(from.trim()) && to.split_whitespace().next().is_some_and(is_time)
}

/// Whether a text is a moment of a film: minutes, seconds and thousandths, hours before them if any.
fn is_time(text: &str) -> bool {
    let is_number = |digits: &str, count| digits.len() == count && digits.bytes().all(|byte| byte.is_ascii_digit());
    let Some((clock, thousandths)) = text.split_once('.') else { return false };
    let parts: Vec<&str> = clock.split(':').collect();
    let is_hour = |text: &str| text.len() >= 2 && is_number(text, text.len());
    is_number(thousandths, 3)
        && match parts[..] {
            [minutes, seconds] => is_number(minutes, 2) && is_number(seconds, 2),
            [hours, minutes, seconds] => is_hour(hours) && is_number(minutes, 2) && is_number(seconds, 2),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::{CAPTIONS_BYTES_MAX, Captions};

    #[test]
    fn captions_are_webvtt_in_utf_8_and_nothing_else() {
        let good = "WEBVTT\n\n00:01.000 --> 00:04.000\n署谁的名，谁就对内容负责。\n";
        let read = Captions::read("字幕.vtt", format!("\u{feff}{good}").as_bytes()).expect("captions");
        assert_eq!((read.file_name.as_str(), read.text.as_str()), ("字幕.vtt", good));
        assert!(Captions::read("a.vtt", b"WEBVTT\n\n1:00:01.000 --> 00:04.000\n").is_err(), "an hour has two digits");
        assert!(Captions::read("a.vtt", b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000 line:90%\na\n").is_ok());
        assert!(Captions::read("a.vtt", b"WEBVTT - a title\r\n\r\n00:01.000 --> 00:02.000\r\na\r\n").is_ok());
        let large = [good.as_bytes(), &[b'a'; CAPTIONS_BYTES_MAX]].concat();
        let (gbk, nul): (&[u8], &[u8]) = (b"WEBVTT\n\n00:01.000 --> 00:04.000\n\xd6\xd0", b"WEBVTT\n\0 --> ");
        for (bytes, code) in [
            (&large[..], "captions.large"),
            (gbk, "captions.encoding"),
            (nul, "captions.encoding"),
            (b"1\n00:00:01,000 --> 00:00:04,000\n", "captions.format"),
            (b"WEBVTTX\n\n00:01.000 --> 00:04.000\n", "captions.format"),
            (b"", "captions.format"),
            (b"WEBVTT\n\n", "captions.empty"),
            (b"WEBVTT\n\n1\n00:00:01,000 --> 00:00:04,000\na\n", "captions.timing"),
            (b"WEBVTT\n\n00:01.000 --> 4\na\n", "captions.timing"),
            (b"WEBVTT\n\n00:01.000 -->\na\n", "captions.timing"),
        ] {
            let refused = Captions::read("字幕.vtt", bytes).expect_err(code);
            assert_eq!(refused.code, code);
            assert!(refused.what.contains("字幕.vtt") && refused.next.contains("请"), "{refused}");
        }
    }
}
