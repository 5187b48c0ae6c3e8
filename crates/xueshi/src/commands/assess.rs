//! `xueshi assess`: one person's year from a facts file, judged and explained. It touches no database.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use policy::{Assessment, Explanation, Library, Pack, YearFacts};
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
    #[arg(long, alias = "pack", value_name = "标准", default_value = packs::DEFAULT)]
    policy: String,
    /// 核算哪一年；与事实文件里的年度不同时，以这里为准
    #[arg(long, value_name = "年度")]
    year: Option<i16>,
    /// 文件里一行一个人（JSON Lines），结果也一行一个
    #[arg(long)]
    lines: bool,
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

/// The exit code for facts that cannot be read.
const MALFORMED: u8 = 2;

/// Prints the assessment with its explanation. Exit code 2 when the facts cannot be read, 1 when the pack cannot.
pub(crate) fn run(options: Options, library: &Library) -> ExitCode {
    if options.schema {
        return finish(pretty(&schemars::schema_for!(YearFacts)).map(|schema| println!("{schema}")), 1);
    }
    let pack = match packs::load(library, &options.policy) {
        Ok(pack) => pack,
        Err(failure) => return finish(Err(failure), 1),
    };
    finish(answer(&options, &pack), MALFORMED)
}

fn finish(outcome: Result<(), Failure>, code: u8) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(code)
        }
    }
}

fn answer(options: &Options, pack: &Pack) -> Result<(), Failure> {
    let Some(path) = &options.facts else {
        return Err(Failure::new("没有写事实文件。数据没有改动。请写文件名，或写 - 从标准输入读。"));
    };
    let text = text(path)?;
    if !options.lines {
        let facts = read(options, path, &text, 0)?;
        return show(options, pack, &facts);
    }
    // Every line is read before any is judged, so that a bad one leaves no half answer.
    let written = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let people = written.map(|(place, line)| read(options, path, line, place)).collect::<Result<Vec<_>, _>>()?;
    people.iter().try_for_each(|facts| show(options, pack, facts))
}

/// Reads one person's facts that begin after `lines_before` lines of the file.
fn read(options: &Options, path: &Path, text: &str, lines_before: usize) -> Result<YearFacts, Failure> {
    let mut facts: YearFacts = serde_json::from_str(text).map_err(|error| {
        let place = format!("第 {} 行第 {} 列", lines_before + error.line(), error.column());
        Failure::new(format!(
            "事实文件 {} 的{place}写法不对：{error}。数据没有改动。格式见 docs/facts.md，或运行 xueshi assess --schema。",
            path.display()
        ))
    })?;
    facts.year = options.year.unwrap_or(facts.year);
    Ok(facts)
}

fn show(options: &Options, pack: &Pack, facts: &YearFacts) -> Result<(), Failure> {
    let (assessment, explanation) = policy::explain(pack, facts);
    if !options.json && !options.lines {
        print_text(pack, &assessment, &explanation);
        return Ok(());
    }
    let answer = Answer {
        pack: pack.name(),
        pack_hash: pack.hash(),
        sample: pack.is_sample(),
        assessment: &assessment,
        explanation: &explanation,
    };
    let line = if options.lines { serde_json::to_string(&answer).map_err(unwritable)? } else { pretty(&answer)? };
    println!("{line}");
    Ok(())
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
    serde_json::to_string_pretty(value).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> Failure {
    Failure::new(format!("结果无法写成 JSON：{error}。请去掉 --json 再看。"))
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
