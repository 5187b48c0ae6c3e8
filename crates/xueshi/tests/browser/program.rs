//! The program itself, run as people run it: with a folder of its own, on one of the two databases.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// The address that certificates carry: this machine's own would be refused.
pub(crate) const PUBLISHED: &str = "http://xueshi.example.edu.cn";

/// An installation.
#[derive(Clone)]
pub(crate) struct Program {
    folder: std::sync::Arc<TempDir>,
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
        let name = format!("xueshi_browser_{}", std::process::id());
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
        self.start(&["serve", "--listen", "127.0.0.1:0", "--base-url", PUBLISHED])
    }

    /// Makes a small sample university, starts it and waits until it is ready.
    pub(crate) fn serve_sample(&self) -> Served {
        self.start(&["demo", "--people", "120", "--listen", "127.0.0.1:0"])
    }

    fn start(&self, arguments: &[&str]) -> Served {
        let mut process = self.command().args(arguments).stdout(Stdio::piped()).spawn().expect("the program starts");
        let output = process.stdout.take().expect("its output");
        let address = BufReader::new(output)
            .lines()
            .map_while(Result::ok)
            .find_map(|line| line.strip_prefix("ready: ").map(str::to_owned))
            .expect("it says where it is ready");
        Served { process, address }
    }

    /// The address of its database.
    pub(crate) fn database_url(&self) -> String {
        let own = || format!("sqlite:{}", self.folder.path().join("data/xueshi.db").display());
        self.database_url.clone().unwrap_or_else(own)
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

    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xueshi"));
        command.arg("--data").arg(Path::new(self.folder.path()).join("data"));
        command.env_remove("XUESHI_DATABASE_URL").env_remove("XUESHI_BASE_URL").env_remove("XUESHI_PACK");
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

fn folder() -> std::sync::Arc<TempDir> {
    std::sync::Arc::new(tempfile::tempdir().expect("a temporary folder"))
}
