//! View data of what is settled for the public subjects of a year, and of its bank of questions.

use askama::Template;
use domain::exam::Part;
use policy::Provision;

use super::faults::Faults;
use super::frame::Frame;
use super::imports::ReportView;
use super::parts::{Chip, ChoiceLink, Pages, Trouble};

/// The years.
#[derive(Template)]
#[template(path = "training_years/index.html")]
pub(crate) struct TrainingYearsPage {
    pub(crate) frame: Frame,
    pub(crate) rows: Vec<TrainingYearLine>,
    /// Years that are not settled yet.
    pub(crate) unsettled: Vec<i16>,
}

/// One settled year.
pub(crate) struct TrainingYearLine {
    pub(crate) year: i16,
    pub(crate) theme: String,
    pub(crate) notice: String,
    pub(crate) window: String,
    pub(crate) hours: String,
    pub(crate) exam: String,
}

/// The settings of one year.
#[derive(Template)]
#[template(path = "training_years/show.html")]
pub(crate) struct TrainingYearPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// The revision that the form is filled in over, 0 for none.
    pub(crate) seen: String,
    pub(crate) is_settled: bool,
    pub(crate) trouble: Option<Trouble>,
    /// What is wrong with what was typed.
    pub(crate) faults: Faults,
    pub(crate) settings: Settings,
    /// How often the pack lets the examination be sat, where it says so.
    pub(crate) attempts: Option<u8>,
    /// Whether more attempts are set than the pack says.
    pub(crate) has_more_attempts: bool,
    /// What the pack knows of the year's notice, in words.
    pub(crate) announced: Option<String>,
    /// Past years that are let be made up for and have no settings of their own.
    pub(crate) unsettled_past: Vec<i16>,
    /// Past years that the pack lets be made up for in this one.
    pub(crate) past_by_pack: Vec<i16>,
    /// Whether the settled hours are others than those of the notice.
    pub(crate) differs: bool,
    /// How many questions of each form the bank has, in words.
    pub(crate) bank: Vec<(&'static str, usize)>,
    /// The chapters of the bank, to choose from.
    pub(crate) chapters: Vec<String>,
    /// What the bank has for each part of the paper.
    pub(crate) supply: Vec<SupplyLine>,
}

/// What the bank has for one part of the paper.
pub(crate) struct SupplyLine {
    pub(crate) part: String,
    pub(crate) asked: u16,
    pub(crate) there: usize,
    pub(crate) chip: Chip,
}

impl TrainingYearPage {
    /// Whether some part of the paper cannot be filled.
    pub(crate) fn is_short(&self) -> bool {
        self.supply.iter().any(|line| line.chip.tone == "bad")
    }
}

/// A part of the paper by chapter or difficulty, as it is kept or typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct NarrowPart {
    pub(crate) form: String,
    pub(crate) chapter: String,
    pub(crate) difficulty: String,
    pub(crate) count: String,
    pub(crate) points: String,
}

impl NarrowPart {
    /// One that is settled.
    pub(crate) fn of(part: &Part) -> Self {
        Self {
            form: part.form.as_str().to_owned(),
            chapter: part.chapter.clone().unwrap_or_default(),
            difficulty: part.difficulty.map(|difficulty| difficulty.to_string()).unwrap_or_default(),
            count: part.count.to_string(),
            points: part.points.to_string(),
        }
    }
}

/// The settings as texts, as they are kept or as they were typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Over which revision they were typed; empty where they are as they are kept.
    pub(crate) seen: String,
    pub(crate) theme: String,
    pub(crate) notice: String,
    pub(crate) study_hours: String,
    pub(crate) exam_hours: String,
    pub(crate) opens: String,
    pub(crate) closes: String,
    /// Past years that can be made up for, as typed.
    pub(crate) past_years: String,
    pub(crate) past_until: String,
    pub(crate) pass_mark: String,
    pub(crate) attempts: String,
    pub(crate) minutes: String,
    pub(crate) shows_answers: bool,
    pub(crate) parts: Vec<PartView>,
    /// Parts by chapter or difficulty, with empty rows for more.
    pub(crate) narrower: Vec<NarrowPart>,
    pub(crate) notices: Vec<NoticeField>,
}

/// The notice that sets one value.
#[derive(Clone, Debug)]
pub(crate) struct NoticeField {
    /// Name of the field.
    pub(crate) name: String,
    /// What the value is.
    pub(crate) label: &'static str,
    /// Its number; empty where it is the year's own.
    pub(crate) value: String,
}

impl Settings {
    /// Whether some part is by chapter or difficulty.
    pub(crate) fn has_narrower(&self) -> bool {
        self.narrower.iter().any(|part| !part.count.is_empty())
    }

    /// Whether some value has a notice of its own.
    pub(crate) fn has_notices(&self) -> bool {
        self.notices.iter().any(|field| !field.value.is_empty())
    }
}

/// Questions of one form.
#[derive(Clone, Debug)]
pub(crate) struct PartView {
    /// Name of the form as fields carry it.
    pub(crate) form: &'static str,
    pub(crate) label: &'static str,
    pub(crate) count: String,
    pub(crate) points: String,
}

/// The bank of a year: what is there, and the import.
#[derive(Template)]
#[template(path = "training_years/questions.html")]
pub(crate) struct QuestionsPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    pub(crate) bank: Vec<(&'static str, usize)>,
    /// What the sheet needs.
    pub(crate) needs: String,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) report: Option<ReportView>,
}

/// The questions of a year.
#[derive(Template)]
#[template(path = "training_years/bank.html")]
pub(crate) struct BankPage {
    pub(crate) frame: Frame,
    pub(crate) year: i16,
    /// What is looked for.
    pub(crate) text: String,
    pub(crate) state: String,
    pub(crate) choices: Vec<ChoiceLink>,
    pub(crate) lines: Vec<BankLine>,
    pub(crate) pages: Pages,
}

/// One question.
pub(crate) struct BankLine {
    pub(crate) id: String,
    pub(crate) stem: String,
    pub(crate) form: &'static str,
    /// Each with whether it is right.
    pub(crate) options: Vec<(String, bool)>,
    pub(crate) chapter: String,
    pub(crate) difficulty: u8,
    pub(crate) is_retired: bool,
    pub(crate) chip: Chip,
}
