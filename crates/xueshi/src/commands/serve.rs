//! `xueshi serve`: the service for an institution.

use std::net::SocketAddr;
use std::process::ExitCode;

use clap::Args;
use domain::clock::shanghai_date;

use crate::cli::Place;
use crate::clock;
use crate::failure::Failure;
use crate::installation::{self, Setting};
use crate::server;

/// Options of `serve`.
#[derive(Args)]
pub(crate) struct Options {
    /// 监听地址
    #[arg(long, value_name = "地址", default_value = "127.0.0.1:8080", env = "XUESHI_LISTEN")]
    listen: SocketAddr,
    /// The address that people see.
    #[arg(
        long,
        value_name = "网址",
        env = "XUESHI_BASE_URL",
        help = "使用者看到的网址（邀请链接和证书二维码用它），例如 https://xueshi.example.edu.cn"
    )]
    base_url: Option<String>,
    /// 启用哪个学时标准，以后的命令都照它；不写则用上次启用的，第一次为 guet-2022。含示例数字的标准必须在这里写明才会启用
    #[arg(long, value_name = "名称", env = "XUESHI_PACK")]
    pack: Option<String>,
    /// 证书的签发单位；不写为桂林电子科技大学
    #[arg(long, value_name = "单位", env = "XUESHI_ISSUER", value_parser = issuer)]
    issuer: Option<String>,
}

/// Serves until asked to stop.
pub(crate) async fn run(place: Place, options: Options) -> Result<ExitCode, Failure> {
    let given = options.base_url.as_deref().map(base_url).transpose()?;
    if given.is_none() && !options.listen.ip().is_loopback() {
        return Err(Failure::new(format!(
            "监听 {} 会让别的机器访问，但没有写明对外的网址，证书上的二维码和邀请链接在别处打不开。没有启动，数据没有改动。\
             请加上 --base-url，例如 --base-url https://xueshi.example.edu.cn。",
            options.listen
        )));
    }
    let (listener, address) = server::listen(options.listen).await?;
    let is_address_public = given.as_deref().is_some_and(|url| !is_this_machine(url));
    let base_url = given.unwrap_or_else(|| format!("http://{address}"));
    warn(&base_url, is_address_public);
    if options.issuer.is_none() {
        eprintln!(
            "注意：没有用 --issuer 写明签发单位，证书上印的是“{}”；证书生成以后不能改。",
            installation::DEFAULT_ISSUER
        );
    }
    let setting = Setting {
        pack: options.pack.clone(),
        base_url,
        is_address_public,
        issuer: options.issuer.unwrap_or_else(|| installation::DEFAULT_ISSUER.to_owned()),
        ..Setting::default()
    };
    let app = installation::open(&place, setting).await?;
    installation::is_not_the_sample(&app).await?;
    installation::put_in_force(&app).await?;
    if let Some(pack) = actions::policies::out_of_time(&app, shanghai_date(clock::now())) {
        eprintln!("注意：{}{}", pack.what, pack.next);
    }
    server::serve(app, listener, false).await?;
    Ok(ExitCode::SUCCESS)
}

/// A name that can stand under a certificate.
fn issuer(given: &str) -> Result<String, String> {
    let name = given.trim();
    if name.chars().any(char::is_alphanumeric) {
        return Ok(name.to_owned());
    }
    Err("请写学校或单位的名称。".to_owned())
}

/// An address that links can begin with.
pub(super) fn base_url(given: &str) -> Result<String, Failure> {
    let address = given.trim().trim_end_matches('/');
    let host = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    let is_whole = host.is_some_and(|host| !host.is_empty() && !host.contains([' ', '/', '?', '#']));
    if is_whole && !host.is_some_and(|host| host.starts_with("0.0.0.0") || host.starts_with("[::]")) {
        return Ok(address.to_owned());
    }
    Err(Failure::new(format!(
        "--base-url “{given}”不是别人能打开的网址。什么也没有做，数据没有改动。请写完整，后面不带路径，例如 https://xueshi.example.edu.cn。"
    )))
}

/// Whether the address leads whoever opens it elsewhere to their own machine.
pub(super) fn is_this_machine(base_url: &str) -> bool {
    let (_, rest) = base_url.split_once("://").unwrap_or(("", base_url));
    web::is_loopback(rest.split('/').next().unwrap_or_default())
}

/// What works less well than it could, said once at the start.
fn warn(base_url: &str, is_address_public: bool) {
    if !is_address_public {
        eprintln!(
            "注意：没有用 --base-url 写明别的机器打得开的网址，这次启动不能生成证书，因为证书上的网址在别处打不开。"
        );
    }
    if is_address_public && !base_url.starts_with("https://") {
        eprintln!("注意：--base-url 不是 https，登录凭证会不加密地传输。正式使用请在前面放一个带 TLS 的反向代理。");
    }
}

#[cfg(test)]
mod tests {
    use super::{base_url, is_this_machine};

    #[test]
    fn an_address_of_this_machine_is_told_from_one_for_others() {
        for own in ["http://127.0.0.1:8080", "http://localhost", "https://[::1]:8443/xueshi", "http://a.localhost:1"] {
            assert!(is_this_machine(own), "{own}");
        }
        for other in ["https://xueshi.example.edu.cn", "http://10.0.0.5:8080", "http://localhost.example.edu.cn/a"] {
            assert!(!is_this_machine(other), "{other}");
        }
    }

    #[test]
    fn only_an_address_that_others_can_open_is_taken() {
        assert_eq!(base_url("https://xueshi.example.edu.cn/").expect("whole"), "https://xueshi.example.edu.cn");
        for wrong in
            ["", "xueshi.example.edu.cn", "https://", "ftp://a", "http://0.0.0.0:8080", "https://a b", "https://a.cn/b"]
        {
            assert!(base_url(wrong).is_err(), "{wrong}");
        }
    }
}
