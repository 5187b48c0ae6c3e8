//! The packs themselves: which there are, what one says, how two differ. Public, like the regulation.

mod compare;
mod list;
mod show;

pub use compare::{PackComparison, compare};
pub use list::{PackLine, list};
pub use show::show;
