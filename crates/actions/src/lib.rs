//! What people can do: one file a verb, grouped by the noun, and reading is a verb too. Every verb authorises, loads,
//! decides, writes and records in one transaction, the [`Act`]'s. Must not hold SQL or HTTP.

mod act;
mod app;
pub mod audit;
pub mod certificates;
mod dossier;
mod files;
pub mod home;
mod import;
mod keys;
mod load;
mod passwords;
pub mod people;
pub mod policies;
mod random;
mod refusals;
mod refused;
pub mod registrations;
pub mod sessions;
pub mod units;
mod uploads;
mod views;
pub mod years;

pub use act::Act;
pub use app::{App, Config};
pub use import::{Applied, ImportReport, Mode, read_table};
pub use keys::Keys;
pub use passwords::PASSWORD_CHARS_MIN;
pub use refused::{Attempt, record_refusal, settle};
pub use uploads::PICTURE_PIXELS_MAX;
pub use views::{AuditLine, Deadline, FileBytes};
