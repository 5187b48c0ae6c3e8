//! Whether a picture is whole and can be decoded within limits. Must not keep what it decodes.

use std::io::Cursor;

use domain::refusal::Refusal;
use image::{ImageError, ImageFormat, ImageReader, Limits};

use super::{bad, broken, contains, cut_off};

/// The most pixels a picture may have: 60 million.
pub const PICTURE_PIXELS_MAX: u64 = 60_000_000;
/// What decoding may take: four bytes for each pixel.
const DECODED_BYTES_MAX: u64 = PICTURE_PIXELS_MAX * 4 + 16 * 1024 * 1024;

pub(super) fn check_jpeg(bytes: &[u8]) -> Result<(), Refusal> {
    check(bytes, ImageFormat::Jpeg, jpeg_is_whole)
}

pub(super) fn check_png(bytes: &[u8]) -> Result<(), Refusal> {
    check(bytes, ImageFormat::Png, png_is_whole)
}

fn check(bytes: &[u8], format: ImageFormat, is_whole: fn(&[u8]) -> bool) -> Result<(), Refusal> {
    let dimensions = ImageReader::with_format(Cursor::new(bytes), format).into_dimensions();
    let (width, height) = dimensions.map_err(|_| cut_off())?;
    if u64::from(width) * u64::from(height) > PICTURE_PIXELS_MAX {
        return Err(too_many_pixels());
    }
    if !is_whole(bytes) {
        return Err(cut_off());
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES_MAX);
    reader.limits(limits);
    match reader.decode() {
        Ok(_) => Ok(()),
        Err(ImageError::Limits(_)) => Err(too_many_pixels()),
        Err(_) => Err(broken()),
    }
}

fn too_many_pixels() -> Refusal {
    bad("file.pixels", "这张图片的像素太多（超过 6000 万）。", "请把图片缩小一些，再上传。")
}

/// Walks the segments to the scan, then looks for the end marker: a thumbnail's own end marker does not count.
fn jpeg_is_whole(bytes: &[u8]) -> bool {
    let mut at = 2;
    while let Some([0xFF, marker, high, low]) = bytes.get(at..at + 4).and_then(|four| <[u8; 4]>::try_from(four).ok()) {
        if marker == 0xDA {
            return contains(&bytes[at..], &[0xFF, 0xD9]);
        }
        at += if marker == 0xFF { 1 } else { 2 + usize::from(u16::from_be_bytes([high, low])) };
    }
    false
}

fn png_is_whole(bytes: &[u8]) -> bool {
    let mut at = 8_usize;
    while let Some(header) = bytes.get(at..at + 8) {
        let length = u32::from_be_bytes([header[0], header[1], header[2], header[3]]) as usize;
        let end = at + 12 + length;
        if end > bytes.len() {
            return false;
        }
        if &header[4..8] == b"IEND" {
            return true;
        }
        at = end;
    }
    false
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use image::{ImageFormat, RgbImage};

    use super::{check_jpeg, check_png};

    fn picture(format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_fn(64, 48, |x, y| image::Rgb([x as u8, y as u8, 7]))
            .write_to(&mut bytes, format)
            .expect("drawn");
        bytes.into_inner()
    }

    /// The picture with every chunk of pixels emptied.
    fn without_pixels(png: &[u8]) -> Vec<u8> {
        let (start, name) = (8, b"IDAT");
        let mut bytes = png[..start].to_vec();
        let mut at = start;
        while let Some(header) = png.get(at..at + 8) {
            let length = u32::from_be_bytes(header[..4].try_into().expect("four")) as usize;
            if &header[4..] == name {
                bytes.extend([0, 0, 0, 0, b'I', b'D', b'A', b'T', 0x35, 0xAF, 0x06, 0x1E]);
            } else {
                bytes.extend(&png[at..at + 12 + length]);
            }
            at += 12 + length;
        }
        bytes
    }

    #[test]
    fn pictures_are_decoded_to_the_last_pixel() {
        check_png(&picture(ImageFormat::Png)).expect("a picture");
        check_jpeg(&picture(ImageFormat::Jpeg)).expect("a picture");
        let hollow = without_pixels(&picture(ImageFormat::Png));
        assert_eq!(check_png(&hollow).expect_err("no pixels").code, "file.broken");
        let mut torn = picture(ImageFormat::Png);
        let middle = torn.len() / 2;
        torn[middle] ^= 0xFF;
        assert_eq!(check_png(&torn).expect_err("a flipped byte").code, "file.broken");
    }

    #[test]
    fn a_picture_larger_than_the_limit_is_refused_before_it_is_decoded() {
        let mut large = picture(ImageFormat::Png);
        // Width and height of the header chunk; its check sum is then wrong, which a decoder may report first.
        large[16..24].copy_from_slice(&[0, 0, 0xFF, 0xFF, 0, 0, 0xFF, 0xFF]);
        assert!(check_png(&large).is_err());
    }
}
