//! Where the working-out of an assessment goes: nowhere, or into an explanation. Must not decide anything.

use crate::Reason;
use crate::explanation::{Explanation, Step};

/// Takes the steps of an assessment. The sentence is only made when it is wanted.
pub(crate) trait Trace {
    /// One step.
    fn step(&mut self, depth: u8, reason: impl FnOnce() -> Reason);
}

/// Keeps nothing.
pub(crate) struct Quiet;

impl Trace for Quiet {
    fn step(&mut self, _: u8, _: impl FnOnce() -> Reason) {}
}

impl Trace for Explanation {
    fn step(&mut self, depth: u8, reason: impl FnOnce() -> Reason) {
        self.steps.push(Step { depth, reason: reason() });
    }
}

impl Reason {
    /// A sentence and its article.
    pub(crate) fn new(text: impl Into<String>, article: &str) -> Reason {
        Reason { text: text.into(), article: article.to_owned(), reading: None, sample: false }
    }

    /// The same, resting on a reading.
    pub(crate) fn by(mut self, reading: Option<&String>) -> Reason {
        self.reading = reading.cloned();
        self
    }

    /// The same, resting on sample numbers or not.
    pub(crate) fn sampled(mut self, sample: bool) -> Reason {
        self.sample = sample;
        self
    }
}
