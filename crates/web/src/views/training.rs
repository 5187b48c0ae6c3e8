//! View data of a year's public subject: how the units stand, as a picture and as a table, and the people by stage.

use askama::Template;

use super::frame::Frame;
use super::parts::{Chip, ChoiceLink, Pages};

/// How all units stand in the public subject of a year.
#[derive(Template)]
#[template(path = "years/training.html")]
pub(crate) struct TrainingPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// Every year that is settled, this one among them, oldest first.
    pub(crate) years: Vec<i16>,
    pub(crate) theme: String,
    /// When people can study and sit the examination.
    pub(crate) window: String,
    /// The stages in their order, as heads of the table and as legend.
    pub(crate) stages: Vec<StageHead>,
    pub(crate) units: Vec<StageRow>,
    pub(crate) all: StageRow,
}

impl TrainingPage {
    /// The picture in words, for those who cannot see it.
    pub(crate) fn words(&self) -> String {
        let counts: Vec<String> = self
            .stages
            .iter()
            .zip(&self.all.cells)
            .map(|(stage, cell)| format!("{} {} 人", stage.label, cell.count))
            .collect();
        format!("全部单位共 {} 人应学：{}。各单位的数字见下面的表格。", self.all.people, counts.join("，"))
    }
}

/// A stage with the name of its colour in pictures.
pub(crate) struct StageHead {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
}

/// One unit, or all.
pub(crate) struct StageRow {
    pub(crate) name: String,
    /// Its people.
    pub(crate) url: String,
    pub(crate) people: i64,
    /// In the order of the stages.
    pub(crate) cells: Vec<StageCell>,
}

/// The people of a unit at one stage.
pub(crate) struct StageCell {
    /// The stage's name.
    pub(crate) stage: &'static str,
    pub(crate) label: &'static str,
    pub(crate) count: i64,
    /// Who they are.
    pub(crate) url: String,
}

impl StageRow {
    /// The bar of the row: the stage, where its part begins and how wide it is, in percent. Empty parts are left out.
    pub(crate) fn parts(&self) -> Vec<(&'static str, String, String)> {
        let mut before = 0;
        let mut parts = Vec::new();
        for cell in self.cells.iter().filter(|cell| cell.count > 0) {
            let (from, to) = (self.share(before), self.share(before + cell.count));
            parts.push((cell.stage, percent(from), percent(to - from)));
            before += cell.count;
        }
        parts
    }

    /// The share of so many people in tenths of a percent.
    fn share(&self, count: i64) -> i64 {
        if self.people == 0 { 0 } else { count * 1_000 / self.people }
    }

    /// How many have passed: the first stage.
    pub(crate) fn passed(&self) -> i64 {
        self.cells.first().map_or(0, |cell| cell.count)
    }

    /// The share of those who have passed, in words: one of many is little, but not nothing.
    pub(crate) fn passed_percent(&self) -> String {
        match self.share(self.passed()) / 10 {
            0 if self.passed() > 0 => "不到 1%".to_owned(),
            percent => format!("{percent}%"),
        }
    }
}

fn percent(tenths: i64) -> String {
    format!("{}.{}%", tenths / 10, tenths % 10)
}

/// The people of a unit, or of all units, by stage.
#[derive(Template)]
#[template(path = "years/trainees.html")]
pub(crate) struct TraineesPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    pub(crate) theme: String,
    /// Of the unit, or 全部单位.
    pub(crate) name: String,
    pub(crate) is_one_unit: bool,
    pub(crate) sum: StageRow,
    pub(crate) choices: Vec<ChoiceLink>,
    /// The stage as in the address; empty for everybody.
    pub(crate) stage: String,
    pub(crate) text: String,
    pub(crate) path: String,
    /// Whether minutes and attempts are shown.
    pub(crate) shows_study: bool,
    pub(crate) rows: Vec<TraineeLine>,
    pub(crate) pages: Pages,
}

/// One person with how far they are.
pub(crate) struct TraineeLine {
    pub(crate) name: String,
    pub(crate) account_url: String,
    pub(crate) staff_number: String,
    /// The person's page, for whoever may open it.
    pub(crate) person_url: Option<String>,
    pub(crate) unit: String,
    pub(crate) stage: Chip,
    /// How much of the course counts; empty where it is not for the visitor to see.
    pub(crate) minutes: String,
    /// Attempts so far and left, and the best of them; the same.
    pub(crate) attempts: String,
}
