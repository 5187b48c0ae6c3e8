//! Imports: a dry run with every problem named by its cell, then the same file taken over. The file travels with the
//! form between the two steps, so that no process has to remember it.

use actions::{Act, Attempt, ImportReport, Mode, settle, watched};
use axum::extract::{FromRequest, Request};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::{imports::ListKind, refusal::Refusal, table::Table};

use crate::{
    errors::{Page, PageError, render, render_with, status},
    pages::evidence::no_file,
    translate,
    uploads::{Upload, UploadedFile},
    views::imports::{ImportsPage, ProblemLine, ReportView},
    visitor::{SignedIn, Visitor},
};

/// Largest file that travels with the form, in bytes.
const CARRIED_BYTES_MAX: usize = 3 * 1024 * 1024;
/// Most problems shown at once.
const PROBLEMS_MAX: usize = 500;

/// GET /imports
pub(crate) async fn new(visitor: SignedIn) -> Page {
    actions::people::may_import(&visitor.read().await?)?;
    render(&page(&visitor, ListKind::Units.code(), None, None))
}

/// POST /imports. Whether this person may import is asked before a byte of the file is read.
pub(crate) async fn run(visitor: SignedIn, request: Request) -> Page {
    actions::people::may_import(&visitor.read().await?)?;
    let upload = Upload::from_request(request, &visitor.web).await?;
    let kind = upload.fields.text("kind").to_owned();
    match import(&visitor, upload).await {
        Ok(report) => render(&page(&visitor, &kind, None, Some(report))),
        Err(PageError::Refused { refusal, .. }) => {
            render_with(status(refusal.kind), &page(&visitor, &kind, Some(&refusal), None))
        }
        Err(other) => Err(other),
    }
}

async fn import(visitor: &Visitor, upload: Upload) -> Result<ReportView, PageError> {
    let Upload { fields, files } = upload;
    let file = match files.into_iter().next() {
        Some(file) => file,
        None => carried(&fields)?,
    };
    let mode = match fields.text("mode") {
        "apply" => Mode::Apply,
        "all-or-nothing" => Mode::AllOrNothing,
        _ => Mode::DryRun,
    };
    let dry = matches!(mode, Mode::DryRun);
    let (name, bytes) = (file.name.clone(), file.bytes);
    let read = tokio::task::spawn_blocking(move || (actions::read_table(&name, &bytes), bytes)).await;
    let (table, bytes) = read.map_err(|_| Refusal::internal())?;
    let attempt = Attempt::import(fields.text("kind"));
    let table = watched(&visitor.web.app, visitor.actor.as_ref(), visitor.now, &attempt, table).await?;
    let (kind, source) = (fields.text("kind"), fields.text("source"));
    let looks_like = looks_like(kind, &table);
    let source = if source.is_empty() { file.name.as_str() } else { source };
    let mut act = if dry { visitor.read().await? } else { visitor.write(fields.key()).await? };
    let done = dispatch(&mut act, kind, &table, source, mode).await;
    if dry {
        let report = view(kind, source, file.name.clone(), &bytes, dry, done?);
        return Ok(ReportView { looks_like, ..report });
    }
    let (act, report) = settle(act, &attempt, done).await?;
    // An import that was stopped took nothing, but leaves its event.
    act.commit(if report.applied.is_some() { "/imports?done=import" } else { "/imports" }).await?;
    Ok(ReportView { looks_like, ..view(kind, source, file.name.clone(), &bytes, dry, report) })
}

/// The list that this table is, when it is not the one that was chosen.
fn looks_like(chosen: &str, table: &Table) -> Option<&'static str> {
    let fits = |kind: &ListKind| kind.fits(table);
    let is_chosen = |kind: &ListKind| kind.code() == chosen;
    if ListKind::ALL.iter().any(|kind| is_chosen(kind) && fits(kind)) {
        return None;
    }
    ListKind::ALL.iter().find(|kind| fits(kind)).map(|kind| kind.label())
}

async fn dispatch(act: &mut Act, kind: &str, table: &Table, source: &str, mode: Mode) -> Result<ImportReport, Refusal> {
    match kind {
        "units" => actions::units::import(act, table, mode).await,
        "roster" => actions::people::import_roster(act, table, mode).await,
        "public-exam" => actions::people::import_public_exam(act, table, source, mode).await,
        _ => Err(Refusal::not_found("导入内容")),
    }
}

fn carried(fields: &crate::fields::Fields) -> Result<UploadedFile, PageError> {
    let bytes = STANDARD.decode(fields.exact("carried")).map_err(|_| no_file())?;
    if bytes.is_empty() {
        return Err(no_file().into());
    }
    Ok(UploadedFile { name: fields.text("file_name").to_owned(), bytes })
}

fn view(kind: &str, source: &str, file_name: String, bytes: &[u8], dry: bool, report: ImportReport) -> ReportView {
    let found = report.problems.len();
    ReportView {
        kind: kind.to_owned(),
        kind_label: ListKind::ALL.iter().find(|it| it.code() == kind).map_or(kind, |it| it.label()).to_owned(),
        file_name,
        source: source.to_owned(),
        looks_like: None,
        good: report.good,
        planned: (report.planned.new, report.planned.changed, report.planned.unchanged),
        stopped: !dry && report.applied.is_none(),
        applied: report.applied.map(|done| (done.new, done.changed, done.unchanged)),
        problems: report
            .problems
            .into_iter()
            .take(PROBLEMS_MAX)
            .map(|problem| ProblemLine {
                row: problem.row,
                column: problem.column,
                value: problem.value,
                problem: problem.problem,
            })
            .collect(),
        problems_hidden: found.saturating_sub(PROBLEMS_MAX),
        carried: (bytes.len() <= CARRIED_BYTES_MAX).then(|| STANDARD.encode(bytes)),
    }
}

/// What a list's table has to have, as its own reader says.
fn needs(kind: ListKind) -> String {
    let (required, optional) = kind.columns();
    let mut text = format!("必须有的列：{}", required.join("、"));
    if !optional.is_empty() {
        text.push_str(&format!("；可以没有的列：{}", optional.join("、")));
    }
    if kind == ListKind::Roster {
        text.push_str("。请先导入单位");
    }
    text
}

fn page(visitor: &Visitor, kind: &str, trouble: Option<&Refusal>, report: Option<ReportView>) -> ImportsPage {
    ImportsPage {
        frame: visitor.frame("导入", false),
        kinds: ListKind::ALL.into_iter().map(|it| (it.code(), it.label(), needs(it), it.code() == kind)).collect(),
        trouble: trouble.map(translate::trouble),
        report,
    }
}
