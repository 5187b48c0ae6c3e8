//! `xueshi doctor`: is everything there that the program needs, said line by line.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use actions::{App, FilesFound};
use clap::Args;
use domain::{access::Actor, clock::shanghai_date};

use crate::cli::Place;
use crate::failure::{Failure, cause};
use crate::installation::{self, Setting};
use crate::{clock, packs};

/// Names with these characters have to print; they are missing from most typefaces.
const RARE: &str = "㛃䶮𬭚𫖮𬱖𡥧";

/// Options of `doctor`.
#[derive(Args)]
pub(crate) struct Options {
    /// 把没有任何登记引用的文件移到一边，多少都移；请先确认数据库和数据目录是一套，而且不比附件旧
    #[arg(long)]
    set_aside: bool,
}

/// Prints one line a check; any that fails gives exit code 1.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let mut findings = vec![time(), fonts()];
    findings.extend(standards(&place));
    findings.extend(data(&place, &options).await);
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

fn standards(place: &Place) -> Vec<Finding> {
    let library = match packs::library(place) {
        Ok(library) => library,
        Err(failure) => return vec![Err(failure.to_string())],
    };
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

/// Folder and database; where there is nothing yet, nothing is made.
async fn data(place: &Place, options: &Options) -> Vec<Finding> {
    let folder = place.data.display();
    match installation::exists(place).await {
        Ok(true) => {}
        Ok(false) if place.data.exists() => {
            return vec![Err(format!("数据目录 {folder}：里面没有学时系统的数据。请核对 --data 写的目录"))];
        }
        Ok(false) => {
            if let Err(error) = could_be_made(&place.data) {
                let cause = cause(&error);
                return vec![Err(format!(
                    "数据目录 {folder}：还没有，也无法建立（{cause}）。请换一个目录，或检查权限"
                ))];
            }
            return vec![
                Ok(format!("数据目录 {folder}：还没有建立，首次启动时建立")),
                Ok("数据库：还没有建立，首次启动时建立".to_owned()),
            ];
        }
        Err(failure) => return vec![Err(format!("数据库：{failure}"))],
    }
    let app = match installation::open(place, Setting::default()).await {
        Ok(app) => app,
        Err(failure) => return vec![Err(format!("数据目录和数据库：{failure}"))],
    };
    vec![
        Ok("数据库：可以打开，表结构是最新的".to_owned()),
        // Otherwise it had not been opened.
        Ok("密钥：与数据库相符".to_owned()),
        in_time(&app),
        writable(place),
        log(&app).await,
        registrations(&app).await,
        files(&app, options).await,
    ]
}

/// Whether the pack in force is so by its own days.
fn in_time(app: &App) -> Finding {
    match actions::policies::out_of_time(app, shanghai_date(clock::now())) {
        None => Ok(format!("启用的学时标准：{}，在它的执行期内", app.pack().name())),
        Some(pack) => Err(format!("{}{}", pack.what, pack.next.trim_end_matches('。'))),
    }
}

/// Tries in the nearest folder that is there, and leaves nothing.
fn could_be_made(data: &Path) -> std::io::Result<()> {
    let here = Path::new(".");
    let above = data.ancestors().skip(1).map(|above| if above == Path::new("") { here } else { above });
    let nearest = above.into_iter().find(|above| above.exists()).unwrap_or(here);
    let trial = nearest.join(".xueshi-doctor");
    std::fs::create_dir(&trial)?;
    std::fs::remove_dir(&trial)
}

fn writable(place: &Place) -> Finding {
    let data = place.data.display();
    let trial = place.data.join(".doctor");
    match std::fs::write(&trial, b"").and_then(|()| std::fs::remove_file(&trial)) {
        Ok(()) => Ok(format!("数据目录 {data}：可以写入，与数据库是一套")),
        Err(error) => Err(format!("数据目录 {data}：不能写入（{}）。请检查权限和剩余空间", cause(&error))),
    }
}

async fn log(app: &Arc<App>) -> Finding {
    let verdict = async {
        let mut act = app.read(Some(Actor::system()), clock::now()).await?;
        actions::audit::verify(&mut act).await
    };
    match verdict.await {
        Ok(verdict) => match verdict.first_bad {
            None => Ok(format!("操作记录：{} 行，逐行核对无误", verdict.rows)),
            Some(row) => Err(format!("操作记录：第 {} 行对不上，{}", row.seq, row.problem)),
        },
        Err(refusal) => Err(format!("操作记录：{refusal}")),
    }
}

async fn registrations(app: &Arc<App>) -> Finding {
    match actions::registrations::written_past(app).await {
        Ok(numbers) if numbers.is_empty() => Ok("登记：汇总核算用的一份与各个项目相符".to_owned()),
        Ok(numbers) => Err(format!(
            "登记：{} 的项目与汇总核算用的一份不符，像是有人绕过系统改了数据库。请用备份核对这些登记；不要把核对以前的汇总核算当作依据",
            numbers.join("、")
        )),
        Err(refusal) => Err(format!("登记：{refusal}")),
    }
}

/// Looks only, unless the person asked for more.
async fn files(app: &Arc<App>, options: &Options) -> Finding {
    if options.set_aside {
        let swept = actions::sweep_all_files(app, clock::now()).await.map_err(|refusal| format!("附件：{refusal}"))?;
        if swept.put_back > 0 {
            println!("附件：{} 个又有登记引用，已放回原处", swept.put_back);
        }
        println!("附件：{} 个没有任何登记引用，已移到一边", swept.set_aside);
    }
    let found = actions::look_over_files(app).await.map_err(|refusal| format!("附件：{refusal}"))?;
    if found.is_held_back { Err(told(&found)) } else { Ok(told(&found)) }
}

/// What there is of files, in one line.
fn told(found: &FilesFound) -> String {
    let mut line = format!("附件：{} 个有登记或证书引用", found.named);
    if found.is_held_back {
        line.push_str(&format!(
            "；{} 个没有任何引用，多得像是换错了数据库，所以都留在原处。请先核对数据库是不是这个目录的、是不是旧的；\
             核对无误的，用 xueshi doctor --set-aside 移到一边",
            found.unnamed
        ));
    } else if found.unnamed > 0 {
        line.push_str(&format!("；{} 个没有任何引用，下次启动服务或次日移到一边", found.unnamed));
    }
    if let Some(day) = found.next_removal {
        line.push_str(&format!(
            "；files/set-aside 里另有 {} 个移到一边的，没有引用的保留 30 天，最早 {day} 起删除",
            found.aside
        ));
    }
    line
}

#[cfg(test)]
mod tests {
    use actions::FilesFound;

    use super::told;

    #[test]
    fn files_that_nobody_names_are_told_with_what_becomes_of_them() {
        let well = FilesFound { named: 3, ..FilesFound::default() };
        assert_eq!(told(&well), "附件：3 个有登记或证书引用");
        let day = Some("2026-12-20".parse().expect("a day"));
        let line = told(&FilesFound { unnamed: 2, aside: 7, next_removal: day, ..well });
        for words in ["2 个没有任何引用，下次启动", "7 个移到一边", "最早 2026-12-20 起删除"] {
            assert!(line.contains(words), "{words}: {line}");
        }
        let line = told(&FilesFound { unnamed: 900, is_held_back: true, ..well });
        assert!(line.contains("都留在原处") && line.contains("--set-aside"), "{line}");
    }
}
