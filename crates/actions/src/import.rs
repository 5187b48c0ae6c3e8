//! What the imports share: how they are asked, how they plan, what they report. A dry run and the real run make the
//! same plan; only the real one carries it out, in one transaction.

mod changes;

use std::{path::Path, time::Duration};

use bytes::Bytes;
use domain::{
    id_number,
    imports::Problem,
    refusal::{NOTHING_CHANGED, Refusal},
    table::Table,
};

use crate::{Act, App, refused::Attempt};

pub(crate) use changes::Changes;
pub use changes::{Difference, FieldChange};
/// The largest spreadsheet that is read, in bytes.
pub use documents::spreadsheet::FILE_BYTES_MAX as SHEET_BYTES_MAX;

/// How many spreadsheets are read at once: a large one takes half a gigabyte.
pub(crate) const READING_PLACES: usize = 1;
/// How many may wait for it.
pub(crate) const READING_WAITING_MAX: usize = 8;
/// How long reading one may take.
const PATIENCE: Duration = Duration::from_secs(60);
const TOO_COMPLEX: &str = "请用电子表格软件新建一张表，只把要导入的内容复制过去，再导入新的文件。";

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
    /// What was done; `None` for a dry run, when all-or-nothing stopped, and when there was nothing to take.
    pub applied: Option<Applied>,
    /// What the rows that change something change, as far as the list counts it.
    pub changes: Vec<FieldChange>,
    /// In how many of them the obligation of article 1 is concerned.
    pub obligations: usize,
    /// Names of the columns that the list does without, so that what is known stays.
    pub absent: Vec<&'static str>,
    /// What else there is to know of the good rows, in whole sentences.
    pub notes: Vec<String>,
}

/// Reads a spreadsheet (xlsx, xls, csv) into a table.
///
/// # Errors
/// `Invalid` when it cannot be read; the text says why.
pub fn read_table(name: &str, bytes: &[u8]) -> Result<Table, Refusal> {
    documents::spreadsheet::read(name, bytes).map_err(|problem| unreadable(name, &problem.to_string(), problem.next()))
}

/// The same where many people share the machine: few files are read at once, and none for long.
///
/// # Errors
/// As above, and `Busy` when too many wait.
pub async fn read_shared_table(app: &App, name: &str, bytes: Bytes) -> Result<Table, Refusal> {
    let owned = name.to_owned();
    let read = app.sheets.run_within(PATIENCE, move || read_table(&owned, &bytes)).await?;
    read.ok_or_else(|| unreadable(name, "文件过于复杂，读了很久也没有读完。", TOO_COMPLEX))?
}

fn unreadable(name: &str, why: &str, next: &str) -> Refusal {
    let shown = Path::new(name).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let safe = format!("没有导入任何内容，{NOTHING_CHANGED}");
    Refusal::invalid("import.file", format!("无法读取“{shown}”：{why}"), safe, next)
}

/// What the good rows will do, collected before anything is written.
pub(crate) struct Plan<T> {
    pub(crate) new: Vec<T>,
    /// With what the log tells of the change.
    pub(crate) changed: Vec<(T, String)>,
    pub(crate) unchanged: usize,
    pub(crate) problems: Vec<Problem>,
    pub(crate) changes: Changes,
    pub(crate) absent: Vec<&'static str>,
    pub(crate) notes: Vec<String>,
}

impl<T> Plan<T> {
    pub(crate) fn new(problems: Vec<Problem>) -> Plan<T> {
        let changes = Changes::default();
        let (new, changed, absent, notes) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Plan { new, changed, unchanged: 0, problems, changes, absent, notes }
    }

    /// A problem that only the database knows of.
    pub(crate) fn problem(&mut self, row: u32, column: &str, value: &str, problem: &str) {
        self.problems.push(Problem {
            row,
            column: column.to_owned(),
            value: id_number::mask_within(value),
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
            Mode::Apply => self.problems.is_empty() || self.counts() != Applied::default(),
            Mode::AllOrNothing => self.problems.is_empty(),
        }
    }

    pub(crate) fn report(mut self, mode: Mode) -> ImportReport {
        self.problems.sort_by_key(|problem| problem.row);
        let planned = self.counts();
        let applied = self.proceeds(mode).then_some(planned);
        let (changes, obligations) = self.changes.counted();
        ImportReport {
            good: planned.new + planned.changed + planned.unchanged,
            applied,
            problems: self.problems,
            planned,
            changes,
            obligations,
            absent: self.absent,
            notes: self.notes,
        }
    }
}

/// Records that an import which was to take something took nothing, because of its problems.
pub(crate) async fn record_stop<T>(act: &mut Act, kind: &str, mode: Mode, plan: &Plan<T>) -> Result<(), Refusal> {
    if mode == Mode::DryRun {
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
