//! Reading paper back with other programs than the one that made it, and what an office does to it.

use std::path::Path;
use std::process::Command;

/// The text of a PDF.
pub(crate) fn text(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("paper.pdf");
    std::fs::write(&path, pdf).expect("it is kept");
    let output = Command::new("pdftotext").args(["-layout"]).arg(&path).arg("-").output();
    let output = output.expect("pdftotext is installed: cargo xtask test does that");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The paper as it comes back from the office: printed, with a red seal over its lower right corner, and photographed.
pub(crate) fn sealed(pdf: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("form.pdf");
    std::fs::write(&path, pdf).expect("it is kept");
    let mut picture = rendered(&path, 110).to_rgb8();
    let (width, height) = picture.dimensions();
    let (centre, radius) = ((width * 4 / 5, height * 3 / 5), i64::from(height / 9));
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (across, down) = (i64::from(x) - i64::from(centre.0), i64::from(y) - i64::from(centre.1));
        if ((radius * 9 / 10).pow(2)..=radius.pow(2)).contains(&(across * across + down * down)) {
            *pixel = image::Rgb([198, 40, 40]);
        }
    }
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a photograph");
    bytes.into_inner()
}

/// What the two-dimensional code on the first page says.
pub(crate) fn code(pdf: &Path) -> String {
    let picture = rendered(pdf, 200).to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.get_pixel(x as u32, y as u32).0[0]);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the paper");
    grids[0].decode().expect("a readable code").1
}

/// The first page as a picture with so many dots an inch.
fn rendered(pdf: &Path, dots: u32) -> image::DynamicImage {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let start = folder.path().join("page");
    let dots = dots.to_string();
    let status = Command::new("pdftoppm").args(["-r", &dots, "-png", "-singlefile"]).arg(pdf).arg(&start).status();
    assert!(status.expect("pdftoppm is installed: cargo xtask test does that").success());
    image::open(start.with_extension("png")).expect("a picture")
}
