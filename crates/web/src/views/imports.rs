//! View data of imports: choose a file, see the dry run with every problem named by its cell, then take it over.

use askama::Template;

use super::frame::Frame;
use super::parts::Trouble;

/// The page of imports, with a report when there is one.
#[derive(Template)]
#[template(path = "imports.html")]
pub(crate) struct ImportsPage {
    pub(crate) frame: Frame,
    /// Value, label, what the sheet needs, whether chosen.
    pub(crate) kinds: Vec<(&'static str, &'static str, String, bool)>,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) report: Option<ReportView>,
}

/// What a dry run or an import found.
pub(crate) struct ReportView {
    pub(crate) kind: String,
    pub(crate) kind_label: String,
    /// Where the file goes when it is taken over.
    pub(crate) url: String,
    pub(crate) file_name: String,
    pub(crate) source: String,
    /// The list that the table seems to be instead of the chosen one.
    pub(crate) looks_like: Option<&'static str>,
    pub(crate) good: usize,
    pub(crate) planned: (usize, usize, usize),
    pub(crate) applied: Option<(usize, usize, usize)>,
    /// What changes, and for how many people.
    pub(crate) changes: Vec<(String, usize)>,
    /// Whose obligation is concerned.
    pub(crate) warning: Option<String>,
    /// What else there is to know of the good rows.
    pub(crate) notes: Vec<String>,
    /// Which columns are not there, and what that means.
    pub(crate) unsaid: Option<String>,
    /// Set when the import was asked for and stopped because of problems.
    pub(crate) stopped: bool,
    /// How many rows have problems, each perhaps in several cells.
    pub(crate) bad_rows: usize,
    pub(crate) problems: Vec<ProblemLine>,
    /// Whether the list has identity numbers, which are masked.
    pub(crate) has_id_numbers: bool,
    pub(crate) problems_hidden: usize,
    /// The file, carried to the second step; none when it is too large to carry.
    pub(crate) carried: Option<String>,
}

impl ReportView {
    /// How many problems there are in all.
    pub(crate) fn problem_count(&self) -> usize {
        self.problems.len() + self.problems_hidden
    }
}

/// One problem with its cell.
pub(crate) struct ProblemLine {
    pub(crate) row: u32,
    pub(crate) column: String,
    pub(crate) value: String,
    pub(crate) problem: String,
}
