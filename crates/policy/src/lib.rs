//! The regulation as a program: packs, facts, and the one assessment. Must not hold IO, a clock, randomness, async,
//! floats, or people's names.

mod announced;
mod as_of;
mod assembly;
mod assess;
mod assessment;
mod basis_clauses;
mod blocks;
mod canonical;
mod caps;
mod carry;
mod cases;
mod check;
mod citations;
mod clauses;
mod collection;
mod compare;
mod consequences;
mod contradictions;
mod coverage;
mod days;
mod deadlines;
mod differences;
mod effect_blocks;
mod effects;
mod elsewhere;
mod explanation;
mod facts;
mod faults;
mod hours;
mod hours_block;
mod kind_blocks;
mod kind_clauses;
mod kinds;
mod left;
mod library;
mod lines;
mod markdown;
mod matching;
mod pack;
mod population;
mod posts;
mod preamble;
mod provisions;
mod public_course;
mod public_rule;
mod rates;
mod reach;
mod reading;
mod rules;
mod sanity;
mod scenario;
mod settings;
mod simulation;
mod spans;
mod tables;
mod told_twice;
mod toml_words;
mod trace;
mod unused;
mod verdict;
mod window;
mod wording;
mod worth;

pub use announced::Announced;
pub use as_of::{Horizon, explain_within, within};
pub use assess::{assess, explain};
pub use assessment::{
    Assessment, CertificateOutcome, ChecklistLine, Consequence, GroupOutcome, ItemOutcome, ItemPreview, Obligation,
    Outcome, Reason, RequirementOutcome, Task, Todo,
};
pub use canonical::canonical;
pub use clauses::{Clause, Section, clauses};
pub use compare::{Difference, compare};
pub use contradictions::{Contradiction, contradictions};
pub use days::chinese_date;
pub use deadlines::{Deadline, Firmness, Party};
pub use elsewhere::RegisteredElsewhere;
pub use explanation::{Explanation, Step};
pub use facts::{Finding, ItemFacts, Learned, PostFacts, PublicFacts, StaffCategory, TrainingYearFacts, YearFacts};
pub use faults::Fault;
pub use hours::{Hours, HoursProblem};
pub use library::{Library, PackError};
pub use pack::{Answer, Article, Ask, Category, EvidenceNeed, Gap, HoursRule, Kind, Pack, Rounding, Status, TableRow};
pub use population::{
    Change, ItemRow, Judge, Judged, Line, Outcomes, Population, PopulationProblem, Ready, Says, YearSum,
};
pub use posts::post_reason;
pub use preamble::Preamble;
pub use provisions::{Provision, cited};
pub use public_course::{is_required, public_reasons};
pub use reading::{Reading, ReadingOption};
pub use rules::PastYearsRule;
pub use scenario::Scenario;
pub use simulation::{Cause, Direction, Effect, Simulation, Stand};
pub use worth::{acceptable, checklist, item_preview, wrong_answer};
