//! A course in a real browser: a film that is jumped about in, and a package that runs apart from everything, is heard of,
//! left and gone on with; a document that is drawn. And a large upload, which shows how far it is.

use serde_json::json;
use thirtyfour::prelude::*;

use super::course::hold_a_phone;
use super::page::Page;
use super::sample::{at_sample, clock_says, is_studied, open_lesson};

const FRAME: &str = "iframe[data-package]";

#[tokio::test(flavor = "multi_thread")]
async fn a_package_runs_apart_and_goes_on_where_it_was_left() {
    at_sample(|page, driver, _program| async move {
        let lesson = open_lesson(&page, "审批人", "", "情景练习").await;
        clock_says(&page, "正在计时").await;

        let offered = page.run("return document.querySelector('[data-start]').checkVisibility()").await;
        assert_eq!(offered, json!(false), "nothing to begin while it goes on");
        inside(&driver).await;
        page.until("return document.body.innerText", "第 1 个，共 4 个").await;
        nothing_of_ours_is_reached(&page).await;
        page.tick("#choices button:nth-child(2)").await;
        page.tick("#next").await;
        page.until("return document.body.innerText", "第 2 个，共 4 个").await;
        outside(&driver).await;
        page.until("return document.querySelector('[data-status]').textContent", "进行中").await;

        // Left by a link of the page, and opened again; many packages say where one was only while they are closed.
        inside(&driver).await;
        page.run("addEventListener('pagehide', () => API.LMSSetValue('cmi.core.lesson_location', '3'))").await;
        outside(&driver).await;
        page.press("nav.pages a[rel=prev]").await;
        page.open(&lesson).await;
        inside(&driver).await;
        page.until("return document.body.innerText", "第 4 个，共 4 个").await;
        for _ in 0..3 {
            page.tick("#back").await;
        }
        page.until("return document.querySelector('[aria-pressed=true]')?.textContent", "不可以").await;
        for right in [1, 0, 1, 0] {
            page.tick(&format!("#choices button:nth-child({})", right + 1)).await;
            if page.count("#next[hidden]").await == 0 {
                page.tick("#next").await;
            }
        }
        page.until("return document.body.innerText", "本课件已完成").await;
        outside(&driver).await;
        page.until("return document.querySelector('[data-status]').textContent", "已完成").await;
        let standing = page.run("return document.querySelector('[data-standing]').textContent").await;
        assert!(!standing.to_string().contains("已学完"), "its word alone is no time: {standing}");

        // Another window takes over; the first one begins anew when it is wanted back.
        let first = driver.window().await.expect("a window");
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second).await.expect("the tab");
        page.open(&lesson).await;
        clock_says(&page, "正在计时").await;
        driver.switch_to_window(first).await.expect("the first window");
        inside(&driver).await;
        page.tick("#back").await;
        outside(&driver).await;
        clock_says(&page, "另一个窗口").await;
    })
    .await;
}

/// What a package could try, tried: it has no storage, no cookie, no session and no page around it.
async fn nothing_of_ours_is_reached(page: &Page) {
    let script = "const tried = (what) => { try { return String(what()); } catch (error) { return error.name; } }; \
         return [tried(() => document.cookie), tried(() => localStorage.length), tried(() => top.document.title), \
         tried(() => top.location.href), origin, tried(() => window.parent.API === window.API)]";
    assert_eq!(
        page.run(script).await,
        json!(["SecurityError", "SecurityError", "SecurityError", "SecurityError", "null", "true"])
    );
    let asked =
        page.wait_for("const done = arguments[0]; fetch('/my/2026').then(() => done('read'), () => done('refused'))");
    assert_eq!(asked.await, json!("refused"));
    let sent = "const done = arguments[0]; const body = new Blob(['{}'], { type: 'text/plain' }); \
         fetch(location.pathname.replace(/.*/, '/sign-out'), { method: 'POST', mode: 'no-cors', body }) \
         .then(() => done('sent'), () => done('refused'))";
    // It may be sent, without a cookie and to be refused: the page around it is signed in all the same, as what follows shows.
    assert!(page.wait_for(sent).await.is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_film_of_the_course_plays_from_wherever_one_jumps_to_and_is_studied_when_all_of_it_was_seen() {
    at_sample(|page, _driver, _program| async move {
        open_lesson(&page, "审批人", "", "一分钟看懂").await;
        let jump = "const [done] = arguments, film = document.querySelector('video'); film.muted = true; \
             const go = () => { film.addEventListener('seeked', async () => { await film.play(); \
             film.addEventListener('timeupdate', () => { if (film.currentTime > 45.2) done([film.duration, film.videoWidth]); }); }, \
             { once: true }); film.currentTime = 45; }; \
             film.addEventListener('error', () => done(film.error.message)); \
             if (film.readyState > 0) go(); else film.addEventListener('loadedmetadata', go);";
        assert_eq!(page.wait_for(jump).await, json!([60, 1280]));
        clock_says(&page, "正在计时").await;
        page.run("const film = document.querySelector('video'); film.addEventListener('ended', () => { \
             film.addEventListener('seeked', () => film.play(), { once: true }); film.currentTime = 0; }, { once: true })").await;
        let part = "const [done] = arguments; fetch(document.querySelector('video').src, { headers: { range: 'bytes=1000-1999' } }) \
             .then(async answer => done([answer.status, (await answer.arrayBuffer()).byteLength]))";
        assert_eq!(page.wait_for(part).await, json!([206, 1000]));
        is_studied(&page).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_document_is_drawn_on_a_phone_and_larger_when_asked_while_its_time_counts() {
    at_sample(|page, driver, _program| async move {
        hold_a_phone(&driver).await;
        open_lesson(&page, "专任教师", "研修资料选读", "研修资料（PDF）").await;
        let words = "return document.querySelector('.leaf[data-drawn] .leaf-text')?.textContent ?? ''";
        page.until(words, "学时从哪里来").await;
        let place = "return document.querySelector('[data-document-place]').textContent";
        page.until(place, "第 1 页，共 3 页").await;
        let drawn = "return String(document.querySelector('.leaf[data-drawn] canvas')?.width ?? 0)";
        let width: u32 = page.run(drawn).await.as_str().and_then(|width| width.parse().ok()).expect("a width");
        page.tick("[data-zoom='1']").await;
        page.until(drawn, &(width * 3 / 2).to_string()[..2]).await;
        page.run("const box = document.querySelector('.leaves'); box.scrollTop = box.scrollHeight").await;
        page.until(place, "第 3 页").await;
        page.until(
            "return document.querySelector('.leaf[data-number=\"3\"][data-drawn] .leaf-text')?.textContent ?? ''",
            "截止之前",
        )
        .await;
        page.until("return document.querySelector('[data-pending]').textContent", "正在记录").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_large_upload_shows_how_far_it_is_and_a_refusal_keeps_what_was_typed() {
    at_sample(|page, _driver, program| async move {
    let bad = program.keep("bad.zip", &[b"PK\x03\x04".as_slice(), &vec![7; 3_000_000]].concat());
    let text = testkit::packages::manifest("index.html");
    let noise: Vec<u8> = (0..750_000_u32).flat_map(|number| number.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let files: [(&str, &[u8]); 3] = [
        ("imsmanifest.xml", text.as_bytes()),
        ("index.html", testkit::packages::PAGE.as_bytes()),
        ("noise.bin", &noise),
    ];
    let good = program.keep("good.zip", &testkit::packages::archive(&files));
        page.become_one("人事").await;
        page.open("/courses").await;
        let course = page.own_path(&page.attribute("main h3 a", "href").await);
        page.open(&format!("{course}/lessons/new")).await;
        page.tick("input[name=kind][value=package]").await;
        page.write("#title", "大课件").await;
        page.write("#minutes", "3").await;
        page.run("window.seen = []; new MutationObserver(() => seen.push(document.querySelector('[data-upload-words]').textContent)) \
             .observe(document.querySelector('[data-upload-words]'), { childList: true })").await;
        // The page is replaced by the refusal; what was seen on the way is kept outside of it.
        page.run("sessionStorage.clear(); addEventListener('beforeunload', () => {}); \
             setInterval(() => sessionStorage.setItem('seen', JSON.stringify(window.seen ?? [])), 10)").await;
        page.choose("#file", &bad).await;
        page.tick("form[data-progress] button[type=submit]").await;
        page.until("return document.querySelector('.trouble')?.textContent", "不完整或已损坏").await;
        assert_eq!(page.run("return document.getElementById('title').value").await, json!("大课件"));
        let seen = page.run("return sessionStorage.getItem('seen')").await;
        assert!(seen.as_str().is_some_and(|seen| seen.contains("已全部上传")), "{seen}");
        page.write("#minutes", "3").await;
        page.choose("#file", &good).await;
        page.press("form[data-progress] button[type=submit]").await;
        page.expect("课时已添加").await;
        page.expect("大课件").await;
    })
    .await;
}

async fn inside(driver: &WebDriver) {
    let frame = driver.find(By::Css(FRAME)).await.expect("a frame");
    frame.enter_frame().await.expect("it can be looked into");
}

async fn outside(driver: &WebDriver) {
    driver.enter_default_frame().await.expect("the page");
}
