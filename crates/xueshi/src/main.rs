//! The binary: configuration, commands and wiring. Decisions belong to the crates below.

mod cli;
mod clock;
mod commands;
mod demo;
mod ending;
mod failure;
mod housekeeping;
mod installation;
mod packs;
mod server;

use std::io::IsTerminal;
use std::process::ExitCode;

use policy::Library;

use crate::cli::{Cli, Command, Place};

/// `docs/adr/0033-memory-from-mimalloc.md`.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    end_quietly_when_nobody_reads();
    let Cli { place, command } = Cli::of_this_run();
    start_logging();
    match command {
        Command::Assess(options) => with_packs(&place, |packs| commands::assess::run(options, packs)),
        Command::Policy(options) => with_packs(&place, |packs| commands::policy::run(place.clone(), options, packs)),
        Command::Years(options) => failure::wait_for(commands::years::run(place, options)),
        Command::Completions(options) => commands::completions::run(options),
        Command::Demo(options) => failure::wait_for(commands::demo::run(place, options)),
        Command::Serve(options) => failure::wait_for(commands::serve::run(place, options)),
        Command::Import(options) => failure::wait_for(commands::import::run(place, options)),
        Command::Export(options) => failure::wait_for(commands::export::run(place, options)),
        Command::Invite(options) => failure::wait_for(commands::invite::run(place, options)),
        Command::Certificate(options) => failure::wait_for(commands::certificate::run(place, options)),
        Command::Audit(options) => failure::wait_for(commands::audit::run(place, options)),
        Command::Doctor(options) => failure::wait_for(commands::doctor::run(place, options)),
    }
}

/// Runs a command that needs the packs and no data.
fn with_packs(place: &Place, command: impl FnOnce(&Library) -> ExitCode) -> ExitCode {
    match packs::library(place) {
        Ok(library) => command(&library),
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

/// Log lines go to the error output, so that results can be piped; `XUESHI_LOG` chooses what is logged. What the reader
/// of PDFs remarks about a stranger's file is nobody's trouble here.
fn start_logging() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("XUESHI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,lopdf=off"));
    // A file or another program that reads the lines has no use for colours.
    let colours = std::io::stderr().is_terminal();
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    lines.with_ansi(colours).with_target(true).init();
}

/// `xueshi … | head` closes our output early. That is no fault, so it ends the command without a word.
fn end_quietly_when_nobody_reads() {
    let report = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let said = panic.payload_as_str().unwrap_or_default();
        if said.starts_with("failed printing to stdout: Broken pipe") {
            std::process::exit(0);
        }
        report(panic);
    }));
}
