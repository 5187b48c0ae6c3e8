//! `xueshi doctor`: is everything there that the program needs, said line by line.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use domain::access::Actor;

use crate::cli::Place;
use crate::failure::{Failure, cause};
use crate::installation::{self, Setting};
use crate::{clock, packs};

/// Names with these characters have to print; they are missing from most typefaces.
const RARE: &str = "㛃䶮𬭚𫖮𬱖𡥧";

/// Options of `doctor`.
#[derive(Args)]
pub(crate) struct Options {}

/// Prints one line a check; any that fails gives exit code 1.
pub(crate) async fn run(place: Place, _options: Options) -> Result<ExitCode, Failure> {
    let mut findings = vec![time(), fonts()];
    findings.extend(standards());
    findings.push(folder(&place));
    findings.extend(database(&place).await);
    let mut is_well = true;
    for finding in &findings {
        match finding {
            Ok(text) => println!("正常  {text}"),
            Err(text) => {
                is_well = false;
                println!("有问题 {text}");
            }
        }
    }
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

type Finding = Result<String, String>;

fn time() -> Finding {
    let now = clock::now();
    Ok(format!("时间：北京时间 {}，截止日期按它计算", domain::clock::chinese_moment(now)))
}

fn fonts() -> Finding {
    let missing = documents::fonts::missing(RARE);
    if missing.is_empty() {
        Ok(format!("字体：生僻字 {RARE} 都能打印"))
    } else {
        let missing: String = missing.into_iter().collect();
        Err(format!("字体：{missing} 无法打印。含这些字的证书会被拒绝生成，不会印成空白"))
    }
}

fn standards() -> Vec<Finding> {
    let library = packs::library();
    library
        .names()
        .iter()
        .map(|name| match library.load(name) {
            Ok(pack) => {
                let sample = if pack.is_sample() { "（示例标准）" } else { "" };
                let hash = pack.hash().get(..12).unwrap_or_default();
                Ok(format!("学时标准 {name}{sample}：{}，指纹 {hash}", pack.title()))
            }
            Err(problem) => Err(format!("学时标准 {name}：{problem}")),
        })
        .collect()
}

fn folder(place: &Place) -> Finding {
    let data = place.data.display();
    if !place.data.exists() {
        return Ok(format!("数据目录 {data}：还没有建立，首次启动时建立"));
    }
    if !installation::exists(place) {
        return Err(format!("数据目录 {data}：里面没有学时系统的数据。请核对 --data 写的目录"));
    }
    let trial = place.data.join(".doctor");
    match std::fs::write(&trial, b"").and_then(|()| std::fs::remove_file(&trial)) {
        Ok(()) => Ok(format!("数据目录 {data}：可以写入")),
        Err(error) => Err(format!("数据目录 {data}：不能写入（{}）。请检查权限和剩余空间", cause(&error))),
    }
}

/// Without the key that sealed them nobody is found by identity number: the mistake of a restored backup.
async fn key(app: &actions::App) -> Finding {
    match actions::key_fits(app).await {
        Ok(Some(false)) => Err("密钥：打不开数据库里的身份证号，keys/main.key 与这个数据库不是一起的。数据没有改动。\
             请从同一次备份中恢复 keys 目录"
            .to_owned()),
        Ok(_) => Ok("密钥：与数据库相符".to_owned()),
        Err(refusal) => Err(format!("密钥：{refusal}")),
    }
}

/// Files that no row names are removed on the way.
async fn files(app: &Arc<actions::App>) -> Finding {
    match actions::sweep_files(app).await {
        Ok(swept) if swept.removed == 0 => Ok(format!("附件：{} 个，都有登记或证书引用", swept.named)),
        Ok(swept) => Ok(format!("附件：{} 个；另有 {} 个没有任何登记引用，已删除", swept.named, swept.removed)),
        Err(refusal) => Err(format!("附件：{refusal}")),
    }
}

async fn database(place: &Place) -> Vec<Finding> {
    if !installation::exists(place) {
        return vec![Ok("数据库：还没有建立，首次启动时建立".to_owned())];
    }
    let app = match installation::open(place, Setting::default()).await {
        Ok(app) => app,
        Err(failure) => return vec![Err(format!("数据库：{failure}"))],
    };
    let verdict = async {
        let mut act = app.read(Some(Actor::system()), clock::now()).await?;
        actions::audit::verify(&mut act).await
    };
    let log = match verdict.await {
        Ok(verdict) => match verdict.first_bad {
            None => Ok(format!("操作记录：{} 行，逐行核对无误", verdict.rows)),
            Some(row) => Err(format!("操作记录：第 {} 行对不上，{}", row.seq, row.problem)),
        },
        Err(refusal) => Err(format!("操作记录：{refusal}")),
    };
    vec![Ok("数据库：可以打开，表结构是最新的".to_owned()), key(&app).await, log, files(&app).await]
}
