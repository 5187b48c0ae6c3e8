//! A lesson in a real browser whose network goes away: what was played is kept by its page and counts when the network is back,
//! once, as far as it was played; and the page stops by itself before more is played than can count.

use super::exam_page::network;
use super::page::Page;
use super::sample::{at_sample, clock_says, open_lesson};

const FILM: &str = "一分钟看懂";
/// Seconds by which the film's own reports are apart, and the moment at which it stands still is not known.
const INEXACT: f64 = 0.6;
const FRAME: f64 = 0.1;

#[tokio::test(flavor = "multi_thread")]
async fn what_is_played_while_the_network_is_away_counts_when_it_is_back_and_what_was_jumped_over_does_not() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 1.0).await;
        clock_says(&page, "正在计时").await;
        all_of_the_film_is_there(&page).await;
        network(&driver, false).await;
        play_to(&page, 3.0).await;
        let jumped = jump_to(&page, 40.0).await;
        clock_says(&page, "暂时连不上服务器").await;
        play_to(&page, 42.0).await;
        network(&driver, true).await;
        let left = pause(&page).await;
        nothing_waits(&page).await;
        counts(&page, &[(0.0, jumped), (40.0, left)]).await;

        // What the page says is what the server knows, and there the film goes on.
        page.open(&lesson).await;
        counts(&page, &[(0.0, jumped), (40.0, left)]).await;
        let place = "const [done] = arguments, film = document.querySelector('video'); \
             const look = () => film.currentTime > 0 ? done(film.currentTime) : setTimeout(look, 20); look();";
        let place = seconds(&page.wait_for(place).await);
        assert!((place - left).abs() < INEXACT, "left at {left}, and begun at {place}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_reply_counts_once_and_a_long_outage_stops_the_film_and_the_clock_of_a_text() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        lose_one_reply(&page).await;
        play_to(&page, 2.0).await;
        let paused = pause(&page).await;
        clock_says(&page, "暂时连不上服务器").await;
        page.run("dispatchEvent(new Event('online'))").await;
        clock_says(&page, "已暂停").await;
        // The reply that told what counts of it was lost, and the one to its repetition says so.
        page.until("return String(document.querySelectorAll('[data-bar] .fill').length)", "1").await;
        counts(&page, &[(0.0, paused)]).await;
        play_to(&page, 4.0).await;

        all_of_the_film_is_there(&page).await;
        network(&driver, false).await;
        let held = until_held(&page).await;
        clock_says(&page, "影片已暂停，免得多看的不能计入").await;
        page.run("document.querySelector('video').play()").await;
        page.until("return String(document.querySelector('video').paused)", "true").await;
        network(&driver, true).await;
        clock_says(&page, "已重新连上，断开时学过的已经补记。请点播放").await;
        assert!(is_paused(&page).await, "nobody may be there: it does not begin by itself");
        play_to(&page, held + 1.0).await;
        clock_says(&page, "正在计时").await;
        let left = pause(&page).await;
        nothing_waits(&page).await;
        page.open(&lesson).await;
        counts(&page, &[(0.0, left)]).await;

        open_lesson(&page, "专任教师", "研修资料选读", "研修资料（PDF）").await;
        clock_says(&page, "正在计时").await;
        network(&driver, false).await;
        hold_after(&page, 1_500).await;
        clock_says(&page, "计时已停下").await;
        network(&driver, true).await;
        clock_says(&page, "计时继续").await;
        let counted =
            "return parseInt(document.querySelector('[data-counted]').textContent) > 0 ? 'something' : 'nothing'";
        page.until(counted, "something").await;
        let pending = "return document.querySelector('[data-pending]').textContent";
        page.until(pending, "正在记录").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_have_counted_before_another_window_took_over_is_not_told_as_lost() {
    at_sample(|page, _driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        lose_one_reply(&page).await;
        play_to(&page, 2.0).await;
        let left = pause(&page).await;
        clock_says(&page, "暂时连不上服务器").await;
        page.run("return fetch(location.pathname + '/ticket', { method: 'POST' }).then(() => true)").await;
        page.run("dispatchEvent(new Event('online'))").await;
        clock_says(&page, "是否已经计入，刷新页面就能看到").await;
        assert_eq!(page.count("[data-uncounted] li").await, 0, "it is not listed as what was not taken");
        page.open(&lesson).await;
        counts(&page, &[(0.0, left)]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_did_not_count_is_told_though_the_reply_that_said_so_was_lost() {
    at_sample(|page, _driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        page.run("document.querySelector('video').playbackRate = 4").await;
        lose_one_reply(&page).await;
        play_to(&page, 10.0).await;
        pause(&page).await;
        clock_says(&page, "暂时连不上服务器").await;
        assert_eq!(page.count("[data-uncounted] li").await, 0, "nobody has heard of it");
        page.run("dispatchEvent(new Event('online'))").await;
        uncounted(&page, "播放快于实际经过的时间").await;
        let parts = "return [...document.querySelectorAll('[data-uncounted] strong')].map(part => part.textContent)";
        let told = page.run(parts).await;
        page.open(&lesson).await;
        assert_eq!(page.run(parts).await, told, "what the page says is what the server knows");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_played_while_a_beat_is_under_way_counts_when_the_page_is_left() {
    at_sample(|page, _driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        never_answer(&page).await;
        play_to(&page, 1.5).await;
        pause(&page).await;
        page.until("return String(window.underWay)", "true").await;
        play_to(&page, 4.0).await;
        let left = pause(&page).await;
        page.open("/courses").await;
        // It was sent as the page was left, and nobody waited for it.
        page.until(&counts_at_least(&lesson, left - INEXACT), "true").await;
        page.open(&lesson).await;
        counts(&page, &[(0.0, left)]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_film_waits_where_it_is_until_it_can_count() {
    at_sample(|page, _driver, _program| async move {
        open_lesson(&page, "审批人", "", FILM).await;
        hold_up(&page, "/ticket").await;
        page.run("const film = document.querySelector('video'); film.muted = true; film.play().catch(() => {})").await;
        clock_says(&page, "影片先等一等").await;
        assert!(is_paused(&page).await, "nothing is played that cannot count");
        page.run("window.letGo()").await;
        clock_says(&page, "正在计时").await;
        play_to(&page, 2.0).await;
        let left = pause(&page).await;
        nothing_waits(&page).await;
        counts(&page, &[(0.0, left)]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_beat_that_is_long_on_its_way_takes_no_time_from_what_is_played_meanwhile() {
    at_sample(|page, _driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", FILM).await;
        hold_up(&page, "/beats").await;
        play_to(&page, 1.0).await;
        pause(&page).await;
        play_to(&page, 6.0).await;
        page.run("window.letGo()").await;
        let left = pause(&page).await;
        nothing_waits(&page).await;
        assert_eq!(page.count("[data-uncounted] li").await, 0, "nobody is told that they played too fast");
        page.open(&lesson).await;
        counts(&page, &[(0.0, left)]).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_played_while_the_page_hangs_counts_and_what_is_jumped_over_afterwards_does_not() {
    at_sample(|page, _driver, _program| async move {
        open_lesson(&page, "审批人", "", FILM).await;
        play_to(&page, 0.5).await;
        all_of_the_film_is_there(&page).await;
        hang(&page).await;
        play_to(&page, 4.0).await;
        let paused = pause(&page).await;
        nothing_waits(&page).await;
        hang(&page).await;
        jump_to(&page, paused + 2.5).await;
        play_to(&page, paused + 3.5).await;
        let left = pause(&page).await;
        nothing_waits(&page).await;
        counts(&page, &[(0.0, paused), (paused + 2.5, left)]).await;
    })
    .await;
}

/// The page does nothing for three seconds: longer than any step between two looks at the film.
async fn hang(page: &Page) {
    page.run("const end = performance.now() + 3000; while (performance.now() < end);").await;
}

/// What the page says there does not reach the server until it is let go.
async fn hold_up(page: &Page, path: &str) {
    let script = format!(
        "const ask = window.fetch, gone = new Promise(done => {{ window.letGo = done; }}); \
         window.fetch = async (url, options) => {{ if (String(url).endsWith('{path}')) await gone; return ask(url, options); }}"
    );
    page.run(&script).await;
}

/// No beat that is sent by itself reaches the server, nor does any answer the page.
async fn never_answer(page: &Page) {
    let script = "const ask = window.fetch; window.fetch = (url, options) => { \
         if (!String(url).endsWith('/beats') || options.body.includes('\"beats\"')) return ask(url, options); \
         window.underWay = true; return new Promise(() => {}); }";
    page.run(script).await;
}

/// Whether the server says that so many seconds of a lesson count.
fn counts_at_least(lesson: &str, seconds: f64) -> String {
    format!(
        "const ask = new XMLHttpRequest(); ask.open('GET', '{lesson}', false); ask.send(); \
         return String(Number(/data-credited=\"(\\d+)\"/.exec(ask.responseText)[1]) >= {})",
        seconds * 1_000.0
    )
}

/// A network that goes away while the film still comes would stop it, which is another story.
async fn all_of_the_film_is_there(page: &Page) {
    let script = "const film = document.querySelector('video'), has = film.buffered; \
         return String(has.length > 0 && has.end(has.length - 1) > film.duration - 1)";
    page.until(script, "true").await;
}

/// Plays the film until it is there, in seconds.
pub(crate) async fn play_to(page: &Page, seconds: f64) {
    let script = format!(
        "const [done] = arguments, film = document.querySelector('video'); film.muted = true; \
         film.addEventListener('timeupdate', () => {{ if (film.currentTime >= {seconds}) done(film.currentTime); }}); film.play();"
    );
    page.wait_for(&script).await;
}

/// Jumps while it plays; gives the second from which.
async fn jump_to(page: &Page, second: f64) -> f64 {
    let script = format!(
        "const film = document.querySelector('video'), from = film.currentTime; film.currentTime = {second}; return from"
    );
    seconds(&page.run(&script).await)
}

/// Stops the film; gives the second at which it stands.
pub(crate) async fn pause(page: &Page) -> f64 {
    seconds(&page.run("const film = document.querySelector('video'); film.pause(); return film.currentTime").await)
}

async fn is_paused(page: &Page) -> bool {
    page.run("return document.querySelector('video').paused").await == true
}

/// Waits until the film was stopped because nothing gets through; gives the second at which it stands.
async fn until_held(page: &Page) -> f64 {
    hold_after(page, 1_500).await;
    page.until("return String(document.querySelector('video').paused)", "true").await;
    seconds(&page.run("return document.querySelector('video').currentTime").await)
}

/// The server says how much may be played while it does not answer: nobody here waits for a minute and a half.
async fn hold_after(page: &Page, milliseconds: u32) {
    page.run(&format!("document.querySelector('[data-lesson]').dataset.unheardMost = '{milliseconds}'")).await;
}

/// The server takes the next beat, and its reply is lost on the way.
async fn lose_one_reply(page: &Page) {
    let script = "const ask = window.fetch; window.fetch = async (url, options) => { const answer = await ask(url, options); \
         if (!String(url).endsWith('/beats')) return answer; window.fetch = ask; throw new TypeError('lost'); }";
    page.run(script).await;
}

pub(crate) async fn nothing_waits(page: &Page) {
    page.until("return document.querySelector('[data-pending]').textContent || 'nothing'", "nothing").await;
}

/// What counts, as the page says it.
pub(crate) async fn counted(page: &Page) -> String {
    let counted = page.run("return document.querySelector('[data-counted]').textContent").await;
    counted.as_str().expect("words").to_owned()
}

/// Waits until the list of what does not count says this.
pub(crate) async fn uncounted(page: &Page, words: &str) {
    page.until("return document.querySelector('[data-uncounted]').textContent", words).await;
}

/// These stretches count, from second to second, and nothing was called uncounted.
pub(crate) async fn counts(page: &Page, expected: &[(f64, f64)]) {
    let script = "const length = Number(document.querySelector('[data-lesson]').dataset.length) / 1000; \
         const share = (bar, name) => parseFloat(bar.getAttribute(name)) / 100 * length; \
         return [...document.querySelectorAll('[data-bar] .fill')].map(bar => [share(bar, 'x'), share(bar, 'x') + share(bar, 'width')])";
    let parts: Vec<(f64, f64)> = serde_json::from_value(page.run(script).await).expect("stretches");
    // What goes on where another part ends is one stretch, but for a frame of the film.
    let mut joined: Vec<(f64, f64)> = Vec::new();
    for part in parts {
        match joined.last_mut() {
            Some(last) if (part.0 - last.1).abs() < FRAME => last.1 = part.1,
            _ => joined.push(part),
        }
    }
    let is_near = |(one, other): (&(f64, f64), &(f64, f64))| {
        (one.0 - other.0).abs() < INEXACT && (one.1 - other.1).abs() < INEXACT
    };
    let are_near = joined.len() == expected.len() && joined.iter().zip(expected).all(is_near);
    assert!(are_near, "{joined:?} count, and {expected:?} were played");
    assert_eq!(page.count("[data-uncounted] li").await, 0, "nothing was called uncounted");
}

fn seconds(value: &serde_json::Value) -> f64 {
    value.as_f64().expect("a number of seconds")
}
