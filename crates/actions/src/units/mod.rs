//! Units: the schools and departments of the institution.

mod import;
mod list;

pub use import::import;
pub use list::list;
