//! Holds people, units, registrations, reviews and certificates: state as enums, one function a transition, and who
//! may do what. Must not hold IO, a clock, randomness, async or floats; `now` and identifiers are handed in.

pub mod access;
pub mod attachment;
pub mod audit;
pub mod bookmark;
pub mod captions;
pub mod certificate;
pub mod clock;
pub mod course;
pub mod decision;
pub mod document;
pub mod duplicate;
pub mod evidence;
pub mod exam;
pub mod finding;
pub mod half_width;
pub mod id_number;
pub mod ids;
pub mod imports;
pub mod industry_hours;
pub mod item;
pub mod item_revision;
pub mod learning;
pub mod person;
pub mod public_result;
pub mod question;
pub mod reason;
pub mod refusal;
pub mod registration;
pub mod size;
pub mod table;
pub mod training_year;
pub mod year;
