//! Delimited text: decoding, finding the delimiter, splitting into rows that keep their numbers. Every cell is text,
//! so that nothing is guessed about long numbers. Must not drop blank lines, for row numbers are shown to people.

use domain::table::Table;

use super::{CELLS_MAX, COLUMNS_MAX, ROWS_MAX, SpreadsheetError};

/// Reads comma-, tab- or semicolon-separated text.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Table, SpreadsheetError> {
    let text = decode(bytes)?;
    Ok(Table::from_texts(name, split(&text, delimiter(&text))?))
}

/// By mark if there is one, else UTF-8 if it is valid, else GB18030 if that is.
fn decode(bytes: &[u8]) -> Result<String, SpreadsheetError> {
    let (encoding, rest) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (encoding, &bytes[mark..]),
        None if std::str::from_utf8(bytes).is_ok() => (encoding_rs::UTF_8, bytes),
        None => (encoding_rs::GB18030, bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(rest).ok_or(SpreadsheetError::Encoding)?;
    let is_binary = text.chars().take(4096).any(|c| c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
    if is_binary { Err(SpreadsheetError::UnknownFormat) } else { Ok(text.into_owned()) }
}

/// The candidate that stands most often outside quotation marks in the first lines.
fn delimiter(text: &str) -> char {
    let mut is_quoted = false;
    let mut counts = [(',', 0), ('\t', 0), (';', 0)];
    for c in text.chars().take(8192) {
        is_quoted ^= c == '"';
        if let Some((_, count)) = counts.iter_mut().find(|(candidate, _)| *candidate == c && !is_quoted) {
            *count += 1;
        }
    }
    // The first of equals wins, so that a lone column is read as comma-separated.
    counts.into_iter().rev().max_by_key(|(_, count)| *count).map_or(',', |(candidate, _)| candidate)
}

/// Rows and how many cells they have: counted while they grow, for a file of nothing but commas has millions.
#[derive(Default)]
struct Rows {
    rows: Vec<Vec<String>>,
    row: Vec<String>,
    cells: usize,
}

impl Rows {
    fn end_cell(&mut self, field: &mut String) -> Result<(), SpreadsheetError> {
        self.cells += 1;
        if self.row.len() >= COLUMNS_MAX as usize || self.cells > CELLS_MAX {
            return Err(SpreadsheetError::TooLarge);
        }
        self.row.push(std::mem::take(field));
        Ok(())
    }

    fn end_row(&mut self, field: &mut String) -> Result<(), SpreadsheetError> {
        self.end_cell(field)?;
        if self.rows.len() >= ROWS_MAX as usize {
            return Err(SpreadsheetError::TooLarge);
        }
        self.rows.push(std::mem::take(&mut self.row));
        Ok(())
    }
}

/// Splits by RFC 4180, with CR, LF or CRLF at line ends.
fn split(text: &str, delimiter: char) -> Result<Vec<Vec<String>>, SpreadsheetError> {
    let mut rows = Rows::default();
    let mut field = String::new();
    let mut is_quoted = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '"' if is_quoted && characters.next_if_eq(&'"').is_some() => field.push('"'),
            '"' if is_quoted => is_quoted = false,
            '"' if field.is_empty() => is_quoted = true,
            _ if is_quoted => field.push(c),
            '\r' | '\n' => {
                if c == '\r' {
                    characters.next_if_eq(&'\n');
                }
                rows.end_row(&mut field)?;
            }
            _ if c == delimiter => rows.end_cell(&mut field)?,
            _ => field.push(c),
        }
    }
    if is_quoted {
        return Err(SpreadsheetError::Broken("引号没有结束".to_owned()));
    }
    if !field.is_empty() || !rows.row.is_empty() {
        rows.end_row(&mut field)?;
    }
    Ok(rows.rows)
}

#[cfg(test)]
mod tests {
    use super::{SpreadsheetError, decode, delimiter, split};

    #[test]
    fn rows_keep_their_numbers() {
        let rows = split("a,b\r\n\r\n\"c\nd\",\"e\"\"f\"\rg", ',').expect("well formed");
        assert_eq!(rows, [vec!["a", "b"], vec![""], vec!["c\nd", "e\"f"], vec!["g"]]);
    }

    #[test]
    fn an_open_quotation_mark_is_named() {
        assert_eq!(split("a,\"b", ','), Err(SpreadsheetError::Broken("引号没有结束".to_owned())));
    }

    #[test]
    fn the_delimiter_is_the_commonest_candidate() {
        assert_eq!(
            [delimiter("a,b"), delimiter("a\tb\tc,d"), delimiter("\"a,b,c\";d"), delimiter("a")],
            [',', '\t', ';', ',']
        );
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode("\u{feff}姓名".as_bytes()).as_deref(), Ok("姓名"));
        assert_eq!(decode(&[0xd0, 0xd5, 0xc3, 0xfb]).as_deref(), Ok("姓名"));
        assert_eq!(decode(&[0xff, 0xfe, 0xd3, 0x59]).as_deref(), Ok("姓"));
        assert_eq!(decode(&[0x81, 0xff, 0xff]), Err(SpreadsheetError::Encoding));
        assert_eq!(decode(b"\x7fELF\x00"), Err(SpreadsheetError::UnknownFormat));
    }
}
