//! OpenFisca as a second witness for what a year comes to, and its time beside the program's. What is compared stands in
//! `crates/policy/tests/oracle/openfisca`.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::{prove, run};

/// The pack whose tables have numbers.
const PACK: &str = "sample-2026";

/// Random years that are judged unless somebody asks for another number.
pub(crate) const YEARS: u32 = 50_000;

/// The comparison by itself.
pub(crate) fn side_by_side(root: &Path, years: u32) -> ExitCode {
    if agrees(root, years) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Builds the program for release, gets OpenFisca, and lets both judge the same years: whether all came out the same.
pub(crate) fn agrees(root: &Path, years: u32) -> bool {
    if !prove::cargo(root, &["build", "--release", "--workspace", "--bins", "--examples"], &[]) {
        return false;
    }
    let target = run::target(root);
    let folder = root.join("crates/policy/tests/oracle/openfisca");
    let Some(python) = python(&target.join("openfisca"), &folder.join("requirements.txt")) else {
        eprintln!(
            "OpenFisca could not be installed. It needs Python 3.11 with venv (Debian: python3-venv) and the package \
             index of Python, or a mirror that pip knows. Nothing was measured."
        );
        return false;
    };
    let built = target.join("release");
    let mut measure = Command::new(python);
    measure
        .arg(folder.join("measure.py"))
        .arg("--program")
        .arg(built.join("xueshi"))
        .arg("--sums")
        .arg(built.join("examples/sums"))
        .arg("--packs")
        .arg(root.join("policies"))
        .args(["--pack", PACK, "--count", &years.to_string()])
        // No compiled scripts in the source folder.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    succeeds(&mut measure)
}

/// A Python that has OpenFisca, in a folder of its own that is made when it is not there.
fn python(folder: &Path, requirements: &Path) -> Option<PathBuf> {
    let python = folder.join("bin/python");
    let has_openfisca = || succeeds(Command::new(&python).args(["-c", "import openfisca_core"]));
    if python.exists() && has_openfisca() {
        return Some(python);
    }
    let is_made = succeeds(Command::new("python3").args(["-m", "venv"]).arg(folder))
        && succeeds(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(requirements));
    (is_made && has_openfisca()).then_some(python)
}

fn succeeds(command: &mut Command) -> bool {
    match command.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("openfisca: {error}");
            false
        }
    }
}
