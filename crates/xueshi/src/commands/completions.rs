//! `xueshi completions`: a completion script for a shell.

use std::io::Write;
use std::process::ExitCode;

use clap::Args;
use clap_complete::Shell;

use crate::cli::Cli;

/// Options of `completions`.
#[derive(Args)]
pub(crate) struct Options {
    /// 哪一种命令行
    #[arg(value_name = "外壳")]
    shell: Shell,
}

/// Prints the script.
pub(crate) fn run(options: Options) -> ExitCode {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::chinese_command(), "xueshi", &mut script);
    match std::io::stdout().write_all(&script) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
