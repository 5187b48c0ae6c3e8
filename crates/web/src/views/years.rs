//! View data of a year: the overview by unit, and the people with how they stand.

use actions::policies::OutOfTime;
use askama::Template;

use super::frame::Frame;
use super::parts::{Chip, ChoiceLink, Pages};

/// Progress of all units in a year.
#[derive(Template)]
#[template(path = "years/show.html")]
pub(crate) struct OverviewPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// The years to choose from, this one among them, with their addresses.
    pub(crate) years: Vec<(i16, String)>,
    pub(crate) units: Vec<UnitLine>,
    pub(crate) all: UnitLine,
    /// How far people are in the year's public subject; none before it is settled.
    pub(crate) training: Option<String>,
    /// Where the pack judges on a day outside its own time.
    pub(crate) out_of_time: Option<OutOfTime>,
}

/// Progress of one unit, or of all.
pub(crate) struct UnitLine {
    pub(crate) name: String,
    /// Its people.
    pub(crate) url: String,
    /// Those who are not done.
    pub(crate) open_url: String,
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

    /// The percent that are done, in words: one of many is little, but not nothing.
    pub(crate) fn done_percent(&self) -> String {
        match self.percent(&self.done) {
            0 if self.done > 0 => "不到 1%".to_owned(),
            percent => format!("{percent}%"),
        }
    }

    /// Those who are not done.
    pub(crate) fn open(&self) -> i64 {
        self.people - self.done
    }
}

/// The people of a unit, or of all units, with how they stand.
#[derive(Template)]
#[template(path = "years/people.html")]
pub(crate) struct PeoplePage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// The years to choose from, this one among them, with their addresses.
    pub(crate) years: Vec<(i16, String)>,
    /// Of the unit, or 全部单位.
    pub(crate) name: String,
    pub(crate) is_one_unit: bool,
    pub(crate) sum: UnitLine,
    pub(crate) choices: Vec<ChoiceLink>,
    /// The choice as in the address; empty for everybody.
    pub(crate) show: String,
    pub(crate) text: String,
    pub(crate) path: String,
    pub(crate) queue_url: String,
    pub(crate) xlsx_url: String,
    pub(crate) csv_url: String,
    pub(crate) rows: Vec<PersonLine>,
    pub(crate) pages: Pages,
}

/// One person with how they stand.
pub(crate) struct PersonLine {
    pub(crate) name: String,
    pub(crate) account_url: String,
    pub(crate) staff_number: String,
    /// The person's page, for whoever may open it.
    pub(crate) person_url: Option<String>,
    pub(crate) unit: String,
    /// What the year asks, where it is not everything.
    pub(crate) task: Option<&'static str>,
    pub(crate) public: String,
    /// Whether the public course is done; `None` where none is asked for.
    pub(crate) public_done: Option<bool>,
    pub(crate) professional: String,
    pub(crate) pending: Option<String>,
    pub(crate) registration: Option<Chip>,
    pub(crate) registration_url: Option<String>,
    pub(crate) missing: String,
    pub(crate) standing: Chip,
}
