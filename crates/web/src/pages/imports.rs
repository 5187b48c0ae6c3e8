//! Imports: a dry run with every problem named by its cell, then the same file taken over. The file travels with the
//! form between the two steps, so that no process has to remember it.

use std::collections::BTreeSet;

use actions::{Act, Attempt, ImportReport, Mode, Purpose, settle};
use axum::extract::Request;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use domain::{imports::ListKind, refusal::Refusal, table::Table};
use policy::Pack;

use crate::{
    errors::{Page, PageError, render, render_with, status},
    fields::Fields,
    translate,
    uploads::{Unread, Upload},
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
    let read = Upload::read(request, &visitor.web, Purpose::Sheet).await;
    // Which list it is stands in the form, before the file; it may not have come that far.
    let fields = read.as_ref().map_or_else(|unread| &unread.fields, |upload| &upload.fields);
    let kind = fields.text("kind").to_owned();
    match import(&visitor, read, Target::List(&kind)).await {
        Ok(report) => render(&page(&visitor, &kind, None, Some(report))),
        Err(PageError::Refused { refusal, .. }) => {
            render_with(status(refusal.kind), &page(&visitor, &kind, Some(&refusal), None))
        }
        Err(other) => Err(other),
    }
}

/// What a file is taken into.
#[derive(Clone, Copy)]
pub(crate) enum Target<'a> {
    /// A list of people and results, by its code.
    List(&'a str),
    /// The bank of questions of a year.
    Questions(i16),
}

impl Target<'_> {
    fn code(self) -> &'static str {
        match self {
            Self::List(code) => ListKind::ALL.iter().map(|kind| kind.code()).find(|it| *it == code).unwrap_or_default(),
            Self::Questions(_) => "questions",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::List(code) => ListKind::ALL.iter().find(|kind| kind.code() == code).map_or("", |kind| kind.label()),
            Self::Questions(_) => "题库",
        }
    }

    /// Whether its table has identity numbers.
    fn has_id_numbers(self) -> bool {
        ListKind::by_code(self.code()).is_some_and(|kind| {
            let (required, optional) = kind.columns();
            required.iter().chain(&optional).any(|column| *column == "身份证号")
        })
    }

    fn url(self) -> String {
        match self {
            Self::List(_) => "/imports".to_owned(),
            Self::Questions(year) => format!("/training-years/{year}/questions"),
        }
    }
}

/// Tries a file or takes it over; a form that could not be read is refused like a file that cannot be taken.
pub(crate) async fn import(
    visitor: &Visitor,
    read: Result<Upload, Unread>,
    target: Target<'_>,
) -> Result<ReportView, PageError> {
    let attempt = Attempt::import(target.code());
    let mut upload = visitor.tried(&attempt, read.map_err(|unread| unread.refusal)).await?;
    let file = upload.take_file(Purpose::Sheet).map(|file| (file.name().to_owned(), file.bytes().clone()));
    let fields = &upload.fields;
    let (name, bytes) = visitor.tried(&attempt, file.or_else(|none| carried(fields, none))).await?;
    let mode = match fields.text("mode") {
        "apply" => Mode::Apply,
        "all-or-nothing" => Mode::AllOrNothing,
        _ => Mode::DryRun,
    };
    let dry = matches!(mode, Mode::DryRun);
    let table = actions::read_shared_table(&visitor.web.app, &name, bytes.clone()).await;
    let table = visitor.tried(&attempt, table).await?;
    let source = fields.text("source");
    let (looks_like, lacking) = (looks_like(target, &table), lacking(target, &table));
    let is_system = target.code() == ListKind::IndustryHours.code();
    // A connected system is known by its name for ever: that of a file says nothing.
    let source = if source.is_empty() && !is_system { name.as_str() } else { source };
    let mut act = if dry { visitor.read().await? } else { visitor.write(fields.key()).await? };
    let done = dispatch(&mut act, target, &table, source, mode).await.map(|mut report| {
        report.notes.extend(lacking);
        report
    });
    if dry {
        let report = view(target, source, name.clone(), &bytes, dry, done?, visitor.web.app.pack());
        return Ok(ReportView { looks_like, ..report });
    }
    let (act, report) = settle(act, &attempt, done).await?;
    // An import that was stopped took nothing, but leaves its event.
    let done = if report.applied.is_some() { "?done=import" } else { "" };
    act.commit(&format!("{}{done}", target.url())).await?;
    let report = view(target, source, name.clone(), &bytes, dry, report, visitor.web.app.pack());
    Ok(ReportView { looks_like, ..report })
}

/// The list that this table is, when it is not the one that was chosen.
fn looks_like(chosen: Target<'_>, table: &Table) -> Option<&'static str> {
    match ListKind::by_code(chosen.code()) {
        Some(kind) => kind.taken_for(table).map(ListKind::label),
        None => ListKind::ALL.iter().find(|kind| kind.fits(table)).map(|kind| kind.label()),
    }
}

/// What the table lacks to be what was chosen, in a sentence.
fn lacking(chosen: Target<'_>, table: &Table) -> Option<String> {
    let missing = ListKind::by_code(chosen.code())?.missing(table).join("、");
    (!missing.is_empty())
        .then(|| format!("表头里找不到必须有的列：{missing}。请核对是不是选错了文件，或照这些列名改好表头。"))
}

async fn dispatch(
    act: &mut Act,
    target: Target<'_>,
    table: &Table,
    source: &str,
    mode: Mode,
) -> Result<ImportReport, Refusal> {
    let code = match target {
        Target::List(code) => code,
        Target::Questions(year) => return actions::exams::import_questions(act, year, table, mode).await,
    };
    match code {
        "units" => actions::units::import(act, table, mode).await,
        "roster" => actions::people::import_roster(act, table, mode).await,
        "public-exam" => actions::people::import_public_exam(act, table, source, mode).await,
        "industry-hours" => actions::people::import_industry_hours(act, table, source, mode).await,
        _ => Err(Refusal::not_found("导入内容")),
    }
}

/// The file that travels with the form, name and content; `none` where there is none either.
fn carried(fields: &Fields, none: Refusal) -> Result<(String, Bytes), Refusal> {
    match STANDARD.decode(fields.exact("carried")) {
        Ok(bytes) if !bytes.is_empty() => Ok((fields.text("file_name").to_owned(), bytes.into())),
        _ => Err(none),
    }
}

fn view(
    target: Target<'_>,
    source: &str,
    file_name: String,
    bytes: &[u8],
    dry: bool,
    report: ImportReport,
    pack: &Pack,
) -> ReportView {
    let found = report.problems.len();
    let bad_rows: BTreeSet<u32> = report.problems.iter().map(|problem| problem.row).collect();
    let (warning, unsaid) = (report.warning(pack), report.unsaid());
    ReportView {
        kind: target.code().to_owned(),
        kind_label: target.label().to_owned(),
        url: target.url(),
        file_name,
        source: source.to_owned(),
        looks_like: None,
        good: report.good,
        planned: (report.planned.new, report.planned.changed, report.planned.unchanged),
        changes: report.changes.iter().map(|change| (change.difference.label(), change.rows)).collect(),
        warning,
        notes: report.notes,
        unsaid,
        stopped: !dry && report.applied.is_none(),
        applied: report.applied.map(|done| (done.new, done.changed, done.unchanged)),
        bad_rows: bad_rows.len(),
        has_id_numbers: target.has_id_numbers(),
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
        text.push_str(
            "。请先导入单位。年度账里写着缺少“本年度是否申报职称”的，再导入上一年度的名册，加一列“名册年度”写明是哪一年：\
             只补记那一年的岗位类别、职称系列和下一年度是否申报职称，不改动其他年度",
        );
    }
    if kind == ListKind::IndustryHours {
        text.push_str("。没有“来源系统”一列的，请在“来源说明”里写系统的名称");
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
