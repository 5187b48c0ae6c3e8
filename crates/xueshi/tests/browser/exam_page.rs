//! The page of an examination, as stories about it use it: choosing, going away and coming back, time that passes.

use std::time::{Duration, Instant};

use serde_json::json;
use thirtyfour::prelude::*;

use super::page::Page;
use super::program::Program;
use super::this_year;

const WAIT: Duration = Duration::from_secs(20);

/// Begins the examination of the year. Gives the path of the paper.
pub(crate) async fn begin(page: &Page) -> String {
    page.open(&format!("/exams/{}", this_year())).await;
    page.expect("都有完整的 60 分钟").await;
    page.press("form[action$='/attempts'] button").await;
    page.path().await
}

/// Lets the page reach the service or not, by a fault that no browser calls being offline; it counts how often it tries.
pub(crate) async fn reach(page: &Page, is_there: bool) {
    let script = if is_there {
        "window.fetch = window.reached"
    } else {
        "window.tries = 0; window.reached = window.fetch; \
         window.fetch = () => { window.tries += 1; return Promise.reject(new TypeError('unreachable')); };"
    };
    page.run(script).await;
}

/// Waits until the page has tried so many times more.
pub(crate) async fn tries(page: &Page, more: u64) {
    let before = page.run("return window.tries").await.as_u64().expect("a number");
    page.until(&format!("return String(window.tries >= {})", before + more), "true").await;
}

/// Lets the page wait so many times less than it means to from now on.
pub(crate) async fn hurry(page: &Page, times: u32) {
    let script = format!(
        "window.patient ??= window.setTimeout; \
         window.setTimeout = (act, time) => window.patient(act, time / {times});"
    );
    page.run(&script).await;
}

/// The end of the paper is now. The page learns it from the clock on the wall alone, as when a laptop was closed meanwhile.
pub(crate) async fn let_an_hour_pass(page: &Page, program: &Program, paper: &str) {
    let id = paper.rsplit('/').next().expect("an identifier");
    let now = format!("{} * 1000", program.this_second());
    let passed =
        format!("UPDATE exam_attempt SET started_at = started_at - ends_at + {now}, ends_at = {now} WHERE id = '{id}'");
    assert_eq!(testkit::run(&program.database_url(), &passed).await, 1);
    page.run("const now = Date.now; Date.now = () => now() + 60 * 60 * 1000").await;
}

/// A paper is a minute older than its page knows: whatever that has waits as long.
pub(crate) async fn a_minute_passes(program: &Program, paper: &str) {
    let id = paper.rsplit('/').next().expect("an identifier");
    let passed = format!("UPDATE exam_attempt SET started_at = started_at - 60000 WHERE id = '{id}'");
    assert_eq!(testkit::run(&program.database_url(), &passed).await, 1);
}

/// The end of the paper was a minute ago, with its grace.
pub(crate) async fn end_long_ago(program: &Program, paper: &str) {
    let id = paper.rsplit('/').next().expect("an identifier");
    let then = format!("({} - 60) * 1000", program.this_second());
    let passed = format!(
        "UPDATE exam_attempt SET started_at = started_at - ends_at + {then}, ends_at = {then} WHERE id = '{id}'"
    );
    assert_eq!(testkit::run(&program.database_url(), &passed).await, 1);
}

/// Lets the clock on the wall go on until a little less than so many minutes of the hour are left.
pub(crate) async fn let_minutes_be_left(page: &Page, minutes: u32) {
    let script = format!(
        "window.wall ??= Date.now; \
         Date.now = () => window.wall() + (60 - {minutes}) * 60 * 1000"
    );
    page.run(&script).await;
}

/// Waits until the time has handed a paper in, whatever the page before us does.
pub(crate) async fn is_handed_in(page: &Page, paper: &str) {
    let script = format!(
        "const done = arguments[0]; const look = () => window.reached('{paper}/result').then(reply => reply.text()).then(text => \
         text.includes('到时自动交卷）') ? done(true) : window.patient(look, 200)); look();"
    );
    // The browser gives a script half a minute.
    assert_eq!(page.wait_for(&script).await, json!(true));
}

/// Chooses the first option of a question.
pub(crate) async fn choose(page: &Page, place: usize) {
    choose_option(page, place, 0).await;
}

pub(crate) async fn choose_option(page: &Page, place: usize, option: usize) {
    page.run(&format!("document.querySelectorAll('[data-place=\"{place}\"] input')[{option}].click()")).await;
}

/// Which option of a question is chosen.
pub(crate) async fn chosen(page: &Page, place: usize) -> u64 {
    let script = format!("return Number(document.querySelector('[data-place=\"{place}\"] input:checked').value)");
    page.run(&script).await.as_u64().expect("an option")
}

/// Waits until the page says of a question that it is saved.
pub(crate) async fn is_saved(page: &Page, place: usize) {
    let script = format!("return document.querySelector('[data-place=\"{place}\"] [data-state]').textContent");
    page.until(&script, "已保存").await;
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

/// Takes the network away from the page, or gives it back.
pub(crate) async fn network(driver: &WebDriver, is_there: bool) {
    conditions(driver, is_there, 0).await;
}

/// Everything that the page asks for comes so many milliseconds later from now on.
pub(crate) async fn slow_network(driver: &WebDriver, latency: u32) {
    conditions(driver, true, latency).await;
}

async fn conditions(driver: &WebDriver, is_there: bool, latency: u32) {
    let cdp = driver.cdp();
    cdp.send_raw("Network.enable", json!({})).await.expect("the browser's tools");
    let conditions =
        json!({ "offline": !is_there, "latency": latency, "downloadThroughput": -1, "uploadThroughput": -1 });
    cdp.send_raw("Network.emulateNetworkConditions", conditions).await.expect("a network");
}
