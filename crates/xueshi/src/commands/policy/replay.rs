//! `xueshi policy replay`: whether every kept decision still comes out as it was decided.

use std::process::ExitCode;

use domain::access::Actor;
use indicatif::ProgressBar;

use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// Judges every kept decision again. One that comes out otherwise gives exit code 1.
pub(crate) async fn run(place: Place, json: bool) -> Result<ExitCode, Failure> {
    let app = installation::open_existing(&place, Setting::default()).await?;
    let mut act = app.read(Some(Actor::system()), clock::now()).await?;
    let bar = ProgressBar::new_spinner();
    let found = actions::policies::replay(&mut act, |count| bar.set_message(format!("已核算 {count} 个结论"))).await?;
    bar.finish_and_clear();
    if json {
        let different = found.different.iter().map(|divergence| {
            serde_json::json!({ "decision": divergence.decision.id.to_string(), "problem": divergence.problem })
        });
        let answer = serde_json::json!({
            "decisions": found.decisions,
            "equal": found.equal,
            "different": different.collect::<Vec<_>>(),
            "without_pack": found.without_pack,
            "packs_missing": packs_missing(&found),
        });
        println!("{answer}");
    } else {
        println!("保存的结论 {} 个，重新核算一致 {} 个。", found.decisions, found.equal);
        if found.without_pack > 0 {
            println!("有 {} 个结论所用的标准不在这个版本里，无法核算；保存的内容与指纹相符：", found.without_pack);
            for ((name, hash), count) in &found.packs_missing {
                println!("  标准 {name}（指纹 {}）：{count} 个", hash.get(..12).unwrap_or(hash));
            }
        }
        for divergence in &found.different {
            let decision = &divergence.decision;
            println!(
                "不一致：{} 年度，标准 {}，编号 {}：{}。",
                decision.year, decision.pack_name, decision.id, divergence.problem
            );
        }
        if !found.different.is_empty() {
            println!("没有改动任何数据。请把这些编号连同程序版本告诉维护者。");
        }
    }
    Ok(if found.different.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn packs_missing(found: &actions::policies::Replay) -> Vec<serde_json::Value> {
    let packs = found.packs_missing.iter();
    packs.map(|((name, hash), count)| serde_json::json!({ "pack": name, "hash": hash, "decisions": count })).collect()
}
