//! The program itself, run as people run it: with a folder of its own, on one of the two databases.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use tempfile::TempDir;

/// The address that certificates carry: this machine's own would be refused.
pub(crate) const PUBLISHED: &str = "http://xueshi.example.edu.cn";

const SAMPLE_ARGUMENTS: [&str; 5] = ["demo", "--people", "120", "--listen", "127.0.0.1:0"];

/// An installation.
#[derive(Clone)]
pub(crate) struct Program {
    folder: Arc<TempDir>,
    database_url: Option<String>,
}

impl Program {
    pub(crate) fn on_sqlite() -> Self {
        Program { folder: folder(), database_url: None }
    }

    /// On a database of its own in the server that the test command names.
    pub(crate) fn on_postgresql() -> Self {
        let server = std::env::var("XUESHI_TEST_POSTGRES")
            .expect("XUESHI_TEST_POSTGRES names no server: run `cargo xtask test`, which starts one");
        static MADE: AtomicUsize = AtomicUsize::new(0);
        let name = format!("xueshi_browser_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        for statement in [format!("DROP DATABASE IF EXISTS {name}"), format!("CREATE DATABASE {name}")] {
            let status = Command::new("psql").args(["--quiet", "--command", &statement, &server]).status();
            assert!(status.expect("psql is installed: cargo xtask test does that").success());
        }
        let (address, _) = server.rsplit_once('/').expect("an address with a database");
        Program { folder: folder(), database_url: Some(format!("{address}/{name}")) }
    }

    /// Runs a command to its end and gives what it printed; it has to succeed.
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().expect("the program runs");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text")
    }

    /// Starts the service and waits until it is ready.
    pub(crate) fn serve(&self) -> Served {
        start(self.command(), &["serve", "--listen", "127.0.0.1:0", "--base-url", PUBLISHED])
    }

    /// Serves a small sample university of its own. One on PostgreSQL cannot be copied, so it is made.
    pub(crate) fn serve_sample(&self) -> Served {
        if self.database_url.is_none() {
            copy(sample(), &self.data());
        }
        start(self.command(), &SAMPLE_ARGUMENTS)
    }

    /// The address of its database.
    pub(crate) fn database_url(&self) -> String {
        let own = || format!("sqlite:{}", self.data().join("xueshi.db").display());
        self.database_url.clone().unwrap_or_else(own)
    }

    /// What its database calls this second, counted from 1970.
    pub(crate) fn this_second(&self) -> &'static str {
        match self.database_url {
            Some(_) => "CAST(EXTRACT(EPOCH FROM clock_timestamp()) AS BIGINT)",
            None => "CAST(strftime('%s', 'now') AS INTEGER)",
        }
    }

    /// A picture that serves as evidence.
    pub(crate) fn evidence(&self) -> PathBuf {
        let path = self.folder.path().join("evidence.png");
        let picture = image::RgbImage::from_pixel(60, 80, image::Rgb([240, 240, 230]));
        picture.save(&path).expect("a picture");
        path
    }

    /// Keeps bytes as a file.
    pub(crate) fn keep(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, bytes).expect("it is kept");
        path
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn command(&self) -> Command {
        let mut command = program(&self.data());
        if let Some(url) = &self.database_url {
            command.args(["--database-url", url]);
        }
        command
    }
}

/// A running service, ended when it is dropped.
pub(crate) struct Served {
    process: Child,
    address: String,
}

impl Served {
    /// Where it is reached, without a trailing slash.
    pub(crate) fn address(&self) -> String {
        self.address.clone()
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}

fn folder() -> Arc<TempDir> {
    Arc::new(tempfile::tempdir().expect("a temporary folder"))
}

/// The data folder of the small sample university, which nobody serves. The first test that asks makes it, the others wait.
fn sample() -> &'static Path {
    static SAMPLE: OnceLock<PathBuf> = OnceLock::new();
    SAMPLE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sample");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).expect("the one of an earlier run can go");
        }
        drop(start(program(&folder), &SAMPLE_ARGUMENTS));
        folder
    })
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder that can be read") {
        let entry = entry.expect("an entry");
        let (path, copied) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            std::fs::copy(&path, &copied).expect("it is copied");
        }
    }
}

/// The program with this data folder.
fn program(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xueshi"));
    command.arg("--data").arg(data);
    command.env_remove("XUESHI_DATABASE_URL").env_remove("XUESHI_BASE_URL").env_remove("XUESHI_PACK");
    command
}

/// Starts it and waits until it is ready.
fn start(mut command: Command, arguments: &[&str]) -> Served {
    let mut process = command.args(arguments).stdout(Stdio::piped()).spawn().expect("the program starts");
    let output = process.stdout.take().expect("its output");
    let address = BufReader::new(output)
        .lines()
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("ready: ").map(str::to_owned))
        .expect("it says where it is ready");
    Served { process, address }
}
