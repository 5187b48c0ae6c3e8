//! The program under load: started on a free port of this machine, looked at through `/proc`, ended when dropped.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::Fault;

/// With the sample university there it takes a moment; a program that needs more than this has hung.
const START_MAX: Duration = Duration::from_secs(60);

/// A running demonstration.
pub(crate) struct Server {
    process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the program on this data folder, making the sample university if it is not there, and waits until
    /// pages are served.
    pub(crate) fn start(program: &Path, data: &Path) -> Result<Self, Fault> {
        // Made by a process of its own, whose memory is not the service's.
        let made = demonstration(program, data).arg("--prepare-only").status()?;
        if !made.success() {
            return Err("the sample university could not be made".into());
        }
        let mut process = demonstration(program, data).stdout(Stdio::piped()).spawn()?;
        let output = process.stdout.take();
        // From here on the program is ended whatever happens.
        let mut server = Server { process, address: SocketAddr::from(([127, 0, 0, 1], 0)) };
        let (said, ready) = mpsc::channel();
        std::thread::spawn(move || {
            // Read to its end, so that the program never waits for somebody to take its words.
            for line in output.into_iter().flat_map(|output| BufReader::new(output).lines()).map_while(Result::ok) {
                if let Some(address) = line.strip_prefix("ready: http://") {
                    said.send(address.to_owned()).ok();
                }
            }
        });
        let address = ready.recv_timeout(START_MAX).map_err(|_| "the program ended or hung before it was ready")?;
        server.address = address.parse()?;
        Ok(server)
    }

    /// Where it is reached.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Memory that it holds now.
    pub(crate) fn resident_megabytes(&self) -> Result<u64, Fault> {
        self.megabytes("VmRSS:")
    }

    /// The most memory that it held since its start.
    pub(crate) fn highest_megabytes(&self) -> Result<u64, Fault> {
        self.megabytes("VmHWM:")
    }

    fn megabytes(&self, field: &str) -> Result<u64, Fault> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(field)).ok_or("no such line in /proc")?;
        let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
        Ok(kibibytes * 1024 / 1_000_000)
    }
}

/// The demonstration, on a port that the machine chooses.
fn demonstration(program: &Path, data: &Path) -> Command {
    let mut command = Command::new(program);
    command.args(["demo", "--listen", "127.0.0.1:0", "--data"]).arg(data);
    command.env_remove("XUESHI_DATABASE_URL").stdin(Stdio::null());
    command
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
