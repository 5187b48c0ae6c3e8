//! The first page: whose turn it is, and what there is to do.

mod situation;
mod summary;
mod turn;

pub use summary::{HomeView, summary};
pub use turn::{Situation, Turn, Whose, turn};
