//! View data of a year's overview by unit.

use askama::Template;

use super::frame::Frame;

/// Progress of all units in a year.
#[derive(Template)]
#[template(path = "years/show.html")]
pub(crate) struct OverviewPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// The year after it, unless that has not begun.
    pub(crate) next: Option<i16>,
    pub(crate) units: Vec<UnitLine>,
    pub(crate) all: UnitLine,
}

/// Progress of one unit, or of all.
pub(crate) struct UnitLine {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) people: i64,
    pub(crate) done: i64,
    pub(crate) public_done: i64,
    pub(crate) registered: i64,
    pub(crate) approved: i64,
}

impl UnitLine {
    /// Whole percent of `part` in the people of the unit; 0 when nobody has an obligation.
    pub(crate) fn percent(&self, part: &i64) -> i64 {
        if self.people == 0 { 0 } else { part * 100 / self.people }
    }
}
