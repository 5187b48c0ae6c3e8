//! Holds how large a file may be that people send, and how sizes read. Must not hold what a file is for.

/// Bytes in a megabyte.
pub const MEGABYTE: usize = 1024 * 1024;

/// Largest file but a film or a package, in megabytes: evidence, a sealed form, a spreadsheet, a document to read.
pub const FILE_MEGABYTES_MAX: usize = 20;

/// The same in bytes.
pub const FILE_BYTES_MAX: usize = FILE_MEGABYTES_MAX * MEGABYTE;

/// Bytes as people read them, `1.2 MB`. Rounded up: a file that is a byte too large must not be said to have what is
/// allowed.
#[must_use]
pub fn shown(bytes: u64) -> String {
    const UNIT: u64 = MEGABYTE as u64;
    if bytes < UNIT {
        return format!("{} KB", bytes.div_ceil(1024));
    }
    let tenths = bytes.saturating_mul(10).div_ceil(UNIT);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_read_well_and_never_too_small() {
        let largest = FILE_BYTES_MAX as u64;
        for (bytes, said) in
            [(0, "0 KB"), (1, "1 KB"), (1024 * 1024 * 3 / 2, "1.5 MB"), (largest, "20.0 MB"), (largest + 1, "20.1 MB")]
        {
            assert_eq!(shown(bytes), said);
        }
    }
}
