//! What a workbook unpacks to, looked at before it is read: a few kilobytes can hold gigabytes. The sizes that an archive
//! declares may lie, so everything is unpacked once, into nothing, and what comes out counts. Must not judge what is inside.

use std::io::{Cursor, Read, sink};

use zip::ZipArchive;

use super::SpreadsheetError;

/// The largest part of a workbook, unpacked, in bytes: a sheet of [`super::ROWS_MAX`] people has about 145 million.
const PART_BYTES_MAX: u64 = 160 * 1024 * 1024;
/// All parts together.
const WHOLE_BYTES_MAX: u64 = 192 * 1024 * 1024;
/// The most parts: sheets, pictures and what else belongs to them.
const PARTS_MAX: usize = 10_000;

/// Lets a workbook pass that unpacks to a size which can be read.
///
/// # Errors
/// `Inflated` when a part of it, or all together, is larger than any list. What cannot be unpacked passes: whoever reads
/// it says what is wrong.
pub(super) fn check(bytes: &[u8]) -> Result<(), SpreadsheetError> {
    check_within(bytes, PART_BYTES_MAX, WHOLE_BYTES_MAX)
}

fn check_within(bytes: &[u8], part_max: u64, whole_max: u64) -> Result<(), SpreadsheetError> {
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Ok(()) };
    if archive.len() > PARTS_MAX {
        return Err(SpreadsheetError::Inflated);
    }
    let mut whole = 0;
    for place in 0..archive.len() {
        let Ok(part) = archive.by_index(place) else { continue };
        let left = part_max.min(whole_max - whole);
        if part.size() > left {
            return Err(SpreadsheetError::Inflated);
        }
        let mut part = part.take(left + 1);
        // An error ends the part; how much came out of it until then counts.
        std::io::copy(&mut part, &mut sink()).ok();
        let unpacked = left + 1 - part.limit();
        if unpacked > left {
            return Err(SpreadsheetError::Inflated);
        }
        whole += unpacked;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::{SpreadsheetError, check_within};

    /// An archive with parts of these sizes.
    fn archive(sizes: &[usize]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (place, size) in sizes.iter().enumerate() {
            writer.start_file(format!("{place}.xml"), SimpleFileOptions::default()).expect("a part");
            writer.write_all(&vec![b' '; *size]).expect("written");
        }
        writer.finish().expect("finished").into_inner()
    }

    #[test]
    fn parts_and_the_whole_are_bounded() {
        let refused = Err(SpreadsheetError::Inflated);
        assert_eq!(check_within(&archive(&[1000, 1000]), 1000, 2000), Ok(()));
        assert_eq!(check_within(&archive(&[10, 1001]), 1000, 2000), refused);
        assert_eq!(check_within(&archive(&[1000, 1000, 1]), 1000, 2000), refused);
        assert_eq!(check_within(b"PK, and no archive", 1, 1), Ok(()));
    }
}
