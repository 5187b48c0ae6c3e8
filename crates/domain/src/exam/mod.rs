//! Holds the examination of a public subject (article 3): how a paper is drawn, what can happen in an attempt, how many
//! attempts there are, and what a paper is worth. Must not read a clock nor draw by itself: moments and chance are handed
//! in.

mod allowance;
mod attempt;
mod mix;
mod paper;
mod reopening;
mod request;

#[cfg(test)]
mod model;

pub use allowance::{Allowance, MakeUp, Standing};
pub use attempt::{ANSWERS_MAX, Answer, Attempt, Ending, GRACE_SECONDS, Kept, NotKept};
pub use mix::{Drawn, FULL_MARKS, Mix, MixProblem, Part, Supply, TooFewQuestions};
pub use paper::{Asked, Paper, Score};
pub use reopening::Reopening;
pub use request::{MakeUpRequest, RequestAnswer};
