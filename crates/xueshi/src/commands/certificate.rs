//! `xueshi certificate`: what a stranger with a printed certificate can ask.

use std::process::ExitCode;

use actions::certificates::CheckStatus;
use clap::{Args, Subcommand};
use serde::Serialize;

use crate::cli::Place;
use crate::clock;
use crate::failure::{self, Failure};
use crate::installation::{self, Setting};

/// Options of `certificate`.
#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 核验一份证书：有效、已撤销，或查无此证
    Verify {
        /// 证书编号，可带可不带短横线
        #[arg(value_name = "编号")]
        number: String,
        /// 结果输出为 JSON
        #[arg(long)]
        json: bool,
    },
}

/// What `--json` prints.
#[derive(Serialize)]
struct Answer<'a> {
    status: &'static str,
    number: &'a str,
    kind: &'a str,
    holder: &'a str,
    id_number: &'a str,
    unit: &'a str,
    issuer: &'a str,
    year: i16,
    article: &'a str,
    pack: &'a str,
    pack_hash: &'a str,
    sample: bool,
    lines: &'a [(String, String)],
    revoked_reason: Option<&'a str>,
}

/// Prints the certificate's status and what it attests. Anything but valid gives exit code 1.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let What::Verify { number, json } = options.what;
    let app = installation::open_existing(&place, Setting::default()).await?;
    let mut act = app.read(None, clock::now()).await?;
    let check = actions::certificates::check(&mut act, &number).await?;
    drop(act);
    actions::certificates::record_checks(&app).await?;
    let status = match check.status {
        CheckStatus::Valid => "valid",
        CheckStatus::Revoked => "revoked",
        CheckStatus::Unknown => "unknown",
    };
    if json {
        let answer = Answer {
            status,
            number: &check.number,
            kind: &check.kind_name,
            holder: &check.holder_masked,
            id_number: &check.id_number_masked,
            unit: &check.unit,
            issuer: &check.issuer,
            year: check.year,
            article: &check.article,
            pack: &check.pack,
            pack_hash: &check.pack_hash,
            sample: check.sample,
            lines: &check.lines,
            revoked_reason: check.revoked_reason.as_deref(),
        };
        println!("{}", failure::json(&answer)?);
    } else {
        print_text(&check);
    }
    Ok(if status == "valid" { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn print_text(check: &actions::certificates::CertificateCheck) {
    match check.status {
        CheckStatus::Unknown => {
            println!("查无此证：没有编号为 {} 的证书。请核对编号，再向签发单位询问。", check.number);
            return;
        }
        CheckStatus::Valid => println!("有效：{}（{} 年度）", check.kind_name, check.year),
        CheckStatus::Revoked => println!(
            "已撤销：{}（{} 年度）。理由：{}",
            check.kind_name,
            check.year,
            check.revoked_reason.as_deref().unwrap_or("没有记录")
        ),
    }
    println!("  编号：{}", check.number);
    println!("  持证人：{}", check.holder_masked);
    if !check.id_number_masked.is_empty() {
        println!("  身份证号：{}", check.id_number_masked);
    }
    println!("  所属单位：{}", check.unit);
    for (name, value) in &check.lines {
        println!("  {name}：{value}");
    }
    println!("  签发单位：{}", check.issuer);
    println!("  依据：{}，{}", check.article, check.pack);
    println!("  标准指纹：{}（纸面印前 16 位）", check.pack_hash);
    if check.sample {
        println!("  注意：按示例标准核算，不作正式证明。");
    }
}
