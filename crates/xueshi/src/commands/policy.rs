//! `xueshi policy`: what the packs say, whether they are sound, what another would change, and whether what was decided by
//! them still comes out so. Only the last two look into a database; a simulation leaves its line in the log there.

mod check;
mod replay;
mod show;
mod simulate;

use std::process::ExitCode;

use clap::Subcommand;
use policy::{Answer, HoursRule, Kind, Library};

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
    /// 检查学时标准能否使用、规则有没有漏洞，并运行它的情景；不写名称则检查全部
    Check {
        /// 标准的名称
        #[arg(value_name = "标准")]
        pack: Option<String>,
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
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
    /// 用当时的标准重新核算保存的结论和年度核算存档，必须与保存的一致；存档以后事实有变化的，另外计数
    Replay {
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
    /// 用数据库里所有人的事实试算：换用另一份标准，谁受益、谁受损
    Simulate(simulate::Options),
    /// 显示条文，或解释性规定
    Show {
        /// 只看一条，例如 第四条；也可以照说明里的写法，例如 第六条（四）
        #[arg(value_name = "条")]
        article: Option<String>,
        /// 看解释性规定：采用了哪一种读法，另外还有哪些
        #[arg(long)]
        readings: bool,
        /// 用哪个学时标准
        #[arg(long, value_name = "标准", default_value = packs::DEFAULT)]
        pack: String,
    },
}

/// Prints what was asked. Exit code 1 when a pack cannot be used or has no such article.
pub(crate) fn run(place: Place, options: Options, library: &Library) -> ExitCode {
    let done = match options.what {
        What::Kinds { pack, json } => kinds(library, &pack, json),
        What::Check { pack, json } => check::run(library, pack.as_deref(), json),
        What::Diff { old, new, json } => diff(library, &old, &new, json),
        What::Replay { json } => return failure::wait_for(replay::run(place, json)),
        What::Simulate(options) => return failure::wait_for(simulate::run(place, options)),
        What::Show { article, readings: true, pack } => show::readings(library, &pack, article.as_deref()),
        What::Show { article, readings: false, pack } => show::articles(library, &pack, article.as_deref()),
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
    println!("    学时：{}{}", kind.hint, kind.caps);
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

fn diff(library: &Library, old: &str, new: &str, json: bool) -> Result<(), Failure> {
    let differences = policy::compare(&packs::load(library, old)?, &packs::load(library, new)?);
    if json {
        println!("{:#}", serde_json::json!(differences));
        return Ok(());
    }
    println!("从 {old} 到 {new}：{} 处不同", differences.len());
    for of_one in differences.chunk_by(|one, next| one.article == next.article) {
        let article = of_one[0].article.as_str();
        println!("\n{}", if article.is_empty() { "条文以外" } else { article });
        of_one.iter().for_each(|difference| println!("  {}", difference.text));
    }
    Ok(())
}
