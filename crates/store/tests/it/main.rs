//! What the schema itself promises, on both databases. One test binary for the crate.

mod approvals;
mod goers;
mod item_rows;
mod log;
mod promises;
mod round_trips;
mod sample;
mod tampering;
