//! `xueshi import`: spreadsheets of units, staff, public exam results and hours of connected systems. A trial run unless told to write.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use actions::{App, Applied, Attempt, ImportReport, Mode};
use clap::{Args, Subcommand};
use domain::access::Actor;
use domain::imports::{ListKind, Problem};
use domain::refusal::Refusal;
use domain::table::Table;
use policy::Pack;
use serde::Serialize;
use tempfile::TempDir;

use crate::cli::Place;
use crate::clock;
use crate::failure::{self, Failure, cause};
use crate::installation::{self, Setting};

/// Options of `import`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

/// How many rows with the same problem are told one by one.
const ROWS_TOLD: usize = 3;

/// What the exit code says, at the end of each help.
const EXIT_CODES: &str = "退出码：0 试运行没有发现问题，或已写入；1 试运行发现有问题的行，或一行也没有写入；2 命令写错";

#[derive(Subcommand)]
enum What {
    /// 二级单位：部门代码、部门名称、类别
    #[command(after_help = EXIT_CODES)]
    Units(Sheet),
    /// 教职工名册：工号、姓名、身份证号、所属部门、岗位类别，其余可选。岗位类别写“专任教师”“管理岗”等，写错时会列出全部写法。往年的名册加一列“名册年度”，只补记那一年
    #[command(after_help = EXIT_CODES)]
    Roster(Sheet),
    /// 公需科目考试成绩（区平台导出）：年度、身份证号、姓名、课程名称、学习学时、考试次数、成绩、考试时间、结果、获得学时
    #[command(after_help = EXIT_CODES)]
    PublicExam(ExamSheet),
    /// 行业主管部门的系统已经登记的学时（第四条）：登记编号、身份证号、姓名、培训项目、开始日期、结束日期、学时
    #[command(after_help = EXIT_CODES)]
    IndustryHours(IndustrySheet),
}

impl What {
    fn kind(&self) -> &'static str {
        match self {
            Self::Units(_) => "units",
            Self::Roster(_) => "roster",
            Self::PublicExam(_) => "public-exam",
            Self::IndustryHours(_) => "industry-hours",
        }
    }

    fn sheet(&self) -> &Sheet {
        match self {
            Self::Units(sheet) | Self::Roster(sheet) => sheet,
            Self::PublicExam(exam) => &exam.sheet,
            Self::IndustryHours(hours) => &hours.sheet,
        }
    }
}

#[derive(Args)]
struct ExamSheet {
    #[command(flatten)]
    sheet: Sheet,
    /// 成绩从哪里来，例如通知或名单的名称，本人在年度账里看得到；不写则为文件名
    #[arg(long, value_name = "来源")]
    source: Option<String>,
}

#[derive(Args)]
struct IndustrySheet {
    #[command(flatten)]
    sheet: Sheet,
    /// 由哪个系统登记，本人在年度账里看得到；表里有“来源系统”一列的可以不写。每次写同样的名称，再导入时才认得出重复
    #[arg(long, value_name = "系统", default_value = "", hide_default_value = true)]
    system: String,
}

impl ExamSheet {
    /// What people read of where the results come from.
    fn source(&self, file_name: &str) -> String {
        let said = self.source.as_deref().map(str::trim).filter(|said| !said.is_empty());
        said.unwrap_or(file_name).to_owned()
    }
}

#[derive(Args)]
struct Sheet {
    /// 表格文件：xlsx、xls 或 csv
    #[arg(value_name = "文件")]
    file: PathBuf,
    /// 写入没有问题的行；不加则只试运行
    #[arg(long)]
    apply: bool,
    /// 有一行有问题就一行也不写入；不加 --apply 时仍只试运行，并说明加上后会不会写入
    #[arg(long)]
    all_or_nothing: bool,
    /// 结果输出为 JSON，只有可以导入的行数和有问题的单元格；已有的人会有哪些更改，写在标准错误
    #[arg(long)]
    json: bool,
}

/// What `--json` prints, and nothing else: programs rest on this shape.
#[derive(Serialize)]
struct Report<'a> {
    good: usize,
    problems: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    row: u32,
    column: &'a str,
    value: &'a str,
    problem: &'a str,
}

/// Reads the sheet, tries or writes it, and prints what was found; see [`EXIT_CODES`].
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let sheet = options.what.sheet();
    let name = file_name(&sheet.file);
    let bytes = bytes(&sheet.file).map_err(|error| {
        let path = sheet.file.display();
        Failure::new(format!("文件 {path} 无法读取：{}。数据没有改动。请检查路径和权限。", cause(&error)))
    })?;
    let attempt = Attempt::import(options.what.kind());
    let table = match actions::read_table(&name, &bytes) {
        Ok(table) => table,
        Err(refusal) => return Err(unreadable(&place, sheet, &attempt, refusal).await?),
    };
    let (app, _ground) = open(&place, sheet).await?;
    let system = Some(Actor::system());
    // A trial run holds nobody up who writes.
    let mut act = match sheet.apply {
        true => app.write(system, clock::now(), None).await?,
        false => app.read(system, clock::now()).await?,
    };
    let mode = mode(sheet);
    let done = match &options.what {
        What::Units(_) => actions::units::import(&mut act, &table, mode).await,
        What::Roster(_) => actions::people::import_roster(&mut act, &table, mode).await,
        What::PublicExam(exam) => {
            actions::people::import_public_exam(&mut act, &table, &exam.source(&name), mode).await
        }
        What::IndustryHours(hours) => {
            actions::people::import_industry_hours(&mut act, &table, &hours.system, mode).await
        }
    };
    // A trial run leaves nothing, not even that it was refused.
    let (act, mut report) = if sheet.apply { actions::settle(act, &attempt, done).await? } else { (act, done?) };
    report.notes.extend(wrong_sheet(options.what.kind(), &table));
    if sheet.apply {
        act.commit("/imports").await?;
    }
    if sheet.json {
        print_json(&report)?;
        told_changes(&report, app.pack()).iter().for_each(|line| eprintln!("{line}"));
    } else {
        print_text(&report, sheet, app.pack());
    }
    Ok(if has_passed(&report) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What the table lacks to be what it was said to be, and what it could be.
fn wrong_sheet(kind: &str, table: &Table) -> Option<String> {
    let kind = ListKind::by_code(kind)?;
    let missing = kind.missing(table).join("、");
    if missing.is_empty() {
        return None;
    }
    let other = kind.taken_for(table).map_or_else(String::new, |other| {
        format!("它像是“{}”，那样请用 xueshi import {}。", other.label(), other.code())
    });
    Some(format!("这张表不能当作“{}”导入，表头里找不到必须有的列：{missing}。{other}", kind.label()))
}

/// The installation to write to, made when it is missing. A trial run makes none: where there is nothing yet, it runs on
/// ground of its own that is gone with the second value.
async fn open(place: &Place, sheet: &Sheet) -> Result<(Arc<App>, Option<TempDir>), Failure> {
    if sheet.apply {
        let app = installation::open(place, Setting::default()).await?;
        installation::is_not_the_sample(&app).await?;
        return Ok((app, None));
    }
    if installation::exists(place).await? {
        return Ok((installation::open(place, Setting::default()).await?, None));
    }
    let ground = TempDir::new().map_err(|error| {
        Failure::new(format!(
            "试运行要用的临时目录建不了：{}。数据没有改动。请检查系统临时目录的权限和剩余空间。",
            cause(&error)
        ))
    })?;
    let place = Place { data: ground.path().to_owned(), database_url: None, policies: None };
    Ok((installation::open(&place, Setting::default()).await?, Some(ground)))
}

/// Everything there, or one byte more than is read.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let limit = u64::try_from(actions::SHEET_BYTES_MAX).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    File::open(path)?.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether a script may go on: nothing is wrong with the sheet, or something of it was taken over as it was asked for.
fn has_passed(report: &ImportReport) -> bool {
    report.problems.is_empty() || (report.applied.is_some() && report.good > 0)
}

/// A file that cannot be read leaves its event when it was to be written, and no other trace. Where there is no
/// installation yet it begins none.
async fn unreadable(place: &Place, sheet: &Sheet, attempt: &Attempt, refusal: Refusal) -> Result<Failure, Failure> {
    if sheet.apply && installation::exists(place).await? {
        let app = installation::open(place, Setting::default()).await?;
        actions::record_refusal(&app, Some(&Actor::system()), clock::now(), attempt, &refusal).await;
    }
    Ok(refusal.into())
}

fn mode(sheet: &Sheet) -> Mode {
    match (sheet.apply, sheet.all_or_nothing) {
        (false, _) => Mode::DryRun,
        (true, false) => Mode::Apply,
        (true, true) => Mode::AllOrNothing,
    }
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn print_json(report: &ImportReport) -> Result<(), Failure> {
    let report = Report { good: report.good, problems: report.problems.iter().map(line).collect() };
    println!("{}", failure::json(&report)?);
    Ok(())
}

fn line(problem: &Problem) -> Line<'_> {
    Line { row: problem.row, column: &problem.column, value: &problem.value, problem: &problem.problem }
}

fn print_text(report: &ImportReport, sheet: &Sheet, pack: &Pack) {
    let bad: BTreeSet<u32> = report.problems.iter().map(|problem| problem.row).collect();
    println!("可以导入 {} 行，有问题 {} 行。", report.good, bad.len());
    told_problems(&report.problems).iter().for_each(|line| println!("  {line}"));
    told_changes(report, pack).iter().for_each(|line| println!("{line}"));
    match &report.applied {
        Some(Applied { new, changed, unchanged }) => {
            println!("已写入：新增 {new}，更新 {changed}，没有变化 {unchanged}。");
            if !bad.is_empty() {
                println!("有问题的 {} 行没有写入。改正后再导入一次即可，已写入的不会重复。", bad.len());
            }
        }
        None if sheet.apply && report.good == 0 => println!("一行也没有写入：没有可以写入的行。请改正后再试。"),
        None if sheet.apply => println!("一行也没有写入：表里有问题，而您要求全部无误才写入。请改正后再试。"),
        None => println!("这是试运行，什么也没有写入。{}", prospect(report, sheet)),
    }
}

/// Each problem with its cell, in the order of the rows; what is wrong with the same value of many rows is told once.
fn told_problems(problems: &[Problem]) -> Vec<String> {
    let mut rows: BTreeMap<(&str, &str, &str), Vec<u32>> = BTreeMap::new();
    for problem in problems {
        rows.entry(key(problem)).or_default().push(problem.row);
    }
    let told = problems.iter().filter_map(|problem| {
        let all = &rows[&key(problem)];
        let place = match all.len() {
            ..=ROWS_TOLD => format!("第 {} 行", problem.row),
            _ if all[0] == problem.row => format!("{}等 {} 行", listed(&all[..ROWS_TOLD]), all.len()),
            _ => return None,
        };
        let cell = match (problem.column.as_str(), problem.value.as_str()) {
            ("", _) => String::new(),
            (column, "") => format!(" {column}"),
            (column, value) => format!(" {column}“{value}”"),
        };
        Some(format!("{place}{cell}：{}", problem.problem))
    });
    told.collect()
}

fn key(problem: &Problem) -> (&str, &str, &str) {
    (&problem.column, &problem.value, &problem.problem)
}

fn listed(rows: &[u32]) -> String {
    let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
    format!("第 {} 行", rows.join("、"))
}

/// What changes for how many, what the obligation depends on with a warning, and what the list says nothing about.
fn told_changes(report: &ImportReport, pack: &Pack) -> Vec<String> {
    let mut told = Vec::new();
    if !report.changes.is_empty() {
        told.push("更改的内容：".to_owned());
    }
    told.extend(report.changes.iter().map(|change| format!("  {}：{} 人", change.difference.label(), change.rows)));
    told.extend(report.warning(pack).map(|warning| format!("注意：{warning}")));
    told.extend(report.notes.iter().map(|note| format!("注意：{note}")));
    told.extend(report.unsaid().filter(|_| report.good > 0));
    told
}

/// What would happen with `--apply`.
fn prospect(report: &ImportReport, sheet: &Sheet) -> String {
    let Applied { new, changed, unchanged } = &report.planned;
    let would = format!("写入时将新增 {new}，更新 {changed}，没有变化 {unchanged}。");
    match (sheet.all_or_nothing, report.problems.is_empty(), report.good) {
        (_, false, 0) => "没有可以写入的行。请核对文件是否选对，改正后再试。".to_owned(),
        (true, false, good) => format!(
            "按 --all-or-nothing 的要求，这张表加 --apply 也一行都不会写入，因为表里有问题。\n\
             请改正后再试；或去掉 --all-or-nothing，只写入没有问题的 {good} 行。"
        ),
        (true, true, _) => format!("表里没有问题，加 --apply 就全部写入。{would}"),
        (false, _, _) => {
            format!("{would}\n确认后加 --apply 写入；加 --all-or-nothing 则有一行有问题就全部不写。")
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::imports::Problem;

    use super::{Line, Report, told_problems};

    #[test]
    fn the_same_problem_of_many_rows_is_told_once() {
        let problem = |row: u32, value: &str| Problem {
            row,
            column: "部门".to_owned(),
            value: value.to_owned(),
            problem: "没有这个部门".to_owned(),
        };
        let many = (2..100).map(|row| problem(row, "甲学院")).chain([problem(100, "乙学院"), problem(101, "乙学院")]);
        let many: Vec<Problem> = many.collect();
        assert_eq!(
            told_problems(&many),
            [
                "第 2、3、4 行等 98 行 部门“甲学院”：没有这个部门",
                "第 100 行 部门“乙学院”：没有这个部门",
                "第 101 行 部门“乙学院”：没有这个部门",
            ]
        );
    }

    #[test]
    fn the_json_report_has_exactly_these_fields() {
        let report = Report {
            good: 2403,
            problems: vec![Line {
                row: 43,
                column: "身份证号",
                value: "9901********",
                problem: "身份证号被存为数字，末三位丢失",
            }],
        };
        let text = serde_json::to_string(&report).expect("plain data");
        let problem =
            r#"{"row":43,"column":"身份证号","value":"9901********","problem":"身份证号被存为数字，末三位丢失"}"#;
        assert_eq!(text, format!(r#"{{"good":2403,"problems":[{problem}]}}"#));
    }
}
