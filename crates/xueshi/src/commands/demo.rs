//! `xueshi demo`: the sample university, made on the first start and served on this machine only.

use std::net::SocketAddr;
use std::process::ExitCode;

use actions::sessions::DemoStanding;
use clap::Args;

use crate::cli::Place;
use crate::demo::{self, Size};
use crate::failure::Failure;
use crate::installation::{self, Setting};
use crate::{clock, packs, server};

/// Options of `demo`.
#[derive(Args)]
pub(crate) struct Options {
    /// 监听地址，只能是本机
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// 示例人数
    #[arg(long, value_name = "人数", default_value_t = 2400, value_parser = clap::value_parser!(u32).range(120..=20_000))]
    people: u32,
    /// 随机种子：同一种子得到同一所大学
    #[arg(long, value_name = "数字", default_value_t = 2022)]
    seed: u64,
    /// 只生成数据，不启动服务
    #[arg(long)]
    prepare_only: bool,
}

/// Makes the sample university if it is not there yet, and serves it.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    if !options.listen.ip().is_loopback() {
        return Err(Failure::new(
            "示例大学可以不用密码以任何人的身份登录，所以只在本机开放。没有启动。\
             请用 --listen 127.0.0.1:端口；正式使用请用 xueshi serve。",
        ));
    }
    // Data alone need no port.
    let listening = if options.prepare_only { None } else { Some(server::listen(options.listen).await?) };
    let address = listening.as_ref().map_or(options.listen, |(_, address)| *address);
    demo::marker::clear_unfinished(&place)?;
    let is_ready = demo::marker::is_ready(&place);
    let setting = Setting {
        pack_name: packs::sample_name(&packs::library()),
        base_url: format!("http://{address}"),
        // The certificates of the sample university prove nothing, so this machine's own address will do.
        is_address_public: true,
        issuer: "示例大学".to_owned(),
        is_demo: true,
    };
    let app = installation::open(&place, setting).await?;
    let standing = actions::sessions::demo_standing(&app).await?;
    demo::marker::fits(standing, is_ready)?;
    if standing == DemoStanding::Empty {
        // A folder that was ready for another database begins anew with this one.
        demo::marker::begin(&place)?;
        let size = Size { people: options.people, seed: options.seed };
        demo::fill(&app, size, clock::now()).await?;
        demo::marker::finish(&place)?;
    }
    let Some((listener, address)) = listening else { return Ok(ExitCode::SUCCESS) };
    println!("示例大学已就绪。在浏览器打开 http://{address}/demo，选一个人登录，不用密码。按 Ctrl+C 停止。");
    server::serve(app, listener, true).await?;
    Ok(ExitCode::SUCCESS)
}
