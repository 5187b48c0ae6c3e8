//! The opening of every story that happens in a small sample university of its own, and the way to a lesson there.

use thirtyfour::prelude::*;

use super::chromium;
use super::page::Page;
use super::program::Program;

/// Lets a story happen on the pages of a small sample university that nobody else uses.
pub(crate) async fn at_sample<Story, Running>(story: Story)
where
    Story: FnOnce(Page, WebDriver, Program) -> Running,
    Running: Future<Output = ()> + Send + 'static,
{
    at_sample_of(Program::on_sqlite(), story).await;
}

/// The same on the database of this program.
pub(crate) async fn at_sample_of<Story, Running>(program: Program, story: Story)
where
    Story: FnOnce(Page, WebDriver, Program) -> Running,
    Running: Future<Output = ()> + Send + 'static,
{
    let served = program.serve_sample();
    chromium::browse(|driver| story(Page::new(driver.clone(), served.address()), driver, program.clone())).await;
}

/// Becomes the one with this label, and opens the lesson with these words in its name, of the first course with those in
/// its own: the year's required one for none. Gives the lesson's path.
pub(crate) async fn open_lesson(page: &Page, label: &str, course: &str, words: &str) -> String {
    page.become_one(label).await;
    page.open("/courses").await;
    let course = link(page, "main h3 a", course).await;
    page.open(&course).await;
    let lesson = link(page, "main li h3 a", words).await;
    page.open(&lesson).await;
    lesson
}

/// Waits until the lesson's clock says this.
pub(crate) async fn clock_says(page: &Page, words: &str) {
    page.until("return document.querySelector('[data-state]').textContent", words).await;
}

/// Waits until the lesson is studied.
pub(crate) async fn is_studied(page: &Page) {
    page.until("return document.querySelector('[data-standing]').textContent", "已学完").await;
}

async fn link(page: &Page, css: &str, words: &str) -> String {
    let script = format!(
        "return Array.from(document.querySelectorAll('{css}')).find(link => \
         link.textContent.includes('{words}')).getAttribute('href')"
    );
    page.run(&script).await.as_str().expect("a link").to_owned()
}
