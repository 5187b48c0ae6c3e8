//! A headless Chromium for one test, started through chromedriver and ended with it.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;
use thirtyfour::{ChromiumLikeCapabilities, LoggingPrefsLogLevel};

const FLAGS: [&str; 11] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--lang=zh-CN",
    "--window-size=1280,2000",
];

/// Runs a story in a browser of its own, and gives what it gives. When it fails, the page it was on is printed.
pub(crate) async fn browse<Story, Running>(story: Story) -> Running::Output
where
    Story: FnOnce(WebDriver) -> Running,
    Running: Future + Send + 'static,
    Running::Output: Send,
{
    let profile = tempfile::tempdir().expect("a temporary folder");
    let starter = Starter::new();
    let mut capabilities = DesiredCapabilities::chrome();
    for flag in FLAGS {
        capabilities.add_arg(flag).expect("a flag");
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display())).expect("a flag");
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::Severe).expect("a log level");
    let driver = WebDriver::new(starter.address(), capabilities).await.expect("a browser session");
    let outcome = tokio::spawn(story(driver.clone())).await;
    if outcome.is_err() {
        let address = driver.current_url().await.map(|url| url.to_string()).unwrap_or_default();
        let body = driver.find(By::Tag("body")).await;
        let text = match body {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(error) => error.to_string(),
        };
        eprintln!("the story ended on {address}:\n{text}");
    }
    driver.quit().await.expect("the browser ends");
    match outcome {
        Ok(given) => given,
        Err(failure) => std::panic::resume_unwind(failure.into_panic()),
    }
}

struct Starter {
    process: Child,
    port: u16,
}

impl Starter {
    fn new() -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let port = listener.local_addr().expect("its number").port();
        drop(listener);
        let process = Command::new("chromedriver")
            .arg(format!("--port={port}"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed: cargo xtask test does that");
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(30), "chromedriver does not answer");
            std::thread::yield_now();
        }
        Starter { process, port }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Starter {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
