//! PDFs of a few leaves in a typeface that every reader brings along, so that they stay small. Must not know what they are
//! for.

use std::fmt::Write as _;

/// What every leaf says below.
const NOTE: &str = "本件由示例大学生成，不证明任何事实。";
/// Objects before the leaves: the catalogue, their list and four for the typefaces.
const BEFORE: usize = 6;

/// A heading and the lines below it.
pub(super) type Leaf<'a> = (&'a str, &'a [&'a str]);

/// A PDF with these leaves.
pub(super) fn leaves(leaves: &[Leaf<'_>]) -> Vec<u8> {
    let mut objects = typefaces(leaves.len());
    for (index, leaf) in leaves.iter().enumerate() {
        let content = content(leaf);
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R /L 6 0 R >> >> >>",
            BEFORE + 2 * index + 2
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    file(&objects)
}

fn typefaces(count: usize) -> Vec<String> {
    let kids = (0..count).fold(String::new(), |mut kids, index| {
        let _ = write!(kids, "{} 0 R ", BEFORE + 2 * index + 1);
        kids
    });
    vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{kids}] /Count {count} >>"),
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H \
         /DescendantFonts [4 0 R] >>"
            .to_owned(),
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /FontDescriptor 5 0 R /DW 1000 >>"
            .to_owned(),
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 \
         /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ]
}

/// A frame, the heading, the lines, and what every leaf says.
fn content((title, lines): &Leaf<'_>) -> String {
    let mut drawn = format!("1 w 40 60 515 722 re S BT /F 22 Tf 90 700 Td <{}> Tj ET", hex(title));
    let mut height = 660;
    for line in lines.iter().copied().chain([NOTE]) {
        let _ = write!(drawn, " BT /F 12 Tf 90 {height} Td <{}> Tj ET", hex(line));
        height -= 24;
    }
    let _ = write!(drawn, " BT /L 12 Tf 90 {} Td (SAMPLE EVIDENCE) Tj ET", height - 6);
    drawn
}

/// Text as a PDF of this encoding has it.
fn hex(text: &str) -> String {
    text.encode_utf16().map(|unit| format!("{unit:04X}")).collect()
}

fn file(objects: &[String]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n%\xE5\xAD\xA6\xE6\x97\xB6\n".to_vec();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).into_bytes());
    }
    let table = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    let count = objects.len() + 1;
    bytes.extend(format!("trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").into_bytes());
    bytes
}
