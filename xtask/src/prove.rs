//! Proofs that take minutes and are therefore no part of `cargo xtask test`, which runs them on a smaller scale.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::{needs, run};

/// Builds the program and has the oracle judge this many random years of each pack as well.
pub(crate) fn years(root: &Path, count: u32, seed: u32) -> ExitCode {
    if let Err(missing) = needs::provide() {
        eprintln!("{missing}");
        return ExitCode::FAILURE;
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command
        .args(["test", "--package", "xueshi", "--test", "oracle", "--", "--nocapture", "--test-threads", "1"])
        .env("XUESHI_ORACLE_YEARS", count.to_string())
        .env("XUESHI_ORACLE_SEED", seed.to_string())
        .current_dir(root);
    if let Some(target) = run::shared_target() {
        command.env("CARGO_TARGET_DIR", target);
    }
    match command.status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("prove: {error}");
            ExitCode::FAILURE
        }
    }
}
