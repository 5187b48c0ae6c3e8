//! Stand-ins for evidence: small PDFs and pictures that open. Each says which piece it stands for and of which item of its
//! registration, so that no two items rest on the same file.

use std::io::Cursor;

use image::{ImageFormat, Rgb, RgbImage};

use super::chance::Chance;
use super::leaves::leaves;
use crate::failure::Failure;

/// The colours of the photographed ones: more than a registration has items.
const COLOURS: [[u8; 3]; 12] = [
    [176, 58, 46],
    [31, 97, 141],
    [40, 116, 76],
    [125, 60, 152],
    [160, 96, 20],
    [23, 120, 120],
    [90, 90, 40],
    [140, 40, 90],
    [60, 60, 130],
    [110, 80, 60],
    [20, 80, 60],
    [70, 40, 40],
];

/// The stand-ins.
pub(super) struct Papers {
    pictures: Vec<Vec<u8>>,
    sealed_form: Vec<u8>,
}

impl Papers {
    /// Makes them all.
    pub(super) fn new() -> Result<Self, Failure> {
        let pictures = COLOURS.into_iter().map(|colour| picture(Rgb(colour))).collect::<Result<_, _>>()?;
        Ok(Papers {
            pictures, sealed_form: leaves(&[("专业科目学时登记汇总表（盖章扫描件，示例）", &[])])
        })
    }

    /// A file for one piece of evidence of an item, by its place in the registration: its ending and its bytes.
    pub(super) fn evidence(&self, need: &str, place: usize, chance: &mut Chance) -> (&'static str, Vec<u8>) {
        if chance.percent(70) {
            let (title, line) = (format!("{need}（示例）"), format!("第 {} 项的佐证材料", place + 1));
            ("pdf", leaves(&[(&title, &[&line])]))
        } else {
            ("png", self.pictures[place % self.pictures.len()].clone())
        }
    }

    /// The sealed summary form.
    pub(super) fn sealed_form(&self) -> &[u8] {
        &self.sealed_form
    }
}

/// A picture like a photographed certificate: a frame, lines of writing, a round seal.
fn picture(colour: Rgb<u8>) -> Result<Vec<u8>, Failure> {
    let picture = RgbImage::from_fn(420, 594, |x, y| {
        let is_frame = !(24..396).contains(&x) || !(24..570).contains(&y);
        let is_inner = (36..384).contains(&x) && (36..558).contains(&y);
        let is_line = (160..380).contains(&y) && y % 34 < 6 && (80..340).contains(&x);
        let (across, down) = (i64::from(x) - 300, i64::from(y) - 450);
        let is_seal = (38_i64.pow(2)..=46_i64.pow(2)).contains(&(across * across + down * down));
        if is_seal {
            Rgb([192, 30, 30])
        } else if is_line {
            Rgb([90, 90, 90])
        } else if is_frame || is_inner {
            Rgb([252, 250, 244])
        } else {
            colour
        }
    });
    let mut bytes = Cursor::new(Vec::new());
    picture
        .write_to(&mut bytes, ImageFormat::Png)
        .map_err(|_| Failure::new("示例图片无法生成。示例大学没有完成。请再试一次。"))?;
    Ok(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::process::Command;

    use super::super::chance::Chance;
    use super::{COLOURS, Papers};
    use crate::cli::Place;
    use crate::installation::{self, Setting};

    /// Some of the documents, of each place in a registration one.
    fn documents(papers: &Papers) -> Vec<Vec<u8>> {
        let mut chance = Chance::new(7, "papers");
        let mut all = Vec::new();
        for place in 0.. {
            if all.len() == COLOURS.len() {
                break;
            }
            let (ending, bytes) = papers.evidence("培训结业证书", place, &mut chance);
            all.extend((ending == "pdf").then_some(bytes));
        }
        all
    }

    #[test]
    fn no_two_items_rest_on_the_same_file() {
        let papers = Papers::new().expect("they can be made");
        let all: BTreeSet<Vec<u8>> = documents(&papers).into_iter().chain(papers.pictures.iter().cloned()).collect();
        assert_eq!(all.len(), 2 * COLOURS.len());
    }

    #[tokio::test]
    async fn every_paper_passes_as_an_upload() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let place = Place { data: folder.path().to_owned(), database_url: None, policies: None };
        let app = installation::open(&place, Setting::default()).await.expect("an installation");
        let papers = Papers::new().expect("they can be made");
        let documents = documents(&papers);
        let all = documents.iter().chain(&papers.pictures).chain([&papers.sealed_form]);
        let mut files = Vec::new();
        for bytes in all {
            files.push(actions::SentFile::new("示例.pdf", bytes.clone()).await.expect("a digest"));
        }
        actions::check_files(&app, files).await.expect("all of them pass");
    }

    #[test]
    fn pictures_open_and_documents_are_readable_by_another_program() {
        let papers = Papers::new().expect("they can be made");
        for picture in &papers.pictures {
            assert!(image::load_from_memory(picture).is_ok());
        }
        let folder = tempfile::tempdir().expect("a temporary folder");
        for document in documents(&papers).iter().chain([&papers.sealed_form]) {
            let path = folder.path().join("a.pdf");
            std::fs::write(&path, document).unwrap();
            let status =
                Command::new("pdftoppm").args(["-r", "20", "-png"]).arg(&path).arg(folder.path().join("a")).status();
            assert!(status.expect("pdftoppm is installed: cargo xtask test does that").success());
        }
    }
}
