//! A past year's course and examination in a real browser, from the first page to the hours in the account of its year: on
//! a phone, with a stretch of the lesson that support grants, in two tabs, until the time hands in.

use std::collections::HashMap;
use std::time::Instant;

use serde_json::json;
use thirtyfour::prelude::*;

use super::exam_page::state;
use super::page::{PATIENCE, Page};
use super::program::Program;
use super::sample::{at_sample_of, is_studied};

/// The year of the sample university that can be made up for, and its theme.
const YEAR: i16 = 2020;
const THEME: &str = "专业技术人员的规范与责任";
const QUESTIONS: usize = 11;
/// What the questions of the sample university are answered by.
const BANK: &str = include_str!("../../src/demo/questions.csv");
/// Of a lesson of two minutes: what is left before and after it is studied before our eyes, and nothing of it once more.
const GRANTED: (&str, &str) = ("00:05", "01:40");
/// So many seconds before the end the paper is opened for the last time.
const LEFT: u32 = 15;

#[tokio::test(flavor = "multi_thread")]
async fn a_past_year_from_its_first_lesson_to_the_hours_in_its_account_on_sqlite() {
    past_year(Program::on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_past_year_from_its_first_lesson_to_the_hours_in_its_account_on_postgresql() {
    past_year(Program::on_postgresql()).await;
}

async fn past_year(program: Program) {
    at_sample_of(program, |page, driver, program| async move {
        hold_a_phone(&driver).await;
        page.become_one("专任教师").await;
        let lesson = find(&page).await;
        dispute_and_grant(&page, &lesson).await;
        study(&page, &lesson).await;
        let paper = begin(&page).await;
        sit_in_two_tabs(&page, &driver, &paper).await;
        go_back(&page, &driver, &paper).await;
        let_the_time_end(&page, &program, &paper).await;
        page.press(&format!("main a[href='/my/{YEAR}']")).await;
        for words in [THEME, "合格", "，记入 "] {
            page.expect(words).await;
        }
        fits(&page).await;
        assert!(page.text().await.contains("15"), "ten hours for studying and five for the examination");
    })
    .await;
}

pub(crate) async fn hold_a_phone(driver: &WebDriver) {
    let screen = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    driver.cdp().send_raw("Emulation.setDeviceMetricsOverride", screen).await.expect("a phone");
}

async fn fits(page: &Page) {
    let wide = page.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth").await;
    assert!(wide.as_i64().is_some_and(|wide| wide <= 0), "{} scrolls sideways by {wide}", page.path().await);
}

/// Nobody has to know an address: the first page offers the year. Gives the path of its lesson.
async fn find(page: &Page) -> String {
    page.open("/").await;
    page.expect("往年的公需科目可以补").await;
    fits(page).await;
    page.press(&format!("a[href='/courses#year-{YEAR}']")).await;
    page.press(&format!("section[aria-labelledby='year-{YEAR}'] h3 a")).await;
    page.expect(THEME).await;
    page.press("main li h3 a").await;
    page.expect("本课计时").await;
    fits(page).await;
    page.path().await
}

/// The learner says that minutes are missing; support lets most of the lesson count.
async fn dispute_and_grant(page: &Page, lesson: &str) {
    page.unfold("form[action$='/disputes']").await;
    page.write("#reason", "上周断网，学过的没有计入").await;
    page.press("form[action$='/disputes'] button").await;
    page.expect("等待答复").await;
    page.become_one("技术支持").await;
    page.open("/disputes").await;
    page.expect("上周断网，学过的没有计入").await;
    fits(page).await;
    page.write("form[action$='/answer'] textarea", "核对属实").await;
    page.write("input[name=granted_from]", GRANTED.0).await;
    page.write("input[name=granted_to]", GRANTED.1).await;
    page.press("form[action$='/answer'] button").await;
    page.expect("已答复并补记").await;
    page.become_one("专任教师").await;
    page.open(lesson).await;
    page.expect(&format!("补记 {} 至 {}", GRANTED.0, GRANTED.1)).await;
}

/// The rest counts by the clock, and the page says so when all is done.
async fn study(page: &Page, lesson: &str) {
    page.open(lesson).await;
    is_studied(page).await;
    assert_eq!(page.count("[data-uncounted] [data-why]").await, 0, "what was granted was not walked through again");
    page.open(&format!("/my/{YEAR}")).await;
    page.expect(THEME).await;
}

async fn begin(page: &Page) -> String {
    page.open(&format!("/exams/{YEAR}")).await;
    page.expect(&format!("学时计入 {YEAR} 年度账")).await;
    page.expect("还有 3 次机会").await;
    fits(page).await;
    page.press("form[action$='/attempts'] button").await;
    fits(page).await;
    page.path().await
}

/// Some answers in one tab, the others in a second one, which is what counts from then on: nothing is lost between them.
async fn sit_in_two_tabs(page: &Page, driver: &WebDriver, paper: &str) {
    answer(page, 0, 6).await;
    let first = driver.window().await.expect("a window");
    let second = driver.new_tab().await.expect("a tab");
    driver.switch_to_window(second).await.expect("the tab");
    page.open(paper).await;
    answer(page, 6, QUESTIONS).await;
    driver.switch_to_window(first).await.expect("the first window");
    page.run("document.querySelector('[data-place=\"0\"] input:not(:checked)').click()").await;
    state(page, "这里不能再作答").await;
    page.expect("试卷已在另一个窗口或设备上打开").await;
}

/// Neither the back button nor an old page begins another attempt, and every answer of both tabs is there.
async fn go_back(page: &Page, driver: &WebDriver, paper: &str) {
    driver.back().await.expect("a page before");
    page.until("return location.pathname", &format!("/exams/{YEAR}")).await;
    let begin = "form[action$='/attempts'] button";
    let goes_on = format!("main a[href='{paper}']");
    page.press(if page.count(begin).await > 0 { begin } else { &goes_on }).await;
    assert_eq!(page.path().await, paper);
    let answered = "return document.querySelectorAll('.palette a[data-answered]').length";
    assert_eq!(page.run(answered).await, json!(QUESTIONS));
    page.open(&format!("/exams/{YEAR}")).await;
    page.expect("2 次（共 3 次）").await;
    assert_eq!(page.count("main table.cards tbody tr").await, 1, "one attempt was begun");
}

/// The end comes by itself, and with it the result.
async fn let_the_time_end(page: &Page, program: &Program, paper: &str) {
    let id = paper.rsplit('/').next().expect("an identifier");
    let sooner = format!(
        "UPDATE exam_attempt SET ends_at = ({} + {LEFT}) * 1000 WHERE id = '{id}' AND ended_at IS NULL",
        program.this_second()
    );
    assert_eq!(testkit::run(&program.database_url(), &sooner).await, 1);
    page.open(paper).await;
    page.until("return location.pathname", "/result").await;
    let begun = Instant::now();
    while !page.text().await.contains("到时自动交卷") {
        assert!(begun.elapsed() < PATIENCE, "nobody handed in");
        page.open(&format!("{paper}/result")).await;
    }
    page.expect(&format!("考试合格，学时已计入 {YEAR} 年度账")).await;
    fits(page).await;
}

/// Answers the questions between two places rightly, and waits until the page says that all of it is saved.
async fn answer(page: &Page, from: usize, to: usize) {
    let script = format!(
        "const right = {}; \
         for (const question of [...document.querySelectorAll('[data-place]')].slice({from}, {to})) {{ \
           const options = right[question.querySelector('legend').lastChild.textContent.trim()]; \
           for (const label of question.querySelectorAll('label')) \
             if (options.includes(label.textContent.trim().slice(2))) label.querySelector('input').click(); }}",
        json!(right_answers())
    );
    page.run(&script).await;
    state(page, "已保存：全部答案都在服务器上").await;
}

/// The right options of every question, by what is asked.
fn right_answers() -> HashMap<&'static str, Vec<&'static str>> {
    let row = |line: &'static str| {
        let cells: Vec<&str> = line.split(',').collect();
        let options = &cells[2..6];
        let right = match cells[6] {
            word if options[0].is_empty() => vec![word],
            letters => letters.bytes().map(|letter| options[usize::from(letter - b'A')]).collect(),
        };
        (cells[1], right)
    };
    BANK.lines().skip(1).map(row).collect()
}
