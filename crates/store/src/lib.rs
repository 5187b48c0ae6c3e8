//! The only SQL of the product: one file a table family, the transaction, and the seam that knows which database it
//! is. Must not decide anything: what may happen is settled in `domain`, what must hold is settled by the schema.

pub mod approval_withdrawals;
pub mod attachments;
pub mod audit;
pub mod bookmarks;
pub mod captions;
pub mod certificates;
pub mod cleaning;
pub mod counters;
pub mod courses;
pub mod decisions;
pub mod disputes;
pub mod documents;
pub mod evidence;
pub mod exam_journal;
pub mod exam_papers;
pub mod exams;
pub mod files;
pub mod findings;
pub mod idempotency;
pub mod industry_hours;
pub mod installation;
pub mod invitations;
pub mod item_revisions;
pub mod item_rows;
pub mod items;
pub mod learning;
pub mod make_up_requests;
pub mod pack_texts;
pub mod people;
pub mod posts;
pub mod public_results;
pub mod questions;
pub mod registrations;
pub mod roles;
pub mod sessions;
pub mod sign_in_attempts;
pub mod standings;
pub mod training_progress;
pub mod training_years;
pub mod units;
pub mod waiting;
pub mod year_decisions;
pub mod year_rows;

mod catalogue;
mod columns;
mod error;
mod migrations;
mod seam;
mod sqlite;
mod tx;

pub use error::{StoreError, Unreachable};
pub use migrations::schema_name;
pub use seam::Store;
pub use tx::Tx;
