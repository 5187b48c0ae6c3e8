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
mod consequences;
mod contradictions;
mod coverage;
mod deadlines;
mod effects;
mod explanation;
mod facts;
mod hours;
mod kinds;
mod library;
mod markdown;
mod pack;
mod population;
mod rules;
mod scenario;
mod tables;
mod trace;
mod unused;
mod verdict;
mod worth;

pub use assess::{assess, explain};
pub use assessment::{
    Assessment, CertificateOutcome, ChecklistLine, Consequence, GroupOutcome, ItemOutcome, ItemPreview, Obligation,
    Outcome, Reason, RequirementOutcome, Todo,
};
pub use clauses::{Clause, Section, clauses};
pub use compare::{Difference, compare};
pub use contradictions::{Contradiction, contradictions};
pub use coverage::scenario_problems;
pub use deadlines::{Deadline, Firmness, Party};
pub use explanation::{Explanation, Step};
pub use facts::{Finding, ItemFacts, PostFacts, PublicFacts, StaffCategory, YearFacts};
pub use hours::{Hours, HoursProblem};
pub use library::{Library, PackError};
pub use pack::{
    Answer, Article, Ask, Category, EvidenceNeed, Gap, HoursRule, Kind, Pack, Reading, Rounding, Status, TableRow,
};
pub use population::{Change, Line, Outcomes, Population, PopulationProblem, Ready, Says, YearSum};
pub use scenario::Scenario;
pub use worth::{checklist, item_preview};
