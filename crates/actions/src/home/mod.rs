//! The first page: what there is to do.

mod summary;

pub use summary::{HomeView, summary};
