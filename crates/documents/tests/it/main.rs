//! What the crate promises, on the untidy sample spreadsheets and on finished PDF files.

mod certificate;
mod rosters;
mod sample;
mod spreadsheets;
mod summary_form;

use std::path::PathBuf;
use std::process::Command;

/// A file of the repository's `fixtures` folder.
fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Runs one of the poppler tools on a PDF file and returns what it prints.
fn poppler(tool: &str, options: &[&str], pdf: &[u8]) -> Vec<u8> {
    let unique = format!("xueshi-{tool}-{}-{:?}.pdf", std::process::id(), std::thread::current().id());
    let path = std::env::temp_dir().join(unique);
    std::fs::write(&path, pdf).expect("the temporary folder can be written");
    let output = Command::new(tool).args(options).arg(&path).args((tool == "pdftotext").then_some("-")).output();
    std::fs::remove_file(&path).expect("the file was just written");
    let output = output.unwrap_or_else(|error| panic!("{tool}: {error}; it is in the Debian package poppler-utils"));
    assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The text of a PDF file, white space removed.
fn pdf_text(pdf: &[u8]) -> String {
    let text = String::from_utf8(poppler("pdftotext", &["-layout"], pdf)).expect("pdftotext writes UTF-8");
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
