//! `xueshi policy replay`: whether what is kept still comes out as it was decided: each decision that was acted on, and
//! everybody's year as it was judged.

use std::process::ExitCode;

use actions::policies::{Replay, YearDivergence, YearsReplay};
use domain::access::Actor;
use indicatif::ProgressBar;

use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};

/// Judges every kept decision again. One that comes out otherwise, or that nobody can judge again, gives exit code 1.
pub(crate) async fn run(place: Place, json: bool) -> Result<ExitCode, Failure> {
    let app = installation::open_existing(&place, Setting::default()).await?;
    let mut act = app.read(Some(Actor::system()), clock::now()).await?;
    let bar = ProgressBar::new_spinner();
    let found = actions::policies::replay(&mut act, |count| bar.set_message(format!("已核算 {count} 个结论"))).await?;
    bar.finish_and_clear();
    if json {
        println!("{}", answer(&found));
    } else {
        say_decisions(&found);
        say_years(&found.years);
        if found.is_different() {
            println!("没有改动任何数据。请把不一致的各行连同程序版本告诉维护者。");
        }
    }
    Ok(if found.is_different() || found.lacks_packs() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn answer(found: &Replay) -> serde_json::Value {
    let different = found.different.iter().map(|divergence| {
        serde_json::json!({ "decision": divergence.decision.id.to_string(), "problem": divergence.problem })
    });
    let years = &found.years;
    let years_different = years.different.iter().map(|one| {
        let YearDivergence { year, staff_number, judging, problem } = one;
        serde_json::json!({ "year": year, "staff_number": staff_number, "judging": judging, "problem": problem })
    });
    serde_json::json!({
        "decisions": found.decisions,
        "equal": found.equal,
        "different": different.collect::<Vec<_>>(),
        "without_pack": found.without_pack,
        "packs_missing": packs_missing(found),
        "years": {
            "decisions": years.decisions,
            "equal": years.equal,
            "different": years_different.collect::<Vec<_>>(),
            "different_count": years.different_count,
            "as_known_then": years.as_known_then,
            "facts_lost": years.facts_lost,
            "without_pack": years.without_pack,
        },
    })
}

fn say_decisions(found: &Replay) {
    println!("保存的结论 {} 个，重新核算一致 {} 个。", found.decisions, found.equal);
    if found.without_pack > 0 {
        println!(
            "有 {} 个结论所用的标准不在这个版本里，也没有另存，无法核算；保存的内容与指纹相符：",
            found.without_pack
        );
        for ((name, hash), count) in &found.packs_missing {
            println!("  标准 {name}（指纹 {}）：{count} 个", short(hash));
        }
    }
    for divergence in &found.different {
        let decision = &divergence.decision;
        println!(
            "不一致：{} 年度，标准 {}，编号 {}：{}。",
            decision.year, decision.pack_name, decision.id, divergence.problem
        );
    }
}

fn say_years(years: &YearsReplay) {
    println!("年度核算存档 {} 个，重新核算一致 {} 个。", years.decisions, years.equal);
    if years.as_known_then > 0 {
        println!("其中 {} 个存档以后事实有了变化，按当时已知的事实核算。", years.as_known_then);
    }
    if years.facts_lost > 0 {
        println!(
            "有 {} 个存档以后事实有了变化，当时的事实已经拼不全（例如退回修改时还没有再提交的内容），无法核算。",
            years.facts_lost
        );
    }
    if years.without_pack > 0 {
        println!("有 {} 个所用的标准不在这个版本里，也没有另存，无法核算：", years.without_pack);
        for (hash, count) in &years.packs_missing {
            println!("  指纹 {} 的标准：{count} 个", short(hash));
        }
    }
    for YearDivergence { year, staff_number, judging, problem } in &years.different {
        println!("不一致：{year} 年度，工号 {staff_number}，第 {judging} 批存档：{problem}。");
    }
    let unnamed = years.different_count.saturating_sub(u64::try_from(years.different.len()).unwrap_or(u64::MAX));
    if unnamed > 0 {
        println!("另有 {unnamed} 个不一致没有列出。");
    }
}

fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

fn packs_missing(found: &Replay) -> Vec<serde_json::Value> {
    let packs = found.packs_missing.iter();
    packs.map(|((name, hash), count)| serde_json::json!({ "pack": name, "hash": hash, "decisions": count })).collect()
}
