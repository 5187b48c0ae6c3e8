//! `xueshi policy`: what the packs say, whether they are sound, what another would change, and whether what was decided by
//! them still comes out so. Only the last two look into a database; a simulation leaves its line in the log there.

mod replay;
mod simulate;

use std::process::ExitCode;

use clap::Subcommand;
use policy::{Answer, HoursRule, Kind, Library, Pack};

use crate::cli::Place;
use crate::failure::{self, Failure};
use crate::packs;

/// Options of `policy`.
#[derive(clap::Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 列出各种类：要填什么、要什么材料、学时怎么来
    Kinds {
        /// 用哪个学时标准
        #[arg(value_name = "标准", default_value = packs::DEFAULT)]
        pack: String,
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
    /// 检查学时标准能否使用，并运行它的情景；不写名称则检查全部
    Check {
        /// 标准的名称
        #[arg(value_name = "标准")]
        pack: Option<String>,
    },
    /// 逐条说明两个标准有什么不同
    Diff {
        /// 原来的标准
        #[arg(value_name = "原标准")]
        old: String,
        /// 新的标准
        #[arg(value_name = "新标准")]
        new: String,
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
    /// 用当时的标准重新核算保存的每一个结论，必须与保存的一致
    Replay {
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
    /// 用数据库里所有人的事实试算：换用另一份标准，谁受益、谁受损
    Simulate(simulate::Options),
    /// 显示条文
    Show {
        /// 只看一条，例如 第四条
        #[arg(value_name = "条")]
        article: Option<String>,
        /// 用哪个学时标准
        #[arg(long, value_name = "标准", default_value = packs::DEFAULT)]
        pack: String,
    },
}

/// Prints what was asked. Exit code 1 when a pack cannot be used or has no such article.
pub(crate) fn run(place: Place, options: Options, library: &Library) -> ExitCode {
    let done = match options.what {
        What::Kinds { pack, json } => kinds(library, &pack, json),
        What::Check { pack } => check(library, pack.as_deref()),
        What::Diff { old, new, json } => diff(library, &old, &new, json),
        What::Replay { json } => return failure::wait_for(replay::run(place, json)),
        What::Simulate(options) => return failure::wait_for(simulate::run(place, options)),
        What::Show { article, pack } => show(library, &pack, article.as_deref()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}

fn kinds(library: &Library, name: &str, json: bool) -> Result<(), Failure> {
    let pack = packs::load(library, name)?;
    if json {
        // Kinds with tables have rows keyed by several answers, which JSON cannot have: forms only need the hint.
        let kinds: Vec<serde_json::Value> = pack.kinds().iter().map(value).collect();
        println!("{:#}", serde_json::Value::Array(kinds));
        return Ok(());
    }
    for category in pack.categories() {
        println!("{}〔{}〕", category.name, category.article);
        for kind in pack.kinds().iter().filter(|kind| kind.category == category.id) {
            print_kind(kind);
        }
    }
    Ok(())
}

fn print_kind(kind: &Kind) {
    println!("  {}  {}", kind.id, kind.name);
    println!("    学时：{}", kind.hint);
    for ask in &kind.asks {
        let answer = match &ask.answer {
            Answer::Text => "文字".to_owned(),
            Answer::Count { unit } => format!("整数，{unit}"),
            Answer::Hours => "学时，最多两位小数".to_owned(),
            Answer::YesNo => "是或否".to_owned(),
            Answer::Choice(choices) => {
                choices.iter().map(|(id, name)| format!("{id} {name}")).collect::<Vec<_>>().join("、")
            }
        };
        println!("    填写：{} {}（{answer}）{}", ask.id, ask.name, if ask.required { "" } else { "，可不填" });
    }
    for need in &kind.evidence {
        let when = need.when.as_ref().and_then(|when| kind.asks.iter().find(|ask| ask.id == *when));
        let when = when.map_or_else(String::new, |ask| format!("（“{}”为是时）", ask.name));
        println!("    材料：{} {}{when}〔{}〕", need.id, need.name, need.article);
    }
}

fn value(kind: &Kind) -> serde_json::Value {
    let by_reviewer = matches!(kind.hours, HoursRule::Reviewer);
    serde_json::json!({
        "id": kind.id,
        "name": kind.name,
        "category": kind.category,
        "category_name": kind.category_name,
        "article": kind.article,
        "asks": kind.asks,
        "evidence": kind.evidence,
        "hint": kind.hint,
        "by_reviewer": by_reviewer,
        "sample": kind.sample,
    })
}

fn check(library: &Library, name: Option<&str>) -> Result<(), Failure> {
    let names = name.map_or_else(|| library.names(), |name| vec![name]);
    let mut problems = Vec::new();
    for name in names {
        match packs::load(library, name) {
            Ok(pack) => {
                println!("{}", summary(&pack));
                problems.extend(library.check(name).unwrap_or_else(|problem| vec![problem.to_string()]));
            }
            Err(problem) => problems.push(problem.to_string()),
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::new(problems.join("\n"))) }
}

fn summary(pack: &Pack) -> String {
    let reviewer = pack.kinds().iter().filter(|kind| kind.hours == HoursRule::Reviewer).count();
    let sample = if pack.is_sample() { "，含示例数字" } else { "" };
    let gaps: String =
        pack.gaps().iter().map(|gap| format!("\n      尚未落实〔{}〕{}", gap.article, gap.says)).collect();
    format!(
        "可用  {}  {}：{} 起执行，{} 条，{} 个种类（其中 {reviewer} 个由单位核定）{sample}\n      内容指纹 {}{gaps}",
        pack.name(),
        pack.title(),
        pack.from(),
        pack.articles().len(),
        pack.kinds().len(),
        pack.hash()
    )
}

fn diff(library: &Library, old: &str, new: &str, json: bool) -> Result<(), Failure> {
    let differences = policy::compare(&packs::load(library, old)?, &packs::load(library, new)?);
    if json {
        println!("{:#}", serde_json::json!(differences));
        return Ok(());
    }
    println!("从 {old} 到 {new}：{} 处不同", differences.len());
    let mut article = "";
    for difference in &differences {
        if difference.article != article {
            article = &difference.article;
            println!("\n{}", if article.is_empty() { "条文以外" } else { article });
        }
        println!("  {}", difference.text);
    }
    Ok(())
}

fn show(library: &Library, name: &str, article: Option<&str>) -> Result<(), Failure> {
    let pack = packs::load(library, name)?;
    let Some(id) = article else {
        println!("{}", pack.title());
        for article in pack.articles() {
            println!("\n{} {}\n\n{}", article.id, article.title, article.prose);
        }
        return Ok(());
    };
    let article = pack.article(id).ok_or_else(|| {
        let ids: Vec<&str> = pack.articles().iter().map(|article| article.id.as_str()).collect();
        Failure::new(format!("“{name}”里没有“{id}”。数据没有改动。可以写：{}。", ids.join("、")))
    })?;
    println!("{} {}\n\n{}", article.id, article.title, article.prose);
    Ok(())
}
