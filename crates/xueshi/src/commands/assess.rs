//! `xueshi assess`: one person's year from a facts file, judged and explained. It touches no database.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use policy::{Assessment, Explanation, Library, Outcome, Pack, YearFacts};
use serde::Serialize;

use crate::failure::Failure;
use crate::packs;

/// More than this is not one person's year.
const FACTS_BYTES_MAX: u64 = 4 * 1024 * 1024;

/// Options of `assess`.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// 事实文件（JSON，格式见 docs/facts.md）；写 - 则从标准输入读
    #[arg(value_name = "文件", required_unless_present = "schema")]
    facts: Option<PathBuf>,
    /// 用哪个学时标准
    #[arg(long, value_name = "标准", default_value = packs::DEFAULT)]
    pack: String,
    /// 结果输出为 JSON
    #[arg(long)]
    json: bool,
    /// 只输出事实文件的 JSON Schema
    #[arg(long)]
    schema: bool,
}

/// What `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    pack: &'a str,
    pack_hash: &'a str,
    sample: bool,
    assessment: &'a Assessment,
    explanation: &'a Explanation,
}

/// Prints the assessment with its explanation. Exit code 1 when the year is not met or the facts cannot be read.
pub(crate) fn run(options: Options, library: &Library) -> ExitCode {
    match answer(&options, library) {
        Ok(code) => code,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn answer(options: &Options, library: &Library) -> Result<ExitCode, Failure> {
    if options.schema {
        println!("{}", pretty(&schemars::schema_for!(YearFacts))?);
        return Ok(ExitCode::SUCCESS);
    }
    let Some(path) = &options.facts else {
        return Err(Failure::new("没有写事实文件。数据没有改动。请写文件名，或写 - 从标准输入读。"));
    };
    let pack = packs::load(library, &options.pack)?;
    let facts: YearFacts = serde_json::from_str(&text(path)?).map_err(|error| {
        let place = format!("第 {} 行第 {} 列", error.line(), error.column());
        Failure::new(format!(
            "事实文件 {} 的{place}写法不对：{error}。数据没有改动。格式见 docs/facts.md，或运行 xueshi assess --schema。",
            path.display()
        ))
    })?;
    let (assessment, explanation) = policy::explain(&pack, &facts);
    if options.json {
        let answer = Answer {
            pack: pack.name(),
            pack_hash: pack.hash(),
            sample: pack.is_sample(),
            assessment: &assessment,
            explanation: &explanation,
        };
        println!("{}", pretty(&answer)?);
    } else {
        print_text(&pack, &assessment, &explanation);
    }
    Ok(match assessment.outcome {
        Outcome::Satisfied | Outcome::ReferenceOnly => ExitCode::SUCCESS,
        Outcome::NotSatisfied | Outcome::Undetermined => ExitCode::FAILURE,
    })
}

fn text(path: &Path) -> Result<String, Failure> {
    let unreadable = |error: std::io::Error| {
        let path = path.display();
        Failure::new(format!("读不了 {path}：{error}。数据没有改动。请核对文件名，并存成 UTF-8 文本。"))
    };
    let mut text = String::new();
    if path == Path::new("-") {
        std::io::stdin().take(FACTS_BYTES_MAX).read_to_string(&mut text).map_err(unreadable)?;
    } else {
        let file = std::fs::File::open(path).map_err(unreadable)?;
        file.take(FACTS_BYTES_MAX).read_to_string(&mut text).map_err(unreadable)?;
    }
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value)
        .map_err(|error| Failure::new(format!("结果无法写成 JSON：{error}。请去掉 --json 再看。")))
}

fn print_text(pack: &Pack, assessment: &Assessment, explanation: &Explanation) {
    println!(
        "结论：{}。公需 {} 学时，专业 {} 学时，合计 {} 学时。",
        assessment.outcome.label(),
        assessment.public,
        assessment.professional,
        assessment.total
    );
    if pack.is_sample() {
        println!("注意：这个标准含示例数字，不作正式依据。");
    }
    println!();
    print!("{}", explanation.to_chinese());
    println!();
    println!("依据：{}（{}，{}）", pack.title(), pack.name(), &pack.hash()[..12]);
}
