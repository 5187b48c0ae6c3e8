//! `xueshi audit`: whether the record of what was done is still what was written.

use std::process::ExitCode;

use clap::{Args, Subcommand};
use domain::access::Actor;

use crate::cli::Place;
use crate::clock;
use crate::failure::{self, Failure};
use crate::installation::{self, Setting};

/// Options of `audit`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 逐行核对操作记录，指出第一行对不上的
    Verify {
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
}

/// Checks the whole log. A row that does not fit gives exit code 1.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let What::Verify { json } = options.what;
    let app = installation::open_existing(&place, Setting::default()).await?;
    let mut act = app.read(Some(Actor::system()), clock::now()).await?;
    let verdict = actions::audit::verify(&mut act).await?;
    let bad = verdict.first_bad.as_ref();
    if json {
        let first_bad = bad.map(|row| serde_json::json!({ "seq": row.seq, "problem": row.problem }));
        println!("{}", failure::json(&serde_json::json!({ "rows": verdict.rows, "first_bad": first_bad }))?);
    } else if let Some(row) = bad {
        println!("操作记录对不上：从第 {} 行开始。{}", row.seq, row.problem);
        println!("之前的记录可信。请保留现场，用最近的备份比对，不要继续写入。");
    } else {
        println!("操作记录完整：{} 行，逐行核对无误。", verdict.rows);
    }
    Ok(if bad.is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
