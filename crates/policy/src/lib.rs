//! The regulation as a program: packs, facts, and the one assessment. Must not hold IO, a clock, randomness, async,
//! floats, or people's names.

mod assembly;
mod assess;
mod assessment;
mod blocks;
mod caps;
mod clauses;
mod collection;
mod compare;
mod explanation;
mod facts;
mod hours;
mod kinds;
mod library;
mod markdown;
mod pack;
mod rules;
mod tables;
mod trace;
mod verdict;
mod worth;

pub use assess::{assess, explain};
pub use assessment::{
    Assessment, CertificateOutcome, ChecklistLine, GroupOutcome, ItemOutcome, ItemPreview, Obligation, Outcome, Reason,
    RequirementOutcome, Todo,
};
pub use clauses::{Clause, Section, clauses};
pub use compare::{Difference, compare};
pub use explanation::{Explanation, Step};
pub use facts::{ItemFacts, PublicFacts, StaffCategory, YearFacts};
pub use hours::{Hours, HoursProblem};
pub use library::{Library, PackError};
pub use pack::{
    Answer, Article, Ask, Category, EvidenceNeed, Gap, HoursRule, Kind, Pack, Reading, Rounding, Status, TableRow,
};
pub use worth::{checklist, item_preview};
