//! Years: one person's account of a year, how the units stand in it, who is done and who is not.

mod account;
mod done;
mod export;
mod figures;
mod judge;
mod overview;
mod people;
mod progress;
mod retrospect;
mod stages;
mod training;

pub use account::{YearAccount, account};
pub(crate) use done::{FollowingRules, is_done};
pub use export::{ExportFormat, Exported, export};
pub(crate) use figures::YearFigures;
pub use judge::{Differing, YearsJudged, judge};
pub use overview::{UnitProgress, overview};
pub use people::{ProgressFilter, ProgressRow, YearPeople, people};
pub use progress::{PersonProgress, Show, Tally};
pub use retrospect::{Retrospect, retrospect};
pub use stages::{Stage, Stages, Studied};
pub use training::{StageFilter, Trainee, Trainees, TrainingOverview, trainees, training};
