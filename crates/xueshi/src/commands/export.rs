//! `xueshi export`: tables to take along, the same as the pages give.

use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use actions::years::{ExportFormat, ProgressFilter, Show};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand};
use domain::access::Actor;
use domain::ids::UnitId;

use super::new_file::{NewFile, unwritable};
use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// What stands for the output instead of a file.
const STANDARD_OUTPUT: &str = "-";

/// Options of `export`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 一个年度的完成情况：每个人的学时、登记状态和还缺什么（不含身份证号；导出会记入操作记录）
    Year(YearTable),
}

#[derive(Args)]
struct YearTable {
    /// 年度，例如 2026
    #[arg(value_name = "年度")]
    year: i16,
    /// 只要一个单位，写部门代码；不写则为全部单位
    #[arg(long, value_name = "部门代码")]
    unit: Option<String>,
    /// 只要哪些人：all 全部，open 未完成，unregistered 未登记，to-verify 待审验，to-seal 待交汇总表，to-approve
    /// 待审批，returned 已退回，short 已审批未达到，public-exam 公需科目未合格，barred 考核条件不具备，done 已完成，exempt 没有任务
    #[arg(long, value_name = "哪些人", default_value = "all", hide_possible_values = true, value_parser = shows())]
    show: Show,
    /// 文件格式；不写则看 --output 的后缀，没有后缀为 xlsx，写 - 为 csv
    #[arg(long, value_name = "格式", value_parser = ["csv", "xlsx"])]
    format: Option<String>,
    /// 写到哪个文件，不覆盖已有的；不写则在当前目录按年度和单位取名，写 - 则输出到标准输出
    #[arg(long, value_name = "文件")]
    output: Option<PathBuf>,
}

fn shows() -> impl TypedValueParser<Value = Show> {
    let names = Show::ALL.iter().map(|show| show.as_str());
    PossibleValuesParser::new(names).map(|name| name.parse().unwrap_or_default())
}

/// Writes the table. Nothing is written over.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let What::Year(table) = options.what;
    let format = format(&table)?;
    let to_output = table.output.as_deref() == Some(Path::new(STANDARD_OUTPUT));
    if to_output && matches!(format, ExportFormat::Xlsx) && std::io::stdout().is_terminal() {
        return Err(Failure::new(
            "xlsx 不是文字，不能显示在终端里。没有导出任何内容。请用 --output 写文件名，或用 --format csv 直接看。",
        ));
    }
    let app = installation::open_existing(&place, Setting::default()).await?;
    let mut act = app.read(Some(Actor::system()), clock::now()).await?;
    let unit = match &table.unit {
        Some(code) => Some(unit(&mut act, code).await?),
        None => None,
    };
    // A file that cannot be made is told before anything is on record.
    let target = table.output.as_deref().filter(|_| !to_output).map(NewFile::create).transpose()?;
    let filter = ProgressFilter { show: table.show, text: String::new() };
    let exported = actions::years::export(&mut act, table.year, unit, &filter, format).await?;
    if to_output {
        return match std::io::stdout().write_all(&exported.file.bytes) {
            // Whoever reads has read enough.
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(unwritable("标准输出", &error)),
            _ => Ok(ExitCode::SUCCESS),
        };
    }
    let mut file = match target {
        Some(file) => file,
        None => NewFile::create(Path::new(&exported.file.name))?,
    };
    file.fill(&exported.file.bytes)?;
    println!("已导出 {} 人：{}", exported.people, file.keep());
    Ok(ExitCode::SUCCESS)
}

async fn unit(act: &mut actions::Act, code: &str) -> Result<UnitId, Failure> {
    let units = actions::units::list(act).await?;
    let found = units.iter().find(|unit| unit.code == code || unit.name == code);
    found.map(|unit| unit.id).ok_or_else(|| {
        Failure::new(format!("没有代码为“{code}”的单位。没有导出任何内容。请核对部门代码；它在导入的单位表里。"))
    })
}

/// The format asked for, or the one that the file's name ends with; text where somebody reads the output.
fn format(table: &YearTable) -> Result<ExportFormat, Failure> {
    let output = table.output.as_deref();
    let ending = output.and_then(Path::extension).map(|ending| ending.to_string_lossy().to_lowercase());
    match (table.format.as_deref(), ending.as_deref()) {
        (Some("csv"), _) | (None, Some("csv")) => Ok(ExportFormat::Csv),
        (Some(_), _) | (None, Some("xlsx")) => Ok(ExportFormat::Xlsx),
        (None, None) if output == Some(Path::new(STANDARD_OUTPUT)) => Ok(ExportFormat::Csv),
        (None, None) => Ok(ExportFormat::Xlsx),
        (None, Some(other)) => Err(Failure::new(format!(
            "不能按后缀“{other}”导出。没有导出任何内容。请把文件名写成以 .xlsx 或 .csv 结尾，或加 --format 写明格式。"
        ))),
    }
}
