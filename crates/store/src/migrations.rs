//! The schema's steps, one text for both databases. Must not hold anything else.

use sqlx::migrate::Migrator;

/// Every step in order; the folder `migrations/` as it was when the program was built.
pub(crate) static MIGRATOR: Migrator = sqlx::migrate!("./migrations");
