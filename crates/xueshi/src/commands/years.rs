//! `xueshi years`: what concerns everybody of a year at once.

use std::process::ExitCode;

use actions::years::{Differing, YearsJudged};
use clap::{Args, Subcommand};
use domain::access::Actor;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// Options of `years`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 核算全体人员的年度学时，把变了的逐人存档：用的标准、事实的指纹、结论和说明的指纹（写入操作记录）
    #[command(after_help = "退出码：0 完成；1 有人的年度无法核算，或与存档的不一致，或被拒绝；2 命令写错\n\
                      中途停下没有关系：再运行一次，已存档而没有变化的不会重复存档。")]
    Judge {
        /// 年度，例如 2026
        #[arg(value_name = "年度")]
        year: i16,
        /// 没有登记的人用哪个学时标准，不写则用启动服务时启用的；登记过的人用登记时的标准
        #[arg(long, value_name = "标准")]
        pack: Option<String>,
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
}

/// Judges everybody's year and says what it came to.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let What::Judge { year, pack, json } = options.what;
    let app = installation::open_existing(&place, Setting { pack, ..Setting::default() }).await?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} 人  还需 {eta}") {
        bar.set_style(style);
    }
    let judged = actions::years::judge(&app, Actor::system(), year, clock::now(), |done, of| {
        bar.set_length(of);
        bar.set_position(done);
    })
    .await;
    bar.finish_and_clear();
    let judged = judged?;
    if json {
        println!("{:#}", value(year, &judged));
    } else {
        print_text(year, &judged);
    }
    let is_in_order = judged.unreadable_count == 0 && judged.differing_count == 0;
    Ok(if is_in_order { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_text(year: i16, judged: &YearsJudged) {
    println!(
        "{year} 年度，共 {} 人：新存档 {} 人，没有变化 {} 人，按原审批结论不重新核算 {} 人。",
        judged.people, judged.kept, judged.unchanged, judged.as_decided
    );
    println!(
        "已达到 {} 人（其中没有任务 {} 人），未达到 {} 人，待定 {} 人。",
        judged.met, judged.not_asked, judged.unmet, judged.undetermined
    );
    print_named("无法核算", judged.unreadable_count, &judged.unreadable);
    print_named("与存档的不一致", judged.differing_count, &judged.differing);
    if judged.differing_count > 0 {
        println!("存档没有改动。请把这些工号连同程序版本告诉维护者。");
    }
}

fn print_named(what: &str, count: u64, named: &[Differing]) {
    if count == 0 {
        return;
    }
    println!("{what} {count} 人：");
    for one in named {
        println!("  {}：{}。", one.staff_number, one.problem);
    }
    let more = count.saturating_sub(u64::try_from(named.len()).unwrap_or(0));
    if more > 0 {
        println!("  另有 {more} 人没有列出。");
    }
}

fn value(year: i16, judged: &YearsJudged) -> Value {
    let named = |named: &[Differing]| {
        let each = named.iter().map(|one| json!({ "staff_number": one.staff_number, "problem": one.problem }));
        each.collect::<Vec<_>>()
    };
    json!({
        "year": year,
        "people": judged.people,
        "kept": judged.kept,
        "unchanged": judged.unchanged,
        "as_decided": judged.as_decided,
        "met": judged.met,
        "not_asked": judged.not_asked,
        "unmet": judged.unmet,
        "undetermined": judged.undetermined,
        "unreadable": { "count": judged.unreadable_count, "named": named(&judged.unreadable) },
        "differing": { "count": judged.differing_count, "named": named(&judged.differing) },
    })
}
