//! What was measured, as a table for people and as JSON for machines. Exact, from every single answer.

use std::fmt;
use std::time::Duration;

use serde::Serialize;

use crate::usage::Cores;

/// How long answers took, in milliseconds.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Times {
    p50: f64,
    p95: f64,
    p99: f64,
    longest: f64,
}

impl Times {
    /// From how long each answer took.
    pub(crate) fn of(took: impl Iterator<Item = Duration>) -> Self {
        let mut sorted: Vec<Duration> = took.collect();
        sorted.sort_unstable();
        let within = |percent: usize| {
            let place = (sorted.len() * percent).div_ceil(100).saturating_sub(1);
            sorted.get(place).copied().unwrap_or_default().as_secs_f64() * 1_000.0
        };
        Times { p50: within(50), p95: within(95), p99: within(99), longest: within(100) }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} / {:.0} / {:.0} ms", self.p50, self.p95, self.p99)
    }
}

impl fmt::Display for Cores {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.2} / {:.2} / {:.2}", self.program, self.database, self.generator)
    }
}

/// One step of the ladder: so many people who begin the examination in the same second.
#[derive(Serialize)]
pub(crate) struct Rung {
    /// How many came.
    pub(crate) people: usize,
    /// How many have their paper before them.
    pub(crate) begun: usize,
    /// How many were answered otherwise.
    pub(crate) errors: usize,
    /// Until the attempt was begun.
    pub(crate) started: Times,
    /// Until the paper was there.
    pub(crate) shown: Times,
    /// From the first moment to the last paper.
    pub(crate) seconds: f64,
    /// Cores busy meanwhile.
    pub(crate) cores: Cores,
}

/// Answers at a steady rate.
#[derive(Serialize)]
pub(crate) struct Answers {
    /// How many were given.
    pub(crate) given: usize,
    /// How many were called saved.
    pub(crate) saved: usize,
    /// How many were answered otherwise.
    pub(crate) errors: usize,
    /// How many a second were called saved.
    pub(crate) per_second: f64,
    /// Until they were called saved.
    pub(crate) times: Times,
    /// Cores busy meanwhile.
    pub(crate) cores: Cores,
    /// How many answers were called saved last for their question and were not found in the database afterwards.
    pub(crate) lost: usize,
}

/// A deadline: everybody's time ends in the same second.
#[derive(Serialize)]
pub(crate) struct Deadline {
    /// How many press their button in the last second.
    pub(crate) pressing: usize,
    /// How many leave it to the time.
    pub(crate) waiting: usize,
    /// How many were answered otherwise.
    pub(crate) errors: usize,
    /// Until whoever pressed was handed in.
    pub(crate) handed_in: Times,
    /// Until whoever pressed had their result.
    pub(crate) shown: Times,
    /// Until whoever left it to the time had their result, from the moment at which their page looks for it.
    pub(crate) found: Times,
    /// How many results are not what their answers deserve.
    pub(crate) wrong: usize,
    /// From the first button to the last result.
    pub(crate) seconds: f64,
    /// Cores busy meanwhile.
    pub(crate) cores: Cores,
}

/// One round of beats: everybody who watches is heard of once.
#[derive(Serialize)]
pub(crate) struct Round {
    /// How many were taken.
    pub(crate) beats: usize,
    /// How many were answered otherwise.
    pub(crate) errors: usize,
    /// How many a second.
    pub(crate) per_second: f64,
    /// Until they were answered.
    pub(crate) times: Times,
    /// Cores busy meanwhile.
    pub(crate) cores: Cores,
    /// Megabytes of the program at its end.
    pub(crate) megabytes: u64,
    /// The most megabytes of the program until then.
    pub(crate) megabytes_highest: u64,
}

/// Everything that was measured on one database.
#[derive(Serialize)]
pub(crate) struct Report {
    /// `SQLite` or `PostgreSQL`.
    pub(crate) database: &'static str,
    /// Connections of the pool.
    pub(crate) connections: usize,
    /// People who begin.
    pub(crate) ladder: Vec<Rung>,
    /// Answers.
    pub(crate) answers: Answers,
    /// Everybody hands in; nothing when nobody was to.
    pub(crate) deadline: Option<Deadline>,
    /// How many watch.
    pub(crate) watchers: usize,
    /// Beats.
    pub(crate) rounds: Vec<Round>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "### {}, {} connections\n", self.database, self.connections)?;
        writeln!(
            f,
            "Times are p50 / p95 / p99; cores are those of the program / the database server / the generator.\n"
        )?;
        writeln!(f, "| begin in one second | begun | errors | attempt begun | paper there | all within | cores |")?;
        writeln!(f, "|---|---|---|---|---|---|---|")?;
        for rung in &self.ladder {
            writeln!(
                f,
                "| {} | {} | {} | {} | {} | {:.2} s | {} |",
                rung.people, rung.begun, rung.errors, rung.started, rung.shown, rung.seconds, rung.cores
            )?;
        }
        writeln!(f, "\n| answers given | saved | a second | errors | lost | until saved | longest | cores |")?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        let answers = &self.answers;
        writeln!(
            f,
            "| {} | {} | {:.0} | {} | {} | {} | {:.0} ms | {} |",
            answers.given,
            answers.saved,
            answers.per_second,
            answers.errors,
            answers.lost,
            answers.times,
            answers.times.longest,
            answers.cores
        )?;
        if let Some(deadline) = &self.deadline {
            deadline.fmt(f)?;
        }
        writeln!(
            f,
            "\n| {} watch | beats | a second | errors | until answered | cores | memory, highest |",
            self.watchers
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|")?;
        for (number, round) in (1..).zip(&self.rounds) {
            writeln!(
                f,
                "| round {number} | {} | {:.0} | {} | {} | {} | {} MB, {} MB |",
                round.beats,
                round.per_second,
                round.errors,
                round.times,
                round.cores,
                round.megabytes,
                round.megabytes_highest
            )?;
        }
        Ok(())
    }
}

impl fmt::Display for Deadline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "\n| press, and wait | errors | wrong results | until handed in | result there | result found | all within | cores |"
        )?;
        writeln!(f, "|---|---|---|---|---|---|---|---|")?;
        writeln!(
            f,
            "| {}, {} | {} | {} | {} | {} | {} | {:.2} s | {} |",
            self.pressing,
            self.waiting,
            self.errors,
            self.wrong,
            self.handed_in,
            self.shown,
            self.found,
            self.seconds,
            self.cores
        )
    }
}
