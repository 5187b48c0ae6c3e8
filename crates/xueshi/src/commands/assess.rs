//! `xueshi assess`: one person's year from a facts file, judged and explained. It touches no database.

mod fault;
mod place;
mod reading;

use std::path::PathBuf;
use std::process::ExitCode;

use domain::clock::shanghai_date;
use jiff::civil::Date;
use policy::{Assessment, Explanation, Horizon, Library, Pack, YearFacts};
use serde::Serialize;
use serde_json::Value;

use self::reading::Ground;
use crate::failure::Failure;
use crate::{clock, packs};

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
    /// 只看到这一天为止发生的事实，例如 2026-10-31
    #[arg(long, value_name = "日期")]
    as_of: Option<Date>,
    /// 只看到这一天为止得知的事实，例如 2026-10-31
    #[arg(long, value_name = "日期")]
    known_on: Option<Date>,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    as_of: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known_on: Option<Date>,
    assessment: &'a Assessment,
    explanation: &'a Explanation,
}

/// The exit code for facts that cannot be read or contradict themselves.
const MALFORMED: u8 = 2;

/// Prints the assessment with its explanation. Exit code 2 when the facts cannot be read or contradict
/// themselves, 1 when the pack cannot be used.
pub(crate) fn run(options: Options, library: &Library) -> ExitCode {
    if options.schema {
        return finish(schema().map(|schema| println!("{schema}")), 1);
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
    // Every line is read before any is judged, so that a bad one leaves no half answer.
    let ground = Ground { pack, year: options.year, today: today(options) };
    let people =
        if options.lines { reading::person_a_line(path, ground)? } else { vec![reading::one_person(path, ground)?] };
    people.iter().try_for_each(|facts| show(options, pack, facts))
}

/// The day after which nothing has happened. A later one that is asked for is a year that somebody plans; an earlier one
/// leaves out what was learned later, which is no mistake in the facts.
fn today(options: &Options) -> Date {
    let today = shanghai_date(clock::now());
    options.known_on.map_or(today, |known_on| known_on.max(today))
}

fn show(options: &Options, pack: &Pack, facts: &YearFacts) -> Result<(), Failure> {
    let horizon = Horizon { as_of: options.as_of, known_on: options.known_on };
    let (assessment, explanation) = policy::explain_within(pack, facts, horizon);
    if !options.json && !options.lines {
        print_text(pack, &assessment, &explanation);
        return Ok(());
    }
    let answer = Answer {
        pack: pack.name(),
        pack_hash: pack.hash(),
        sample: pack.is_sample(),
        as_of: options.as_of,
        known_on: options.known_on,
        assessment: &assessment,
        explanation: &explanation,
    };
    let line = if options.lines { serde_json::to_string(&answer).map_err(unwritable)? } else { pretty(&answer)? };
    println!("{line}");
    Ok(())
}

/// The schema of the facts format. Its fields are put in order here, because the order in which a JSON object keeps
/// them depends on what else was built along.
fn schema() -> Result<String, Failure> {
    let mut schema = schemars::schema_for!(YearFacts).to_value();
    put_in_order(&mut schema);
    pretty(&schemars::Schema::try_from(schema).map_err(unwritable)?)
}

fn put_in_order(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let mut entries: Vec<_> = std::mem::take(fields).into_iter().collect();
            entries.sort_by(|(one, _), (other, _)| one.cmp(other));
            fields.extend(entries);
            fields.values_mut().for_each(put_in_order);
        }
        Value::Array(values) => values.iter_mut().for_each(put_in_order),
        _ => {}
    }
}

fn pretty(value: &impl Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> Failure {
    Failure::new(format!("结果无法写成 JSON：{error}。事实文件没有改动。请去掉 --json 再看。"))
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
        println!("示例标准：这个标准含示例数字，不作正式依据。");
    }
    println!();
    print!("{}", explanation.to_chinese());
    println!();
    println!("依据：{}（{}，{}）", pack.title(), pack.name(), &pack.hash()[..12]);
}
