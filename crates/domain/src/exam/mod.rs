//! Holds the examination of a public subject (article 3): how a paper is drawn, what can happen in an attempt, how many
//! attempts there are, and what a paper is worth. Must not read a clock nor draw by itself: moments and chance are handed
//! in.

mod allowance;
mod attempt;
mod paper;
mod request;

#[cfg(test)]
mod model;

pub use allowance::{Allowance, MakeUp, Standing};
pub use attempt::{Answer, Attempt, Ending, GRACE_SECONDS, Kept, NotKept};
pub use paper::{Asked, Drawn, FULL_MARKS, Mix, MixProblem, Paper, Part, Score, TooFewQuestions};
pub use request::{MakeUpRequest, RequestAnswer};
