//! What a run of requests amounts to: how many a second, and how long they took. Exact, from every single answer.

use std::fmt;
use std::time::Duration;

/// The figures of one page.
pub(crate) struct Figures {
    per_second: f64,
    sorted: Vec<Duration>,
    bytes: usize,
}

impl Figures {
    /// The heading over lines of figures.
    pub(crate) const HEADING: &str = "pages/s       p50       p95       p99   bytes a page";

    /// From how long each answer took, over this much time, and how many bytes came in all.
    pub(crate) fn new(mut took: Vec<Duration>, over: Duration, bytes: usize) -> Self {
        took.sort_unstable();
        let count = f64::from(u32::try_from(took.len()).unwrap_or(u32::MAX));
        Figures { per_second: count / over.as_secs_f64(), bytes: bytes / took.len().max(1), sorted: took }
    }

    /// The time within which this many of a hundred answers came.
    fn percentile(&self, percent: usize) -> Duration {
        let last = self.sorted.len().saturating_sub(1);
        let place = (self.sorted.len() * percent).div_ceil(100).saturating_sub(1);
        self.sorted.get(place.min(last)).copied().unwrap_or_default()
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>7.0}", self.per_second)?;
        for percent in [50, 95, 99] {
            write!(f, " {:>6.1} ms", self.percentile(percent).as_secs_f64() * 1000.0)?;
        }
        write!(f, " {:>14}", self.bytes)
    }
}
