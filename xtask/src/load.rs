//! Load on the release program, on both databases: PostgreSQL on a server of its own that waits for the disk as one in
//! earnest does. What the load is stands in `crates/xueshi/benches/crowd`.

use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;

use crate::{needs, postgres, run};

/// Which databases bear the load.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Database {
    /// SQLite, in the build folder
    Sqlite,
    /// PostgreSQL, on a server of its own
    Postgres,
    /// One after the other
    Both,
}

/// Builds the program and the generator, and runs it on each database.
pub(crate) fn everything(root: &Path, database: Database, options: &[String]) -> ExitCode {
    if let Err(missing) = needs::provide() {
        eprintln!("{missing}");
        return ExitCode::FAILURE;
    }
    let mut passed = true;
    if database != Database::Postgres {
        passed &= crowd(root, &[], options);
    }
    if database != Database::Sqlite {
        passed &= on_postgres(root, options);
    }
    if passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn on_postgres(root: &Path, options: &[String]) -> bool {
    match postgres::Server::start_lasting() {
        Ok(server) => {
            let process = server.process().to_string();
            crowd(root, &["--postgres", server.url(), "--postgres-process", &process], options)
        }
        Err(error) => {
            eprintln!("PostgreSQL: {error}");
            false
        }
    }
}

fn crowd(root: &Path, place: &[&str], options: &[String]) -> bool {
    let mut arguments = vec!["bench", "--workspace", "--bench", "crowd", "--"];
    arguments.extend(place);
    arguments.extend(options.iter().map(String::as_str));
    run::cargo(root, &arguments).status().is_ok_and(|status| status.success())
}
