//! The parts of a film that do not count yet, in a real browser: named as times that lead there, and gone when they count.

use super::outage::{nothing_waits, pause, play_to};
use super::page::Page;
use super::sample::{at_sample, open_lesson};

const STANDING: &str = "return document.querySelector('[data-standing]').textContent.trim()";
const NAMED: &str = "return [...document.querySelectorAll('[data-missing-list] button')].map(one => one.textContent)";

/// The parts that are named, from second to second.
async fn named(page: &Page) -> Vec<(u32, u32)> {
    let times: Vec<String> = serde_json::from_value(page.run(NAMED).await).expect("times");
    let seconds = |clock: &str| {
        let (minutes, seconds) = clock.split_once(':')?;
        Some(minutes.parse::<u32>().ok()? * 60 + seconds.parse::<u32>().ok()?)
    };
    let part = |time: &String| {
        let (from, to) = time.split_once('–')?;
        Some((seconds(from)?, seconds(to)?))
    };
    times.iter().map(|time| part(time).unwrap_or_else(|| panic!("{time} is no part of a film"))).collect()
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
        // begins a moment later than it was told to; but it is one part before the jump, and one behind it.
        let parts = named(&page).await;
        let [(first, jumped), (left, end)] = parts[..] else { panic!("{parts:?}") };
        assert!((1..20).contains(&first) && (40..=42).contains(&jumped), "{parts:?}");
        assert!((42..60).contains(&left) && end == 60, "{parts:?}");

        page.open(&lesson).await;
        assert_eq!(named(&page).await, parts, "the server knows the same");
        page.tick("[data-missing-list] button").await;
        let there = "return String(document.querySelector('video').currentTime < 5)";
        page.until(there, "true").await;
        play_to(&page, 4.2).await;
        pause(&page).await;
        nothing_waits(&page).await;
        let fewer = named(&page).await;
        assert!(fewer.len() == 2 && fewer[0].0 > first && fewer[0].1 == jumped, "less of it is missing: {fewer:?}");
        assert_eq!(fewer[1], parts[1], "and the end still is");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_part_of_less_than_a_second_is_named_only_when_nothing_longer_is_missing() {
    at_sample(|page, _driver, _program| async move {
        open_lesson(&page, "审批人", "", "一分钟看懂").await;
        for (gaps, parts) in [
            ("[[1000, 5000], [7000, 7900], [9000, 60000]]", vec![(1, 5), (9, 60)]),
            ("[[7000, 7900], [9100, 9900]]", vec![(7, 8), (9, 10)]),
        ] {
            let show = "new Missing(document.querySelector('[data-missing]'), GAPS, () => {}).show(true)";
            page.run(&show.replace("GAPS", gaps)).await;
            assert_eq!(named(&page).await, parts);
        }
    })
    .await;
}
