//! The packs themselves: which there are, what one says, how two differ. Public, like the regulation. And, for the
//! offices, what another would change, and whether what was decided still comes out as it was.

mod compare;
mod in_time;
mod list;
mod moved_file;
mod put_in_force;
mod replay;
mod replay_then;
mod replay_years;
mod show;
mod simulate;
mod tally;

pub use compare::{PackComparison, compare};
pub use in_time::{OutOfTime, out_of_time};
pub use list::{PackLine, list};
pub use moved_file::export;
pub use put_in_force::put_in_force;
pub use replay::{Divergence, Replay, replay};
pub use replay_years::{YearDivergence, YearsReplay};
pub use show::show;
pub use simulate::{Question, may_simulate, simulate};
pub use tally::{ArticleTally, MovedPeople, MovedPerson, Only, Simulated, Tally, UnitTally};
