//! `xueshi serve`: the service for an institution.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;

use crate::cli::Place;
use crate::failure::Failure;
use crate::installation::{self, Setting};
use crate::{packs, server};

/// Options of `serve`.
#[derive(Args)]
pub(crate) struct Options {
    /// 监听地址
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8080", env = "XUESHI_LISTEN")]
    listen: SocketAddr,
    /// 使用者看到的网址（邀请链接和证书二维码用它），例如 https://xueshi.example.edu.cn
    #[arg(long, value_name = "网址", env = "XUESHI_BASE_URL")]
    base_url: Option<String>,
    /// 学时标准的名称；含示例数字的标准必须在这里写明才会启用
    #[arg(long, value_name = "名称", env = "XUESHI_PACK")]
    pack: Option<String>,
    /// 证书的签发单位
    #[arg(long, value_name = "单位", default_value = installation::DEFAULT_ISSUER, env = "XUESHI_ISSUER")]
    issuer: String,
}

/// Serves until asked to stop.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let library = packs::library();
    let pack_name = options.pack.clone().unwrap_or_else(|| packs::DEFAULT.to_owned());
    let pack = packs::load(&library, &pack_name)?;
    if pack.is_sample() && options.pack.is_none() {
        return Err(Failure::new(format!(
            "学时标准“{pack_name}”含有示例数字，不能默认用于正式认定。没有启动，数据没有改动。\
             确实要用，请写明 --pack {pack_name}。"
        )));
    }
    let (listener, address) = server::listen(options.listen).await?;
    let base_url = options.base_url.unwrap_or_else(|| format!("http://{address}"));
    let setting = Setting {
        pack_name,
        base_url: base_url.trim_end_matches('/').to_owned(),
        issuer: options.issuer,
        is_demo: false,
    };
    let app = installation::open(&place, setting).await?;
    server::serve(app, listener, false).await?;
    Ok(ExitCode::SUCCESS)
}
