//! An examination in a real browser while the network goes away, and another window and another device take over: no
//! answer is lost, and the page says at every moment what is saved.

use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::prelude::*;

use super::page::Page;
use super::program::Program;
use super::this_year;

const WAIT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_network_loses_no_answer_and_another_window_or_device_takes_over() {
    let program = Program::on_sqlite();
    let served = program.serve_sample();
    super::chromium::browse(|driver| async move {
        let page = Page::new(driver.clone(), served.address());
        let person = page.become_one("可以参加公需科目考试").await;
        page.open(&format!("/exams/{}", this_year())).await;
        page.expect("都有完整的 60 分钟").await;
        page.press("form[action$='/attempts'] button").await;
        let paper = page.path().await;

        choose(&page, 0).await;
        state(&page, "已保存").await;
        network(&driver, false).await;
        choose(&page, 1).await;
        state(&page, "网络断开").await;
        choose(&page, 2).await;
        network(&driver, true).await;
        state(&page, "已保存").await;

        let first = driver.window().await.expect("a window");
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second).await.expect("the tab");
        page.open(&paper).await;
        assert_eq!(page.count("input:checked").await, 3, "every answer is there");
        choose(&page, 3).await;
        state(&page, "已保存").await;
        driver.switch_to_window(first).await.expect("the first window");
        choose(&page, 4).await;
        state(&page, "这里不能再作答").await;
        page.expect("试卷已在另一个窗口或设备上打开").await;

        page.take_another_device(&person).await;
        page.open(&paper).await;
        assert_eq!(page.count("input:checked").await, 4, "what was saved is there on another device");
        choose(&page, 5).await;
        state(&page, "已保存").await;

        page.open(&format!("{paper}/submission")).await;
        page.expect("还有 15 题没有作答").await;
        page.press("form[action$='/submission'] button").await;
        page.expect("本人交卷").await;
        page.open(&paper).await;
        assert!(page.path().await.ends_with("/result"), "the back button opens no paper");
        drop(program);
    })
    .await;
}

/// Chooses the first option of a question.
async fn choose(page: &Page, place: usize) {
    page.run(&format!("document.querySelector('[data-place=\"{place}\"] input').click()")).await;
}

/// Waits until the page says so.
pub(crate) async fn state(page: &Page, words: &str) {
    let begun = Instant::now();
    loop {
        let said = page.run("return document.getElementById('state').textContent").await;
        let said = said.as_str().unwrap_or_default().to_owned();
        if said.contains(words) {
            return;
        }
        assert!(begun.elapsed() < WAIT, "the page says “{said}”, not “{words}”");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn network(driver: &WebDriver, is_there: bool) {
    let cdp = driver.cdp();
    cdp.send_raw("Network.enable", json!({})).await.expect("the browser's tools");
    let conditions = json!({ "offline": !is_there, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
    cdp.send_raw("Network.emulateNetworkConditions", conditions).await.expect("a network");
}
