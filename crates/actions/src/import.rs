//! What the imports share: how they are asked, how they plan, what they report. A dry run and the real run make the
//! same plan; only the real one carries it out, in one transaction.

use std::path::Path;

use domain::{
    imports::Problem,
    refusal::{NOTHING_CHANGED, Refusal},
    table::Table,
};

use crate::{Act, refused::Attempt};

/// How far an import goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// Says what would happen.
    #[default]
    DryRun,
    /// Takes the good rows and leaves those with problems.
    Apply,
    /// Takes everything, or nothing when any row has a problem.
    AllOrNothing,
}

/// How many rows did, or would do, what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// Rows that are new.
    pub new: usize,
    /// Rows that change something.
    pub changed: usize,
    /// Rows that say what is known already.
    pub unchanged: usize,
}

/// What an import found and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportReport {
    /// Rows without problems.
    pub good: usize,
    /// Every problem, by row.
    pub problems: Vec<Problem>,
    /// What the good rows would do.
    pub planned: Applied,
    /// What was done; `None` for a dry run and when all-or-nothing stopped.
    pub applied: Option<Applied>,
}

/// Reads a spreadsheet (xlsx, xls, csv) into a table.
///
/// # Errors
/// `Invalid` when it cannot be read; the text says why.
pub fn read_table(name: &str, bytes: &[u8]) -> Result<Table, Refusal> {
    documents::spreadsheet::read(name, bytes).map_err(|problem| {
        let shown = Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Refusal::invalid(
            "import.file",
            format!("无法读取“{shown}”：{problem}"),
            NOTHING_CHANGED,
            "请用电子表格软件打开，另存为 xlsx 或 csv，再重新上传。",
        )
    })
}

/// What the good rows will do, collected before anything is written.
pub(crate) struct Plan<T> {
    pub(crate) new: Vec<T>,
    /// With what the log tells of the change.
    pub(crate) changed: Vec<(T, String)>,
    pub(crate) unchanged: usize,
    pub(crate) problems: Vec<Problem>,
}

impl<T> Plan<T> {
    pub(crate) fn new(problems: Vec<Problem>) -> Plan<T> {
        Plan { new: Vec::new(), changed: Vec::new(), unchanged: 0, problems }
    }

    /// A problem that only the database knows of.
    pub(crate) fn problem(&mut self, row: u32, column: &str, value: &str, problem: &str) {
        self.problems.push(Problem {
            row,
            column: column.to_owned(),
            value: value.to_owned(),
            problem: problem.to_owned(),
        });
    }

    pub(crate) fn counts(&self) -> Applied {
        Applied { new: self.new.len(), changed: self.changed.len(), unchanged: self.unchanged }
    }

    /// Whether the plan is to be carried out.
    pub(crate) fn proceeds(&self, mode: Mode) -> bool {
        match mode {
            Mode::DryRun => false,
            Mode::Apply => true,
            Mode::AllOrNothing => self.problems.is_empty(),
        }
    }

    pub(crate) fn report(mut self, mode: Mode) -> ImportReport {
        self.problems.sort_by_key(|problem| problem.row);
        let planned = self.counts();
        ImportReport {
            good: planned.new + planned.changed + planned.unchanged,
            applied: self.proceeds(mode).then_some(planned),
            problems: self.problems,
            planned,
        }
    }
}

/// Records that an import which was to take everything took nothing, because some rows have problems.
pub(crate) async fn record_stop<T>(act: &mut Act, kind: &str, mode: Mode, plan: &Plan<T>) -> Result<(), Refusal> {
    if mode != Mode::AllOrNothing {
        return Ok(());
    }
    act.record(&Attempt::import(kind).event("import.problems").with("problems", plan.problems.len())).await
}

/// The counts as an event's values.
pub(crate) fn event_values(counts: Applied) -> [(&'static str, String); 3] {
    [
        ("new", counts.new.to_string()),
        ("changed", counts.changed.to_string()),
        ("unchanged", counts.unchanged.to_string()),
    ]
}

/// An import's event, with its counts.
pub(crate) fn event(kind: domain::audit::EventKind, subject: String, counts: Applied) -> domain::audit::Event {
    let values = event_values(counts);
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    domain::audit::Event::new(kind, subject, &values)
}
