//! Why a document could not be printed, in words for the person. Must not print anything.

use documents::{DocumentError, listed};
use domain::refusal::{NOTHING_CHANGED, Refusal};

use crate::refusals;

/// The refusal for what the typesetter says. Its faults stay in the log.
pub(crate) fn cannot_print(error: DocumentError) -> Refusal {
    match error {
        DocumentError::MissingGlyph(missing) => Refusal::invalid(
            "document.glyph",
            format!("这份文件里有印不出来的字：{}，没有生成文件。", listed(&missing)),
            NOTHING_CHANGED,
            "在登记项里的，请联系审验人退回登记，改正那一项再提交；姓名、单位确是这个字的，请把字和编号告诉人事处，由系统管理员换用带有这个字的程序版本。",
        ),
        DocumentError::TooLong => Refusal::invalid(
            "document.long",
            "文字太长，一页证书印不下，没有生成文件。",
            NOTHING_CHANGED,
            "请联系人事处核对姓名、单位名称，改短以后再生成。",
        ),
        DocumentError::AddressTooLong => Refusal::conflict(
            "certificate.address",
            "对外的网址太长，二维码放不下，没有生成证书。",
            "请联系系统管理员，用 --base-url 写一个短些的网址后重新启动，再来生成。",
        ),
        error @ (DocumentError::Template(_) | DocumentError::Spreadsheet(_)) => refusals::internal(error),
    }
}

#[cfg(test)]
mod tests {
    use documents::DocumentError;
    use domain::refusal::RefusalKind;

    use super::cannot_print;

    #[test]
    fn whatever_the_text_is_to_blame_for_is_told_with_what_to_do() {
        for (error, code, words) in [
            (DocumentError::MissingGlyph(vec!['㐀', '\u{e000}']), "document.glyph", "㐀（U+3400）、U+E000"),
            (DocumentError::TooLong, "document.long", "一页证书印不下"),
            (DocumentError::AddressTooLong, "certificate.address", "网址太长"),
        ] {
            let refusal = cannot_print(error);
            assert_eq!(refusal.code, code);
            assert!(refusal.what.contains(words) && refusal.next.contains("请"), "{refusal}");
        }
        let fault = cannot_print(DocumentError::Template("line 3".to_owned()));
        assert!(fault.kind == RefusalKind::Internal && !fault.to_string().contains("line 3"), "{fault}");
    }
}
