//! Years: one person's account of a year, and how the units stand in it.

mod account;
mod overview;

pub use account::{YearAccount, account};
pub use overview::{UnitProgress, overview};
