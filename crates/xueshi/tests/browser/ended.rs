//! A lesson in a real browser in which nothing counts any more: its page says why and what was not taken, asks no further, and
//! lets whoever wants to go on looking. One whose session has ended goes on once its person has signed in again.

use thirtyfour::{WebDriver, WindowHandle};

use super::outage::{counted, counts, nothing_waits, pause, play_to, uncounted};
use super::sample::{at_sample, clock_says, open_lesson};

const FILM: &str = "一分钟看懂";

/// Goes to a new tab; gives the window that was there before.
async fn another_tab(driver: &WebDriver) -> WindowHandle {
    let first = driver.window().await.expect("a window");
    let second = driver.new_tab().await.expect("a tab");
    driver.switch_to_window(second).await.expect("the tab");
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn after_the_last_day_a_film_plays_on_and_nothing_counts() {
    at_sample(|page, _driver, program| async move {
        open_lesson(&page, "审批人", "", FILM).await;
        let over = "UPDATE training_year SET closes = opens";
        assert!(testkit::run(&program.database_url(), over).await > 0);
        play_to(&page, 1.0).await;
        clock_says(&page, "现在学习不计时间").await;
        clock_says(&page, "内容还可以看").await;
        play_to(&page, 2.0).await;
        nothing_waits(&page).await;
        assert_eq!((counted(&page).await.as_str(), page.count("[data-uncounted] li").await), ("0 秒", 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_played_of_a_lesson_that_was_withdrawn_meanwhile_is_told_and_listed() {
    at_sample(|page, _driver, program| async move {
        open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 2.5).await;
        let withdrawn = "UPDATE course SET published_at = NULL";
        assert!(testkit::run(&program.database_url(), withdrawn).await > 0);
        pause(&page).await;
        clock_says(&page, "这一课刚刚停用").await;
        clock_says(&page, "秒还没有记录，没有计入").await;
        uncounted(&page, "没有被服务器收下").await;
        nothing_waits(&page).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_another_device_takes_over_while_it_plays_says_how_much_of_it_was_not_taken() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 2.5).await;
        let first = another_tab(&driver).await;
        page.open(&lesson).await;
        // Windows of another device hear nothing of each other.
        page.run("BroadcastChannel.prototype.postMessage = () => {}").await;
        play_to(&page, 0.2).await;
        driver.switch_to_window(first).await.expect("the first window");
        play_to(&page, 6.0).await;
        pause(&page).await;
        clock_says(&page, "另一个窗口").await;
        clock_says(&page, "秒还没有记录，没有计入").await;
        uncounted(&page, "没有被服务器收下").await;
        nothing_waits(&page).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_windows_of_one_browser_the_first_keeps_what_was_played_in_it_and_is_told_at_once() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 2.5).await;
        let first = another_tab(&driver).await;
        page.open(&lesson).await;
        play_to(&page, 0.2).await;
        pause(&page).await;
        nothing_waits(&page).await;
        let known = counted(&page).await;
        let known: f64 = known.trim_end_matches(" 秒").parse().expect("seconds");
        assert!(known >= 2.0, "what was played in the first counts: {known}");
        driver.switch_to_window(first).await.expect("the first window");
        clock_says(&page, "另一个窗口").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_whose_window_is_hidden_is_told_that_another_has_it_and_loses_nothing() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "专任教师", "研修资料选读", "研修资料（PDF）").await;
        clock_says(&page, "正在计时").await;
        let pending = "return document.querySelector('[data-pending]').textContent";
        page.until(pending, "正在记录").await;
        let first = another_tab(&driver).await;
        page.open(&lesson).await;
        clock_says(&page, "正在计时").await;
        driver.switch_to_window(first).await.expect("the first window");
        clock_says(&page, "另一个窗口").await;
        nothing_waits(&page).await;
        assert_eq!(page.count("[data-uncounted] li").await, 0, "what was read in it counts");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_played_while_nobody_is_signed_in_counts_after_signing_in_again_in_another_tab() {
    at_sample(|page, driver, _program| async move {
        open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 1.0).await;
        page.forget_session().await;
        play_to(&page, 2.0).await;
        let left = pause(&page).await;
        clock_says(&page, "登录已过期，正在重试").await;
        let first = another_tab(&driver).await;
        page.become_one("审批人").await;
        driver.switch_to_window(first).await.expect("the first window");
        nothing_waits(&page).await;
        clock_says(&page, "已暂停").await;
        counts(&page, &[(0.0, left)]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_played_while_nobody_was_signed_in_was_not_taken_and_is_not_told_as_if_it_might_have_been() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 1.0).await;
        page.forget_session().await;
        play_to(&page, 2.5).await;
        pause(&page).await;
        clock_says(&page, "登录已过期，正在重试").await;
        // Its next try comes after the other tab has taken the lesson over, however long that takes here.
        let signed_out = "const ask = window.fetch; window.letGo = () => { window.fetch = ask; }; window.fetch = (url, options) => \
             String(url).endsWith('/beats') ? Promise.resolve(new Response('', { status: 401 })) : ask(url, options)";
        page.run(signed_out).await;
        let first = another_tab(&driver).await;
        page.become_one("审批人").await;
        page.open(&lesson).await;
        play_to(&page, 0.2).await;
        driver.switch_to_window(first).await.expect("the first window");
        page.run("window.letGo()").await;
        clock_says(&page, "另一个窗口").await;
        clock_says(&page, "秒还没有记录，没有计入").await;
        let told = page.run("return document.querySelector('[data-state]').textContent").await;
        assert!(!told.as_str().is_some_and(|told| told.contains("等到答复")), "{told}");
        uncounted(&page, "没有被服务器收下").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_that_the_browser_cannot_play_says_so() {
    at_sample(|page, _driver, _program| async move {
        open_lesson(&page, "审批人", "", FILM).await;
        page.run("document.querySelector('video').src = '/assets/mark.svg'").await;
        clock_says(&page, "影片放不出来").await;
    })
    .await;
}
