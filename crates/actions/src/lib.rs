//! What people can do: one file a verb, grouped by the noun, and reading is a verb too. Every verb authorises, loads,
//! decides, writes and records in one transaction, the [`Act`]'s. Must not hold SQL or HTTP.

mod act;
mod app;
mod as_known;
pub mod audit;
pub mod certificates;
pub mod courses;
mod dossier;
mod elsewhere;
mod everybody;
pub mod exams;
mod files;
pub mod findings;
mod gather;
pub mod home;
mod housekeeping;
mod import;
mod installation;
mod keys;
pub mod learning;
mod load;
mod once;
mod packs;
mod passwords;
pub mod people;
mod places;
pub mod policies;
mod public_results;
mod random;
mod refusals;
mod refused;
pub mod registrations;
pub mod sessions;
pub mod training_years;
pub mod units;
mod unprintable;
mod uploads;
mod views;
mod year_before;
pub mod years;

pub use act::Act;
pub use app::{App, Config, PackChoice};
pub use elsewhere::RegisteredElsewhere;
pub use files::{FilesFound, SweptFiles, look_over_files, sweep_all_files, sweep_files};
pub use housekeeping::{Swept, sweep};
pub use import::{
    Applied, Difference, FieldChange, ImportReport, Mode, SHEET_BYTES_MAX, read_shared_table, read_table,
};
pub use installation::is_begun;
pub use once::{Once, is_used, outcome};
pub use passwords::PASSWORD_CHARS_MIN;
pub use refused::{Attempt, record_refusal, settle, watched};
pub use uploads::{
    CheckedFile, CheckedLessonFile, FILM_BYTES_MAX, PICTURE_PIXELS_MAX, Purpose, SentFile, check_attachments,
    check_files, check_lesson_file,
};
pub use views::{AuditLine, Deadline, FileBytes, Unanswered};
