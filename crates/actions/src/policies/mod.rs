//! The packs themselves: which there are, what one says, how two differ. Public, like the regulation. And whether
//! what was decided by them still comes out as it was.

mod compare;
mod list;
mod replay;
mod show;

pub use compare::{PackComparison, compare};
pub use list::{PackLine, list};
pub use replay::{Divergence, Replay, replay};
pub use show::show;
