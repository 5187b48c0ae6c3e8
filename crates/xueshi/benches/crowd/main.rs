//! A crowd on the service: everybody who begins the examination in the same second, answers at a steady rate, everybody
//! whose time ends in the same second, and thousands who watch a lesson. `cargo xtask load` runs it on both databases; never a timed test.
//!
//! It prepares an installation through the product's own actions, starts the program itself on a free port of this
//! machine, asks for a bounded number of things over a bounded number of connections, prints what it saw and ends the
//! program. It talks to nothing else.

#[path = "../../src/clock.rs"]
mod clock;
mod connection;
mod deadline;
mod examination;
mod figures;
mod rush;
mod school;
mod server;
mod usage;
mod watching;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use tempfile::TempDir;
use tokio::runtime::Builder;

use crate::figures::Report;
use crate::school::{Fault, Plan, School};
use crate::server::Server;
use crate::usage::Watched;

/// Where nothing waits for a disk, while the installation is prepared.
const MEMORY: &str = "/dev/shm";

/// A crowd on the service.
#[derive(Parser)]
struct Options {
    /// An empty PostgreSQL database; SQLite in the build folder, unless given
    #[arg(long)]
    postgres: Option<String>,
    /// Process of that database server, to say what it uses
    #[arg(long)]
    postgres_process: Option<u32>,
    /// Another build of the program, to compare with
    #[arg(long, default_value = env!("CARGO_BIN_EXE_xueshi"))]
    program: PathBuf,
    /// Connections that are kept open, as by the proxy in front of a service
    #[arg(long, default_value_t = 512, value_parser = clap::value_parser!(u16).range(1..=4_000))]
    connections: u16,
    /// How many begin in the same second, step after step, everybody once
    #[arg(long, value_delimiter = ',', default_values_t = [100, 500, 1_000, 2_000, 5_000])]
    ladder: Vec<u32>,
    /// Answers a second
    #[arg(long, default_value_t = 6_000, value_parser = clap::value_parser!(u32).range(1..=50_000))]
    answers: u32,
    /// For so many seconds
    #[arg(long, default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=300))]
    seconds: u32,
    /// How many have their time end in the same second: half of them hand in themselves, for the others the time does
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(0..=20_000))]
    hand_in: u32,
    /// People who watch
    #[arg(long, default_value_t = 50_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    watchers: u32,
    /// Beats of each of them, half a minute apart
    #[arg(long, default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=20))]
    rounds: u32,
    /// Print JSON instead of tables
    #[arg(long)]
    json: bool,
    /// Given by cargo to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

/// What the load is put on.
pub(crate) struct Scene {
    pub(crate) address: SocketAddr,
    pub(crate) connections: usize,
    pub(crate) year: i16,
    pub(crate) watched: Watched,
}

impl Scene {
    /// Tells what went wrong, beside the figures.
    pub(crate) fn tell(&self, faults: &[String]) {
        for fault in faults {
            eprintln!("fault: {fault}");
        }
    }
}

fn main() -> ExitCode {
    match measure(&Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}

fn measure(options: &Options) -> Result<(), Fault> {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR"))?;
    let data = folder.path().join("data");
    let sqlite = format!("sqlite:{}", data.join("xueshi.db").display());
    let database_url = options.postgres.as_ref().unwrap_or(&sqlite);
    let school = prepare(options, &data)?;
    let server = Server::start(&options.program, &data, database_url)?;
    let scene = Scene {
        address: server.address(),
        connections: options.connections.into(),
        year: school.year,
        watched: Watched { program: server.process.id(), database: options.postgres_process },
    };
    // One thread: whoever makes the load must not take the machine from whoever bears it.
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let report = runtime.block_on(load(options, &scene, &school, &data, database_url))?;
    if options.json {
        println!("{}", serde_json::to_string(&report)?);
    } else {
        println!("{report}");
    }
    Ok(())
}

async fn load(
    options: &Options,
    scene: &Scene,
    school: &School,
    data: &Path,
    database_url: &str,
) -> Result<Report, Fault> {
    let (mut ladder, mut candidates) = (Vec::new(), Vec::new());
    let mut waiting = &school.students[..];
    for people in &options.ladder {
        let (crowd, others) = waiting.split_at(*people as usize);
        let (rung, begun) = examination::begin(scene, crowd).await?;
        eprintln!("{} of {people} have begun", rung.begun);
        ladder.push(rung);
        candidates.extend(begun);
        waiting = others;
    }
    let (mut answers, kept) = examination::answer(scene, &candidates, options.answers, options.seconds).await?;
    eprintln!("{} answers are saved", answers.saved);
    let deadline = match options.hand_in {
        0 => None,
        people => {
            let app = school::open(data, database_url).await?;
            Some(deadline::hand_in(scene, &app, &waiting[..people as usize]).await?)
        }
    };
    let watching = &school.students[..options.watchers as usize];
    let rounds = watching::watch(scene, school, watching, options.rounds).await?;
    answers.lost = examination::lost(&school::open(data, database_url).await?, &candidates, &kept).await?;
    let database = if options.postgres.is_some() { "PostgreSQL" } else { "SQLite" };
    let (connections, watchers) = (scene.connections, watching.len());
    Ok(Report { database, connections, ladder, answers, deadline, watchers, rounds })
}

/// Prepares the installation where it waits for no disk, and lays it where it will be used.
fn prepare(options: &Options, data: &Path) -> Result<School, Fault> {
    let begun = std::time::Instant::now();
    let plan = Plan { studied: options.ladder.iter().sum::<u32>() + options.hand_in, watching: options.watchers };
    let draft = if Path::new(MEMORY).is_dir() { tempfile::tempdir_in(MEMORY)? } else { TempDir::new()? };
    let database_url = match &options.postgres {
        // Only these connections: what they write is on the disk with the first commit of any other.
        Some(url) => format!("{url}?options=-c%20synchronous_commit%3Doff"),
        None => format!("sqlite:{}", draft.path().join("xueshi.db").display()),
    };
    let runtime = Builder::new_multi_thread().enable_all().build()?;
    let school = runtime.block_on(async {
        let app = school::open(draft.path(), &database_url).await?;
        school::fill(&app, plan, clock::now()).await
    })?;
    // The last connection of SQLite brings everything into the file itself.
    drop(runtime);
    copy(draft.path(), data)?;
    eprintln!("prepared {} people in {:.0} s", school.students.len(), begun.elapsed().as_secs_f64());
    Ok(school)
}

fn copy(from: &Path, to: &Path) -> Result<(), Fault> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to)?;
        } else {
            std::fs::copy(entry.path(), &to)?;
            std::fs::File::open(&to)?.sync_all()?;
        }
    }
    Ok(())
}
