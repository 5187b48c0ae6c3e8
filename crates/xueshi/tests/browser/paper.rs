//! Reading paper back with other programs than the one that made it.

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

/// What the two-dimensional code on the first page says.
pub(crate) fn code(pdf: &Path) -> String {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let start = folder.path().join("page");
    let status = Command::new("pdftoppm").args(["-r", "200", "-png", "-singlefile"]).arg(pdf).arg(&start).status();
    assert!(status.expect("pdftoppm is installed: cargo xtask test does that").success());
    let picture = image::open(start.with_extension("png")).expect("a picture").to_luma8();
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared =
        rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| picture.get_pixel(x as u32, y as u32).0[0]);
    let grids = prepared.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the paper");
    grids[0].decode().expect("a readable code").1
}
