//! The project's checks as one program: `cargo xtask test`, `cargo xtask check`, and the parts by themselves.
//! It must hold nothing that the product ships.

mod kept_times;
mod layers;
mod ledger;
mod licences;
mod load;
mod mutants;
mod named_articles;
mod named_paths;
mod needs;
mod openfisca;
mod postgres;
mod prove;
mod run;
mod scratch;
mod space;
mod suite;
mod tally;
mod tidy;
mod tree;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Runs the project's tests and checks.
///
/// `test` is what continuous integration runs. Each step runs even when an earlier one failed; a table at the end names
/// every step with its result and its time.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    command: Task,
}

#[derive(Clone, Subcommand)]
enum Task {
    /// Everything a change has to pass
    ///
    /// Installs what the tests need, looks whether the disk has room, then: formatting, layers, tidy, licences, lints,
    /// packs, parity of the two databases, permission matrix, pages (accessibility and width, in a browser), browser
    /// tests, and all other tests on both databases.
    Test,
    /// All steps of `test`, and the documentation build
    Check,
    /// Only what the tests need on this machine: installs it, or says what to install
    Needs,
    /// Only the allowed arrows between the crates
    Layers,
    /// Only licences and origins of the crates, against deny.toml
    Licences,
    /// Only sizes, headers, names, and the paths that documents mention
    Tidy,
    /// Random years by the program and by OpenFisca, compared and measured side by side
    ///
    /// Builds the program for release, gets OpenFisca from the package index for Python into the build folder, lets both
    /// judge the same years, and prints the ratio of their times. A year that comes out otherwise fails the run.
    Openfisca {
        /// Random years
        #[arg(long, default_value_t = openfisca::YEARS)]
        years: u32,
    },
    /// The code of `policy`, changed one place at a time: do its tests notice?
    ///
    /// The changes are those that cargo-mutants lists, which has to be installed. They are built all at once, each behind a
    /// switch, and tried one after the other on every core. Names every change that no test noticed, and fails when fewer
    /// than 95 of a hundred were.
    Mutants {
        /// Only the changes of this file, such as `crates/policy/src/caps.rs`; may be given again
        #[arg(long)]
        file: Vec<String>,
    },
    /// Proofs that take minutes
    ///
    /// Random years judged one by one and many at once, quietly and explained; packs and facts damaged at random;
    /// random years judged by the program, by an oracle in Python, and by OpenFisca, which is got from the
    /// package index for Python into the build folder; the program killed during an examination
    /// and while a lesson is watched; and, where cargo-mutants is installed, the code of `policy` changed one place at a time.
    Prove {
        /// Years for each pack, for the oracle
        #[arg(long, default_value_t = 100_000)]
        years: u32,
        /// Another seed gives other years
        #[arg(long, default_value_t = 1)]
        seed: u32,
        /// Random years that are judged one by one and many at once
        #[arg(long, default_value_t = 2_000_000)]
        people: u32,
        /// Damaged packs to try; facts ten times as many
        #[arg(long, default_value_t = 20_000)]
        damages: u32,
        /// How often the program is killed during an examination, on each database; while a lesson is watched, which takes
        /// as long as it is watched, a tenth as often
        #[arg(long, default_value_t = 200)]
        kills: u32,
    },
    /// A crowd on the release program: beginnings, answers and beats, bounded in count and time
    ///
    /// Builds the program, prepares an invented university with 50,000 people on each database, and measures: people
    /// who begin the examination in the same second, answers at a steady rate, and people who watch a lesson. Some
    /// seven minutes once it is built. docs/performance.md says what the figures mean.
    Load {
        /// Which database bears it
        #[arg(long, value_enum, default_value_t = load::Database::Both)]
        database: load::Database,
        /// Options of the generator, after `--`, such as `-- --json` or `-- --ladder 100,500`; `-- --help` lists them
        #[arg(last = true)]
        options: Vec<String>,
    },
}

fn main() -> ExitCode {
    let task = Cli::parse().command;
    let root = workspace_root();
    match task {
        Task::Test => run::everything(&root, run::Extent::Tests),
        Task::Check => run::everything(&root, run::Extent::TestsAndDocuments),
        Task::Needs => run::needs_only(),
        Task::Layers => run::one("layers", layers::problems_in(&root)),
        Task::Licences => run::one("licences", licences::problems_in(&root)),
        Task::Tidy => run::one("tidy", tidy::problems_in(&root)),
        Task::Openfisca { years } => openfisca::side_by_side(&root, years),
        Task::Mutants { file } => mutants::alone(&root, &file),
        Task::Prove { years, seed, people, damages, kills } => {
            prove::everything(&root, prove::Extent { years, seed, people, damages, kills })
        }
        Task::Load { database, options } => load::everything(&root, database, &options),
    }
}

/// The folder of the workspace: the parent of the one that cargo names, or else the current folder.
fn workspace_root() -> PathBuf {
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .and_then(|folder| folder.parent().map(PathBuf::from))
        .unwrap_or_else(|| PathBuf::from("."))
}
