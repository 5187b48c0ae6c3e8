//! A red seal on a PDF that this program typeset, as an update at its end: what was printed stays as it is, byte for byte.
//! It knows the plain cross-reference table that our typesetter writes, and no other PDF.

/// The seal, 100 points square: two circles and a star.
const SEAL: &str = "0.76 0.12 0.12 RG 0.76 0.12 0.12 rg 3 w \
    96 50 m 96 75.4 75.4 96 50 96 c 24.6 96 4 75.4 4 50 c 4 24.6 24.6 4 50 4 c 75.4 4 96 24.6 96 50 c s 1 w \
    88 50 m 88 71 71 88 50 88 c 29 88 12 71 12 50 c 12 29 29 12 50 12 c 71 12 88 29 88 50 c s \
    50 72 m 55.3 57.3 l 70.9 56.8 l 58.6 47.2 l 62.9 32.2 l 50 41 l 37.1 32.2 l 41.4 47.2 l 29.1 56.8 l 44.7 57.3 l f \
    BT /L 9 Tf 30 19 Td (SAMPLE) Tj ET";

/// The form with the seal on its last page, below the places for signatures; `None` for a PDF of another make.
pub(super) fn sealed(form: &[u8]) -> Option<Vec<u8>> {
    let tail = text(&form[last(form, b"trailer")?..]);
    let (size, root) = (number_after(&tail, "/Size ")?, number_after(&tail, "/Root ")?);
    let before = number_after(&tail, "startxref\n")?;
    let (page, content) = last_page(form)?;
    let mut bytes = form.to_vec();
    let mut places = Vec::new();
    for (number, object) in [
        (page, content.replacen("<<", &format!("<</Annots[{size} 0 R]"), 1)),
        (
            size,
            format!(
                "<</Type/Annot/Subtype/Stamp/F 4/Rect[640 60 740 160]/Contents(SAMPLE SEAL)/P {page} 0 R\
                 /AP<</N {} 0 R>>>>",
                size + 1
            ),
        ),
        (
            size + 1,
            format!(
                "<</Type/XObject/Subtype/Form/BBox[0 0 100 100]/Length {}\
                 /Resources<</Font<</L<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>\n\
                 stream\n{SEAL}\nendstream",
                SEAL.len()
            ),
        ),
    ] {
        bytes.push(b'\n');
        places.push((number, bytes.len()));
        bytes.extend(format!("{number} 0 obj\n{object}\nendobj").into_bytes());
    }
    bytes.push(b'\n');
    let table = bytes.len();
    let entries: String = places.iter().map(|(number, place)| format!("{number} 1\n{place:010} 00000 n \n")).collect();
    let end = size + 2;
    let tail =
        format!("xref\n{entries}trailer\n<</Size {end}/Root {root} 0 R/Prev {before}>>\nstartxref\n{table}\n%%EOF\n");
    bytes.extend(tail.into_bytes());
    Some(bytes)
}

/// Number and content of the last page's object, which has no annotations yet.
fn last_page(form: &[u8]) -> Option<(usize, String)> {
    let mark = last(form, b"/Type/Page/")?;
    let head = last(&form[..mark], b" 0 obj")?;
    let digits = form[..head].iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let number = text(&form[head - digits..head]).parse().ok()?;
    let content = text(&form[head + b" 0 obj".len()..]);
    let content = content.split("endobj").next()?.trim().to_owned();
    (!content.contains("/Annots")).then_some((number, content))
}

fn last(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).rposition(|window| window == mark)
}

fn number_after(text: &str, mark: &str) -> Option<usize> {
    let rest = text.split(mark).nth(1)?;
    rest.split(|character: char| !character.is_ascii_digit()).next()?.parse().ok()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::sealed;

    #[test]
    fn what_was_not_typeset_here_is_left_alone() {
        for bytes in [&b""[..], b"%PDF-1.7\n", b"trailer\n<</Size 3/Root 1 0 R>>\nstartxref\n9\n%%EOF"] {
            assert_eq!(sealed(bytes), None);
        }
    }
}
