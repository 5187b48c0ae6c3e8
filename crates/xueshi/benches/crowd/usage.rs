//! What processes use of the machine, as `/proc` tells it.

use std::fs;
use std::time::Duration;

use serde::Serialize;

use crate::school::Fault;

/// Ticks of `/proc/*/stat` in a second: the same on every Linux that this runs on.
const TICKS: u64 = 100;

/// The processes that are watched.
#[derive(Clone, Copy)]
pub(crate) struct Watched {
    /// The program.
    pub(crate) program: u32,
    /// The database server and everything it has begun, where it is one of its own.
    pub(crate) database: Option<u32>,
}

/// Time of processors that was used until a moment.
#[derive(Clone, Copy, Default)]
pub(crate) struct Used {
    program: Duration,
    database: Duration,
    generator: Duration,
}

/// How many cores were busy with what, over some time.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Cores {
    /// With the program.
    pub(crate) program: f64,
    /// With the database server.
    pub(crate) database: f64,
    /// With making the load.
    pub(crate) generator: f64,
}

impl Watched {
    /// What was used until now.
    pub(crate) fn used(&self) -> Result<Used, Fault> {
        let database = self.database.map_or(Ok(Duration::ZERO), used_with_children)?;
        Ok(Used { program: used(self.program)?, database, generator: used(std::process::id())? })
    }

    /// Cores that were busy since then.
    pub(crate) fn cores(&self, since: Used, took: Duration) -> Result<Cores, Fault> {
        let now = self.used()?;
        let share = |now: Duration, before: Duration| now.saturating_sub(before).as_secs_f64() / took.as_secs_f64();
        Ok(Cores {
            program: share(now.program, since.program),
            database: share(now.database, since.database),
            generator: share(now.generator, since.generator),
        })
    }

    /// Megabytes that the program holds now, and the most that it ever held.
    pub(crate) fn megabytes(&self) -> Result<(u64, u64), Fault> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.program))?;
        let field = |name: &str| -> Result<u64, Fault> {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).ok_or("no such line in /proc")?;
            let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
            Ok(kibibytes * 1024 / 1_000_000)
        };
        Ok((field("VmRSS:")?, field("VmHWM:")?))
    }
}

fn used(process: u32) -> Result<Duration, Fault> {
    Ok(stat(process).ok_or("a process that is gone")?.1)
}

/// The parent of a process, and what it has used.
fn stat(process: u32) -> Option<(u32, Duration)> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name before the last parenthesis may hold anything.
    let fields: Vec<&str> = text.rsplit_once(')')?.1.split_whitespace().collect();
    let number = |place: usize| fields.get(place)?.parse::<u64>().ok();
    let ticks = number(11)? + number(12)?;
    Some((u32::try_from(number(1)?).ok()?, Duration::from_millis(ticks * 1_000 / TICKS)))
}

/// A server and its children, which stay while their connections do.
fn used_with_children(server: u32) -> Result<Duration, Fault> {
    let mut sum = used(server)?;
    for entry in fs::read_dir("/proc")? {
        let Some(process) = entry?.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if let Some((parent, used)) = stat(process)
            && parent == server
        {
            sum += used;
        }
    }
    Ok(sum)
}
