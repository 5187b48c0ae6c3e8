//! An examination in a real browser while the network goes away, and another window and another device take over: no
//! answer is lost, and the page says at every moment what is saved.

use serde_json::json;

use super::exam_page::{
    a_minute_passes, begin, choose, choose_option, chosen, end_long_ago, hurry, is_handed_in, is_saved,
    let_an_hour_pass, let_minutes_be_left, network, reach, slow_network, state, tries,
};
use super::page::Page;
use super::sample::at_sample;
use super::this_year;

#[tokio::test(flavor = "multi_thread")]
async fn a_cut_network_loses_no_answer_and_another_window_or_device_takes_over() {
    at_sample(|page, driver, _program| async move {
        let person = page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
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
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_of_the_last_second_is_sent_while_the_grace_lasts() {
    at_sample(|page, _driver, program| async move {
        page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        reach(&page, false).await;
        choose(&page, 0).await;
        state(&page, "未保存：网络断开").await;
        // It has been trying for so long that it tries but rarely.
        hurry(&page, 20).await;
        tries(&page, 8).await;
        hurry(&page, 1).await;
        tries(&page, 1).await;
        let_an_hour_pass(&page, &program, &paper).await;
        state(&page, "考试时间已到").await;
        assert_eq!(page.count("[data-place]:not([disabled])").await, 0, "nobody answers any more");
        tries(&page, 2).await;
        reach(&page, true).await;
        is_saved(&page, 0).await;
        state(&page, "正在自动交卷").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_laptop_that_was_closed_past_the_end_leads_to_the_result_which_tells_what_came_too_late() {
    at_sample(|page, _driver, program| async move {
        page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        choose(&page, 0).await;
        state(&page, "已保存：").await;
        reach(&page, false).await;
        choose(&page, 1).await;
        hurry(&page, 20).await;
        let_an_hour_pass(&page, &program, &paper).await;
        state(&page, "考试时间已到").await;
        assert_eq!(page.count("[data-place]:not([disabled])").await, 0, "nobody answers any more");
        // Long enough for the page to leave, were there nothing that it could not send.
        tries(&page, 40).await;
        state(&page, "考试时间已到。未保存：网络断开，正在重试。请不要关闭这一页").await;
        is_handed_in(&page, &paper).await;
        reach(&page, true).await;
        page.until("return location.pathname", "/result").await;
        page.expect("到时自动交卷").await;
        page.expect("有 1 个答案没有计入").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_tab_could_not_send_before_its_paper_was_gone_is_told_on_the_result() {
    at_sample(|page, driver, program| async move {
        page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        choose(&page, 0).await;
        is_saved(&page, 0).await;
        // Without the network the tab is thrown away, as a telephone does, and the time passes.
        reach(&page, false).await;
        choose(&page, 1).await;
        state(&page, "未保存：网络断开").await;
        driver.goto("about:blank").await.expect("another page");
        end_long_ago(&program, &paper).await;
        page.open(&paper).await;
        assert!(page.path().await.ends_with("/result"));
        page.until("return String(sessionStorage.length)", "0").await;
        // Until the time has handed it in.
        let result = "const ask = new XMLHttpRequest(); ask.open('GET', location.pathname, false); ask.send(); \
             return ask.responseText";
        page.until(result, "有 1 个答案没有计入").await;
        page.open(&paper).await;
        page.expect("有 1 个答案没有计入").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_pages_that_begin_before_the_first_answer_one_answers_and_the_other_is_told() {
    at_sample(|page, driver, _program| async move {
        page.become_one("可以参加公需科目考试").await;
        page.open(&format!("/exams/{}", this_year())).await;
        let first = driver.window().await.expect("a window");
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second.clone()).await.expect("the tab");
        let paper = begin(&page).await;
        driver.switch_to_window(first).await.expect("the first window");
        page.press("form[action$='/attempts'] button").await;
        assert_eq!(page.path().await, paper, "one attempt");
        state(&page, "已保存：").await;
        choose(&page, 0).await;
        is_saved(&page, 0).await;
        driver.switch_to_window(second).await.expect("the tab");
        choose(&page, 1).await;
        state(&page, "这里不能再作答").await;
        page.expect("试卷已在另一个窗口或设备上打开").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_was_not_sent_is_made_good_unless_another_window_changed_the_same() {
    at_sample(|page, driver, _program| async move {
        page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        for place in [0, 1] {
            choose(&page, place).await;
            is_saved(&page, place).await;
        }
        reach(&page, false).await;
        for place in [0, 1] {
            choose_option(&page, place, 1).await;
        }
        state(&page, "未保存").await;
        let first = driver.window().await.expect("a window");
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second).await.expect("the tab");
        page.open(&paper).await;
        state(&page, "已保存：").await;
        choose_option(&page, 1, 2).await;
        is_saved(&page, 1).await;
        driver.switch_to_window(first).await.expect("the first window");
        page.open(&paper).await;
        assert_eq!(chosen(&page, 0).await, 1, "nobody else touched it");
        is_saved(&page, 0).await;
        assert_eq!(chosen(&page, 1).await, 2, "what was saved elsewhere stays");
        state(&page, "第 2 题在这里改过而没有存上").await;
        page.expect("这里另选过 B，没有存上").await;
        choose_option(&page, 1, 1).await;
        is_saved(&page, 1).await;
        state(&page, "全部答案都在服务器上").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn handing_in_while_the_network_is_away_leaves_no_page_and_loses_nothing() {
    at_sample(|page, driver, _program| async move {
        page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        choose(&page, 0).await;
        state(&page, "已保存：").await;
        network(&driver, false).await;
        page.tick("[data-hand-in]").await;
        state(&page, "网络断开，还没有交卷").await;
        state(&page, "到时也会自动交卷").await;
        choose(&page, 1).await;
        state(&page, "未保存：网络断开").await;
        network(&driver, true).await;
        is_saved(&page, 1).await;
        page.press("[data-hand-in]").await;
        page.expect("还有 18 题没有作答").await;

        network(&driver, false).await;
        page.tick("form[action$='/submission'] button").await;
        state(&page, "网络断开，还没有收到交卷的回音").await;
        assert!(page.path().await.ends_with("/submission"), "the page is still there");
        network(&driver, true).await;
        state(&page, "网络已恢复").await;
        page.press("form[action$='/submission'] button").await;
        page.expect("本人交卷").await;
        assert_eq!(page.path().await, format!("{paper}/result"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_waits_while_nobody_is_signed_in_and_is_saved_after_signing_in_again_in_another_tab() {
    at_sample(|page, driver, program| async move {
        let person = page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        choose(&page, 0).await;
        is_saved(&page, 0).await;
        // As signing out elsewhere does.
        assert!(testkit::run(&program.database_url(), "DELETE FROM session").await > 0);
        choose(&page, 1).await;
        state(&page, "登录已过期").await;
        let first = driver.window().await.expect("a window");
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second).await.expect("the tab");
        page.sign_in_anew(&person).await;
        driver.switch_to_window(first).await.expect("the first window");
        is_saved(&page, 1).await;
        state(&page, "全部答案都在服务器上").await;
        page.open(&paper).await;
        assert_eq!(page.count("input:checked").await, 2, "both answers are there");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_that_cannot_end_a_request_by_itself_saves_answers_all_the_same() {
    at_sample(|page, driver, _program| async move {
        let before = json!({ "source": "delete AbortSignal.timeout" });
        let added = driver.cdp().send_raw("Page.addScriptToEvaluateOnNewDocument", before).await;
        added.expect("the browser's tools");
        page.become_one("可以参加公需科目考试").await;
        begin(&page).await;
        assert_eq!(page.run("return typeof AbortSignal.timeout").await, json!("undefined"));
        choose(&page, 0).await;
        is_saved(&page, 0).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_countdown_is_told_beside_what_is_not_saved() {
    at_sample(|page, _driver, _program| async move {
        page.become_one("可以参加公需科目考试").await;
        begin(&page).await;
        reach(&page, false).await;
        choose(&page, 0).await;
        state(&page, "未保存：网络断开").await;
        // Nothing is tried again, which would tell it anew.
        page.run("window.setTimeout = () => 0; window.fetch = () => new Promise(() => {})").await;
        for minutes in [5, 1] {
            let_minutes_be_left(&page, minutes).await;
            let soon = "return document.getElementById('soon').textContent";
            page.until(soon, &format!("不到 {minutes} 分钟")).await;
            state(&page, "未保存：网络断开").await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_paper_that_was_handed_in_elsewhere_is_not_told_as_run_out_of_time() {
    at_sample(|page, driver, _program| async move {
        page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        choose(&page, 0).await;
        is_saved(&page, 0).await;
        let first = driver.window().await.expect("a window");
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second).await.expect("the tab");
        page.open(&format!("{paper}/submission")).await;
        page.press("form[action$='/submission'] button").await;
        driver.switch_to_window(first).await.expect("the first window");
        choose(&page, 1).await;
        state(&page, "这份试卷已经交卷，有 1 个答案送到得太晚").await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn support_is_told_where_a_paper_was_opened_anew_and_when_a_late_answer_was_given() {
    at_sample(|page, driver, program| async move {
        let person = page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        page.open(&paper).await;
        state(&page, "已保存：").await;
        reach(&page, false).await;
        choose(&page, 1).await;
        state(&page, "未保存：网络断开").await;
        a_minute_passes(&program, &paper).await;
        page.open(&paper).await;
        is_saved(&page, 1).await;
        let second = driver.new_tab().await.expect("a tab");
        driver.switch_to_window(second).await.expect("the tab");
        page.open(&paper).await;
        state(&page, "已保存：").await;
        let told = told_to_support(&page, &person).await;
        let places: Vec<usize> = ["重新打开", "重新打开", "第 2 题", "换了窗口"]
            .iter()
            .scan(0, |from, words| {
                let at = told[*from..].find(words).unwrap_or_else(|| panic!("{words} behind {from}: {told}")) + *from;
                *from = at + words.len();
                Some(at)
            })
            .collect();
        assert_eq!(told.matches("在另一个浏览器窗口或设备上打开").count(), 1, "{told}");
        // A copy of a tab remembers what the tab does, and nobody can tell the two apart.
        assert_eq!(told.matches("或者在复制出来的标签页里打开").count(), 2, "{told}");
        let answer = &told[places[2]..places[3]];
        assert!(answer.contains("已保存") && answer.contains(" 作答，1 分"), "{answer}");
    })
    .await;
}

/// What support is told of somebody's attempts, step by step.
async fn told_to_support(page: &Page, person: &str) -> String {
    page.become_one("技术支持").await;
    page.open(&format!("/people/{person}")).await;
    page.run("document.querySelectorAll('details').forEach(one => one.open = true)").await;
    let steps = "return [...document.querySelectorAll('details .lines li')].map(one => one.textContent).join('|')";
    page.run(steps).await.as_str().expect("steps").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_on_a_page_that_was_long_in_coming_is_not_told_as_late() {
    at_sample(|page, driver, _program| async move {
        let person = page.become_one("可以参加公需科目考试").await;
        let paper = begin(&page).await;
        slow_network(&driver, 6_000).await;
        page.open(&paper).await;
        network(&driver, true).await;
        state(&page, "已保存：").await;
        choose(&page, 1).await;
        is_saved(&page, 1).await;
        let told = told_to_support(&page, &person).await;
        assert!(told.contains("第 2 题") && !told.contains("才收到"), "{told}");
    })
    .await;
}
