//! A PostgreSQL server for one run: its own folder, its own port on 127.0.0.1, stopped at the end.
//! Nothing of it outlives the run, so tests have it started without care for power cuts; measurements do not.

use std::fs::File;
use std::io::Read;
use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use thiserror::Error;

use crate::{needs, scratch};

const START_SECONDS_MAX: u64 = 60;
const STOP_SECONDS_MAX: u64 = 15;
/// How much of the server's log is told when it ends badly.
const LOG_LINES_TOLD: usize = 30;
/// What the log says when the server, or one of its processes, ended otherwise than it was asked to.
const SIGNS_OF_DEATH: [&str; 3] = ["PANIC:", "was terminated by signal", "No space left on device"];

/// What every server is told.
const SETTINGS: [&str; 2] = ["listen_addresses=127.0.0.1", "max_connections=300"];

/// Hundreds of databases come and go, nothing is copied elsewhere, and nothing has to survive: so the log of changes is
/// kept short, and no power cut is provided for.
const FLEETING: &[&str] = &[
    "fsync=off",
    "full_page_writes=off",
    "synchronous_commit=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "min_wal_size=32MB",
    "max_wal_size=64MB",
    "autovacuum=off",
];

/// As it comes: what is confirmed is on the disk.
const LASTING: &[&str] = &["fsync=on", "full_page_writes=on", "synchronous_commit=on", "autovacuum=on"];

/// Why no server could be started.
#[derive(Debug, Error)]
pub(crate) enum PostgresError {
    #[error("initdb and postgres were not found")]
    NotInstalled,
    #[error("there is no user `postgres` to run the server as (it refuses to run as root)")]
    NoUser,
    #[error("initdb did not succeed: {0}")]
    Initialise(String),
    #[error("the server did not become ready: {0}")]
    NotReady(String),
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// A running server. Dropping it stops the server and removes its folder.
pub(crate) struct Server {
    process: Child,
    url: String,
    folder: TempDir,
}

impl Server {
    /// Creates a cluster for tests and starts a server on it; returns when it takes connections.
    pub(crate) fn start() -> Result<Self, PostgresError> {
        Self::start_with(FLEETING, &scratch::folder())
    }

    /// The same, where what is confirmed has to be on the disk.
    pub(crate) fn start_lasting() -> Result<Self, PostgresError> {
        Self::start_with(LASTING, &std::env::temp_dir())
    }

    fn start_with(settings: &[&str], place: &Path) -> Result<Self, PostgresError> {
        let programs = programs().ok_or(PostgresError::NotInstalled)?;
        let owner = owner()?;
        let folder = tempfile::Builder::new().prefix("xueshi-postgres-").tempdir_in(place)?;
        let password = password()?;
        std::fs::write(folder.path().join("password"), &password)?;
        if let Some((user, group)) = owner {
            std::os::unix::fs::chown(folder.path(), Some(user), Some(group))?;
            std::os::unix::fs::chown(folder.path().join("password"), Some(user), Some(group))?;
        }
        let probe = programs.join("pg_isready");
        let start = Start { programs, owner, folder: folder.path() };
        start.initialise()?;
        let port = free_port()?;
        let process = start.launch(port, settings)?;
        let mut server =
            Server { process, url: format!("postgres://postgres:{password}@127.0.0.1:{port}/postgres"), folder };
        server.wait_until_ready(&probe, port)?;
        Ok(server)
    }

    /// The address of the maintenance database, with its password.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Its first process.
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    /// What there is to tell when the server, or one of its processes, ended before its time: the end of its log.
    /// `None` while all is well.
    pub(crate) fn obituary(&mut self) -> Option<String> {
        let ended = self.process.try_wait().ok().flatten();
        let log = self.log();
        if ended.is_none() && !SIGNS_OF_DEATH.iter().any(|sign| log.contains(sign)) {
            return None;
        }
        let how = ended.map_or_else(|| "a process of it".to_owned(), |status| format!("the server, {status}"));
        Some(format!("it ended while the tests ran ({how}); the end of its log:\n{}", end_of(&log)))
    }

    /// Whether there is nobody left to ask.
    pub(crate) fn is_gone(&mut self) -> bool {
        !matches!(self.process.try_wait(), Ok(None))
    }

    fn log(&self) -> String {
        std::fs::read(log_path(self.folder.path()))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    fn wait_until_ready(&mut self, probe: &Path, port: u16) -> Result<(), PostgresError> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(START_SECONDS_MAX) {
            if self.process.try_wait()?.is_some() {
                break;
            }
            let answer = Command::new(probe)
                .args(["--quiet", "--host=127.0.0.1", "--timeout=1"])
                .arg(format!("--port={port}"))
                .status()?;
            if answer.success() {
                return Ok(());
            }
            sleep(Duration::from_millis(100));
        }
        Err(PostgresError::NotReady(end_of(&self.log())))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.is_gone() {
            return;
        }
        // An interrupt asks for a fast shutdown; only if that takes too long the process is ended hard.
        let id = self.process.id();
        let asked = Command::new("sh").arg("-c").arg(format!("kill -INT {id}")).status();
        let begun = Instant::now();
        while asked.is_ok() && begun.elapsed() < Duration::from_secs(STOP_SECONDS_MAX) {
            if let Ok(Some(_)) = self.process.try_wait() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
        if let Err(error) = self.process.kill().and_then(|()| self.process.wait().map(drop)) {
            eprintln!("postgres: process {id} could not be ended: {error}");
        }
    }
}

struct Start<'a> {
    programs: PathBuf,
    owner: Option<(u32, u32)>,
    folder: &'a Path,
}

impl Start<'_> {
    fn initialise(&self) -> Result<(), PostgresError> {
        let output = self
            .command(self.programs.join("initdb"))
            .arg("--pgdata=cluster")
            .args(["--username=postgres", "--pwfile=password", "--auth=scram-sha-256"])
            .args(["--encoding=UTF8", "--locale=C", "--no-sync"])
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(PostgresError::Initialise(said))
    }

    fn launch(&self, port: u16, settings: &[&str]) -> Result<Child, PostgresError> {
        let log = File::create(log_path(self.folder))?;
        // Where setpriv exists the server also ends when this program is ended hard.
        let server = self.programs.join("postgres");
        let mut command = match needs::in_path(&["setpriv"]) {
            Some(setpriv) => {
                let mut command = self.command(setpriv);
                command.args(["--pdeathsig", "INT"]).arg(server);
                command
            }
            None => self.command(server),
        };
        let own = [format!("unix_socket_directories={}", self.folder.display()), format!("port={port}")];
        command.args(["-D", "cluster"]);
        let settings = SETTINGS.into_iter().chain(settings.iter().copied());
        for setting in settings.chain(own.iter().map(String::as_str)) {
            command.args(["-c", setting]);
        }
        let process = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        Ok(process)
    }

    fn command(&self, program: PathBuf) -> Command {
        let mut command = Command::new(program);
        command.current_dir(self.folder);
        if let Some((user, group)) = self.owner {
            command.uid(user).gid(group);
        }
        command
    }
}

/// The folder that holds the server's programs: where `PATH` leads to, or the newest of Debian's versions.
pub(crate) fn programs() -> Option<PathBuf> {
    // What `PATH` holds may be a link to the real place, beside which the other programs are.
    let linked = needs::in_path(&["initdb"]).and_then(|found| found.canonicalize().ok());
    if let Some(folder) = linked.as_deref().and_then(Path::parent).filter(|folder| is_complete(folder)) {
        return Some(folder.to_path_buf());
    }
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| is_complete(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

fn is_complete(folder: &Path) -> bool {
    ["initdb", "postgres", "pg_isready"].iter().all(|program| folder.join(program).is_file())
}

/// Root may not run the server: then it runs as the user that the package created.
fn owner() -> Result<Option<(u32, u32)>, PostgresError> {
    if !needs::is_root() {
        return Ok(None);
    }
    let user = needs::number_of(&["-u", "postgres"]).ok_or(PostgresError::NoUser)?;
    let group = needs::number_of(&["-g", "postgres"]).ok_or(PostgresError::NoUser)?;
    Ok(Some((user, group)))
}

fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

fn password() -> std::io::Result<String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")?.read_exact(&mut bytes)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn end_of(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(LOG_LINES_TOLD)..].join("\n")
}

fn log_path(folder: &Path) -> PathBuf {
    folder.join("server.log")
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use std::process::Command;

    use super::{LOG_LINES_TOLD, Server, end_of, programs};

    #[test]
    fn a_server_that_dies_is_told_of_with_the_end_of_its_log() {
        let mut server = Server::start().expect("a server");
        assert_eq!(server.obituary(), None);
        assert!(!server.is_gone());
        let kill = format!("kill -KILL {}", server.process.id());
        assert!(Command::new("sh").arg("-c").arg(kill).status().is_ok_and(|status| status.success()));
        server.process.wait().expect("its end");
        let told = server.obituary().expect("an obituary");
        assert!(told.contains("signal: 9") && told.contains("ready to accept connections"), "{told}");
        assert!(server.is_gone());
    }

    #[test]
    fn of_a_long_log_the_end_is_told() {
        let log: String = (0..100).map(|line| format!("{line}\n")).collect();
        let told = end_of(&log);
        assert_eq!((told.lines().count(), told.lines().last()), (LOG_LINES_TOLD, Some("99")));
    }

    #[test]
    fn a_server_answers_while_it_lives_and_leaves_nothing_behind() {
        assert!(programs().is_some(), "PostgreSQL is installed: cargo xtask test does that");
        let server = Server::start().expect("a server");
        let address = server.url().rsplit('@').next().and_then(|rest| rest.split('/').next()).unwrap().to_owned();
        let folder = server.folder.path().to_owned();
        assert!(TcpStream::connect(&address).is_ok());
        drop(server);
        assert!(TcpStream::connect(&address).is_err());
        assert!(!folder.exists());
    }
}
