//! The parts of a film that do not count yet, in a real browser: named as times that lead there, and gone when they count.

use super::outage::{nothing_waits, pause, play_to};
use super::page::Page;
use super::sample::{at_sample, open_lesson};

const STANDING: &str = "return document.querySelector('[data-standing]').textContent.trim()";
const NAMED: &str = "return [...document.querySelectorAll('[data-missing-list] button')].map(one => one.textContent)";

async fn named(page: &Page) -> Vec<String> {
    serde_json::from_value(page.run(NAMED).await).expect("times")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_of_a_film_is_named_and_leads_there() {
    at_sample(|page, _driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", "一分钟看懂").await;
        assert_eq!(page.run(STANDING).await, "未开始");
        assert_eq!(page.count("[data-missing]:not([hidden])").await, 0, "nobody is told that all of it is missing");
        play_to(&page, 1.2).await;
        page.run("document.querySelector('video').currentTime = 40").await;
        play_to(&page, 42.2).await;
        pause(&page).await;
        nothing_waits(&page).await;
        assert_eq!(page.run(STANDING).await, "学习中", "without being loaded anew");
        // How far the film came before it was told to jump or to pause is the browser's affair, and on a busy machine it
        // begins a moment later than it was told to.
        let parts = named(&page).await;
        assert!(parts.len() >= 2 && parts.last().is_some_and(|last| last.ends_with("–01:00")), "{parts:?}");

        page.open(&lesson).await;
        assert_eq!(named(&page).await, parts, "the server knows the same");
        page.tick("[data-missing-list] button").await;
        let there = "return String(document.querySelector('video').currentTime < 5)";
        page.until(there, "true").await;
        play_to(&page, 4.2).await;
        pause(&page).await;
        nothing_waits(&page).await;
        let left = named(&page).await;
        assert!(left != parts && left.last() == parts.last(), "less of it is missing, and the end still is: {left:?}");
    })
    .await;
}
