//! The program's judgement of random years against an oracle in Python that was written from the document alone.
//! `cargo xtask prove` runs the same with many more years.

use std::path::Path;
use std::process::Command;

/// Years for each pack, unless the environment asks for another number.
const YEARS: &str = "5000";

#[test]
fn the_oracle_agrees_with_the_sample_pack() {
    agree("sample-2026");
}

#[test]
fn the_oracle_agrees_with_the_pack_without_numbers() {
    agree("guet-2022");
}

#[test]
fn the_random_years_notice_every_wrong_number() {
    oracle("sharpness.py", &["--packs", &packs(), "--pack", "sample-2026"]);
}

#[test]
fn the_formulas_for_openfisca_agree_with_the_oracle_for_both_packs() {
    for pack in ["sample-2026", "guet-2022"] {
        oracle("openfisca/plainly.py", &["--packs", &packs(), "--pack", pack, "--count", "2000"]);
    }
}

#[test]
fn facts_that_contradict_themselves_are_refused() {
    oracle("refusals.py", &["--pack", "sample-2026"]);
}

fn agree(pack: &str) {
    let years = std::env::var("XUESHI_ORACLE_YEARS").unwrap_or_else(|_| YEARS.to_owned());
    let seed = std::env::var("XUESHI_ORACLE_SEED").unwrap_or_else(|_| "1".to_owned());
    oracle("compare.py", &["--packs", &packs(), "--pack", pack, "--count", &years, "--seed", &seed]);
}

fn packs() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies").display().to_string()
}

/// Runs a script of the oracle with this program. What it prints says what was compared, or what differs.
fn oracle(script: &str, arguments: &[&str]) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../policy/tests/oracle");
    let output = Command::new("python3")
        .arg(folder.join(script))
        .args(["--program", env!("CARGO_BIN_EXE_xueshi")])
        .args(arguments)
        // No compiled scripts in the source folder.
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("python3 starts");
    println!("{}", String::from_utf8_lossy(&output.stdout));
    assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
}
