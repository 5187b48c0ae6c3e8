//! The program as a person runs it, in a folder that holds nothing but their files.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A folder with somebody's files.
pub(crate) struct Desk {
    folder: TempDir,
}

/// How a run ended.
pub(crate) struct Ended {
    /// Exit code.
    pub(crate) code: Option<i32>,
    /// What was printed.
    pub(crate) said: String,
    /// What was printed to the error output.
    pub(crate) complained: String,
}

impl Desk {
    pub(crate) fn new() -> Self {
        Desk { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// A desk with one file.
    pub(crate) fn with(name: &str, content: impl AsRef<[u8]>) -> Self {
        let desk = Desk::new();
        desk.keep(name, content);
        desk
    }

    /// Puts one more file on it.
    pub(crate) fn keep(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.folder.path().join(name), content).expect("it is kept");
    }

    /// Where something on it lies.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Everything under a folder on it, with its bytes.
    pub(crate) fn tree(&self, name: &str) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut folders = vec![self.path(name)];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let bytes = std::fs::read(&path).expect("its bytes");
                    found.insert(path, bytes);
                }
            }
        }
        found
    }

    /// What a file on it holds.
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.folder.path().join(name)).expect("it is there")
    }

    /// Runs the program to its end; the arguments are written as in a terminal.
    pub(crate) fn run(&self, line: &str) -> Ended {
        self.command(line).stdin(Stdio::null()).output().expect("the program runs").into()
    }

    /// The same, with something to read from its input.
    pub(crate) fn run_reading(&self, line: &str, input: &str) -> Ended {
        let mut command = self.command(line);
        let mut running = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let running = running.as_mut().expect("the program starts");
        let mut pipe = running.stdin.take().expect("its input");
        // A program that refuses early does not read to the end.
        pipe.write_all(input.as_bytes()).ok();
        drop(pipe);
        let mut ended = Ended { code: None, said: String::new(), complained: String::new() };
        let read = |from: &mut dyn std::io::Read, to: &mut String| from.read_to_string(to).expect("text");
        read(running.stdout.as_mut().expect("its output"), &mut ended.said);
        read(running.stderr.as_mut().expect("its error output"), &mut ended.complained);
        ended.code = running.wait().expect("it ends").code();
        ended
    }

    /// Where nothing has been left behind: the files that were put here, and no others.
    pub(crate) fn files(&self) -> usize {
        std::fs::read_dir(self.folder.path()).expect("the folder").count()
    }

    /// The command itself, for runs with pipes of their own.
    pub(crate) fn command(&self, line: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xueshi"));
        command.args(line.split_whitespace()).current_dir(self.folder.path());
        command
            .env_remove("XUESHI_DATA")
            .env_remove("XUESHI_DATABASE_URL")
            .env_remove("XUESHI_LOG")
            .env_remove("XUESHI_POLICIES");
        command
    }
}

impl Ended {
    /// What was printed, as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.code, Some(0), "{}", self.complained);
        serde_json::from_str(&self.said).unwrap_or_else(|error| panic!("{error}: {}", self.said))
    }
}

impl From<Output> for Ended {
    fn from(output: Output) -> Self {
        Ended {
            code: output.status.code(),
            said: String::from_utf8(output.stdout).expect("text"),
            complained: String::from_utf8(output.stderr).expect("text"),
        }
    }
}
