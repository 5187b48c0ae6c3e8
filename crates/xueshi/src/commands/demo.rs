//! `xueshi demo`: the sample university, made on the first start and served on this machine only.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;

use crate::cli::Place;
use crate::demo::marker::{self, Folder, Mark};
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
    /// 示例人数，120 至 20000
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
    let (folder, mark) = claim(&place).await?;
    let size = Size::new(options.people, options.seed);
    let base_url = format!("http://{address}");
    let setting = Setting {
        pack: Some(packs::sample_name(&packs::library(&place)?)),
        base_url: base_url.clone(),
        // The certificates of the sample university prove nothing, so this machine's own address will do.
        is_address_public: true,
        issuer: "示例大学".to_owned(),
        is_demo: true,
        waits_for_disk: true,
    };
    let folder = match mark {
        Some(mark) => make(&place, mark, setting.clone(), size).await?,
        None => folder,
    };
    let app = installation::open(&place, setting).await?;
    marker::fits(actions::sessions::demo_standing(&app).await?, &folder)?;
    let Some((listener, address)) = listening else { return Ok(ExitCode::SUCCESS) };
    if let Folder::Ready { address } = folder {
        tell_of_codes(&address, &base_url);
    }
    println!("示例大学已就绪。在浏览器打开 http://{address}/demo，选一个人登录，不用密码。按 Ctrl+C 停止。");
    server::serve(app, listener, true).await?;
    Ok(ExitCode::SUCCESS)
}

/// Makes sure that the folder is a demo's own: a finished one, or an empty one that is marked now.
async fn claim(place: &Place) -> Result<(Folder, Option<Mark>), Failure> {
    match marker::look(place)? {
        Folder::Foreign => Err(marker::foreign(place)),
        ready @ Folder::Ready { .. } => Ok((ready, None)),
        Folder::Empty => Ok((Folder::Empty, Some(marker::begin(place)?))),
        Folder::Begun => {
            let mark = marker::begin(place)?;
            marker::clear_unfinished(&mark, place).await?;
            Ok((Folder::Empty, Some(mark)))
        }
    }
}

/// Makes the sample university in an empty folder. Nothing waits for the disk until all is there: a half-made one is
/// thrown away in any case.
async fn make(place: &Place, mark: Mark, setting: Setting, size: Size) -> Result<Folder, Failure> {
    let address = setting.base_url.clone();
    let opened = installation::open(place, Setting { waits_for_disk: false, ..setting }).await;
    let app = opened.inspect_err(|_| marker::withdraw(place))?;
    marker::fits(actions::sessions::demo_standing(&app).await?, &Folder::Empty)?;
    demo::fill(&app, size, clock::now()).await?;
    app.close().await;
    marker::finish(mark, place, &address)?;
    Ok(Folder::Ready { address })
}

/// Certificates are never changed, so their codes go on leading to where the sample university was made.
fn tell_of_codes(made_at: &str, served_at: &str) {
    if made_at != served_at {
        eprintln!(
            "注意：示例证书上的二维码指向生成时的网址 {made_at}，这次的网址是 {served_at}，扫码打不开；页面里的“核验页”不受影响。"
        );
    }
}
