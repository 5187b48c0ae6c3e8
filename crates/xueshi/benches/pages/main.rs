//! How many pages a second the sample university serves, and what memory that takes:
//! `cargo bench -p xueshi --bench pages -- --help`. Never a timed test.
//!
//! It starts the program itself on a free port of this machine, signs in as people do in the demonstration, asks for
//! its pages over and over for a bounded time, prints what it saw and ends the program. It talks to nothing else.

mod figures;
mod load;
mod server;
mod visitor;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;

use crate::figures::Figures;
use crate::load::Load;
use crate::server::Server;
use crate::visitor::Visitor;

/// Anything can go wrong here, and then a person reads why.
type Fault = Box<dyn std::error::Error>;

/// Load on the pages of the sample university.
#[derive(Parser)]
struct Options {
    /// Data folder of the sample university; made on the first run, which takes a while
    #[arg(long, default_value = concat!(env!("CARGO_TARGET_TMPDIR"), "/sample-university"))]
    data: PathBuf,
    /// Another build of the program, to compare with
    #[arg(long, default_value = env!("CARGO_BIN_EXE_xueshi"))]
    program: PathBuf,
    /// Connections that ask at the same time
    #[arg(long, default_value_t = 32, value_parser = clap::value_parser!(u16).range(1..=512))]
    connections: u16,
    /// Seconds to measure each page, after one to warm up
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=300))]
    seconds: u64,
    /// Year of the account that is asked for; the newest that the person has, unless given
    #[arg(long)]
    year: Option<i16>,
    /// Ask for compressed pages, as browsers do
    #[arg(long)]
    gzip: bool,
    /// Given by cargo to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> ExitCode {
    let options = Options::parse();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.map_err(Fault::from).and_then(|runtime| runtime.block_on(measure(&options))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

async fn measure(options: &Options) -> Result<(), Fault> {
    let server = Server::start(&options.program, &options.data)?;
    println!("{} connections, {} s a page, {}", options.connections, options.seconds, encoding(options));
    println!("memory at rest: {} MB resident", server.resident_megabytes()?);
    println!("{:<16} {}   resident", "page", Figures::HEADING);
    let teacher = Visitor::sign_in(server.address(), "专任教师").await?;
    let verifier = Visitor::sign_in(server.address(), "审验人").await?;
    let year = match options.year {
        Some(year) => year,
        None => teacher.newest_year().await?,
    };
    let personnel = Visitor::sign_in(server.address(), "人事").await?;
    let pages = [
        (&teacher, "/".to_owned()),
        (&teacher, format!("/my/{year}")),
        (&verifier, "/queue".to_owned()),
        (&personnel, format!("/years/{year}")),
        (&personnel, format!("/years/{year}/people")),
        (&personnel, format!("/years/{year}/training")),
    ];
    for (visitor, path) in pages {
        let load = Load {
            address: server.address(),
            request: visitor.request(&path, options.gzip)?,
            connections: options.connections,
        };
        load.run(Duration::from_secs(1)).await?;
        let figures = load.run(Duration::from_secs(options.seconds)).await?;
        println!("{path:<16} {figures} {:>7} MB", server.resident_megabytes()?);
    }
    println!("memory at its highest: {} MB resident", server.highest_megabytes()?);
    Ok(())
}

fn encoding(options: &Options) -> &'static str {
    if options.gzip { "compressed" } else { "not compressed" }
}
