//! The program itself, started on a free port of this machine and ended when dropped.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::school::Fault;

/// It is ready in a moment; a program that needs more than this has hung.
const START_MAX: Duration = Duration::from_secs(60);

/// A running service.
pub(crate) struct Server {
    /// Its process.
    pub(crate) process: Child,
    address: SocketAddr,
}

impl Server {
    /// Starts the program on this data folder and database, and waits until pages are served.
    pub(crate) fn start(program: &Path, data: &Path, database_url: &str) -> Result<Self, Fault> {
        let mut command = Command::new(program);
        command.args(["serve", "--listen", "127.0.0.1:0", "--database-url", database_url, "--data"]).arg(data);
        for variable in ["XUESHI_DATABASE_URL", "XUESHI_BASE_URL", "XUESHI_PACK", "XUESHI_LISTEN"] {
            command.env_remove(variable);
        }
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
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
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
