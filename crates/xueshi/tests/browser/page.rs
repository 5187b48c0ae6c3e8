//! What a person does on pages, by what is on them. Every step waits for the page that it leads to.

use std::path::Path;
use std::time::{Duration, Instant};

use thirtyfour::prelude::*;

use super::PASSWORD;

const WAIT: Duration = Duration::from_secs(20);
/// The longest that anything takes by the clock: a lesson of a minute, or the end of a paper with its grace.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// The page that the browser is on.
pub(crate) struct Page {
    driver: WebDriver,
    base: String,
}

impl Page {
    pub(crate) fn new(driver: WebDriver, base: String) -> Self {
        Page { driver, base }
    }

    /// The address of the program, without a trailing slash.
    pub(crate) fn base(&self) -> String {
        self.base.clone()
    }

    pub(crate) async fn open(&self, path: &str) {
        self.open_address(&format!("{}{path}", self.base)).await;
    }

    pub(crate) async fn open_address(&self, address: &str) {
        self.driver.goto(address).await.expect("the page opens");
    }

    /// The path of the current page, without query and anchor.
    pub(crate) async fn path(&self) -> String {
        self.driver.current_url().await.expect("an address").path().to_owned()
    }

    /// An address of this program as a path.
    pub(crate) fn own_path(&self, address: &str) -> String {
        address.strip_prefix(&self.base).unwrap_or(address).to_owned()
    }

    pub(crate) async fn text(&self) -> String {
        self.element("body").await.text().await.expect("text")
    }

    pub(crate) async fn expect(&self, words: &str) {
        let text = self.text().await;
        assert!(text.contains(words), "“{words}” is not on the page:\n{text}");
    }

    pub(crate) async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.expect("a query").len()
    }

    pub(crate) async fn attribute(&self, css: &str, name: &str) -> String {
        self.element(css).await.attr(name).await.expect("an attribute").expect("a value")
    }

    /// Presses a button or link and waits until its page has been replaced by another.
    pub(crate) async fn press(&self, css: &str) {
        self.press_in_vain(css).await;
        let trouble = self.driver.find_all(By::Css(".trouble")).await.expect("a query");
        if let Some(trouble) = trouble.first() {
            panic!("{css} was refused: {}", trouble.text().await.unwrap_or_default());
        }
    }

    /// The same, where a refusal is as good an answer as any other.
    pub(crate) async fn press_in_vain(&self, css: &str) {
        self.run("document.documentElement.dataset.old = 'yes'").await;
        let element = self.element(css).await;
        element.scroll_into_view().await.expect("it can be scrolled to");
        element.click().await.expect("it can be pressed");
        let begun = Instant::now();
        loop {
            let probe = "return document.readyState === 'complete' && !document.documentElement.dataset.old";
            let answer = self.driver.execute(probe, Vec::new()).await;
            if answer.is_ok_and(|answer| answer.json().as_bool() == Some(true)) {
                break;
            }
            assert!(begun.elapsed() < WAIT, "nothing followed {css}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Ticks what stands under a registration before it is handed in: that it is true, and where that is asked, that it
    /// falls short.
    pub(crate) async fn declare(&self) {
        if self.count("input[name=short]").await > 0 {
            self.tick("input[name=short]").await;
        }
        self.tick("input[name=declared]").await;
        // Asked of whoever hands in after the date of the year.
        if self.count("#late-reason").await > 0 {
            self.write("#late-reason", "材料刚刚寄到").await;
        }
    }

    pub(crate) async fn tick(&self, css: &str) {
        let element = self.element(css).await;
        element.scroll_into_view().await.expect("it can be scrolled to");
        element.click().await.expect("it can be ticked");
    }

    pub(crate) async fn write(&self, css: &str, text: &str) {
        let element = self.element(css).await;
        element.clear().await.expect("it can be cleared");
        element.send_keys(text).await.expect("it can be written in");
    }

    pub(crate) async fn set_password(&self, link: &str) {
        self.open_address(link).await;
        self.write("#password", PASSWORD).await;
        self.write("#again", PASSWORD).await;
        self.press("main form button").await;
    }

    /// Takes up an invitation, whose address is the published one, at the address that the test can reach.
    pub(crate) async fn accept(&self, link: &str) {
        let token = link.rsplit('/').next().expect("a token");
        self.set_password(&format!("{}/invitations/{token}", self.base)).await;
    }

    /// Appoints somebody to a role in their own unit, if one is named, and invites them. Gives the link.
    pub(crate) async fn invite(&self, staff_number: &str, role: Option<&str>) -> String {
        self.open(&format!("/people?text={staff_number}")).await;
        self.press("main tbody a").await;
        if let Some(role) = role {
            self.unfold("form[action*='/role#']").await;
            let script = "document.getElementById('role').value = arguments[0]";
            self.driver.execute(script, vec![role.into()]).await.expect("a role is chosen");
            self.press("form[action*='/role#'] button").await;
        }
        self.press("form[action$='/invitation'] button").await;
        self.link_shown().await
    }

    /// The invitation link that the page shows.
    pub(crate) async fn link_shown(&self) -> String {
        let link = self.run("return document.getElementById('link').value").await;
        link.as_str().expect("a link").to_owned()
    }

    pub(crate) async fn sign_in(&self, staff_number: &str) {
        self.open("/sign-in").await;
        self.write("#staff_number", staff_number).await;
        self.write("#password", PASSWORD).await;
        self.press("main form button").await;
    }

    /// The session ends behind the page's back.
    pub(crate) async fn forget_session(&self) {
        self.driver.delete_all_cookies().await.expect("no session");
    }

    /// Opens what a form is folded away in.
    pub(crate) async fn unfold(&self, css: &str) {
        let script = "document.querySelector(arguments[0]).closest('details').open = true";
        self.driver.execute(script, vec![css.into()]).await.expect("it is unfolded");
    }

    pub(crate) async fn sign_out(&self) {
        self.press("form[action='/sign-out'] button").await;
    }

    /// The pages of three kinds from three categories for which a person applies for hours.
    pub(crate) async fn kinds_of_three_categories(&self, registration: &str) -> Vec<String> {
        self.open(&format!("{registration}/items/new")).await;
        let script = "return Array.from(document.querySelectorAll('main section'), section => \
             Array.from(section.querySelectorAll('a.kind'), kind => kind.getAttribute('href')))";
        let answer = self.run(script).await;
        let categories: Vec<Vec<String>> = serde_json::from_value(answer).expect("addresses by category");
        let mut chosen = Vec::new();
        for category in &categories {
            for kind in category {
                self.open(kind).await;
                if self.count("#applied").await == 1 {
                    chosen.push(kind.clone());
                    break;
                }
            }
        }
        assert!(chosen.len() >= 3, "three categories whose hours are applied for: {categories:?}");
        chosen.truncate(3);
        chosen
    }

    /// Fills the form of any kind: what every item has, and whatever this kind asks besides.
    pub(crate) async fn fill_item(&self, title: &str, hours: &str, day: &str) {
        self.write("#title", title).await;
        self.write("#organiser", "示例学会").await;
        self.write("#applied", hours).await;
        // Dates are typed differently in each language; the value is not.
        let script = "for (const date of document.querySelectorAll('main input[type=date]')) date.value = arguments[0]; \
             for (const choice of document.querySelectorAll('main form select')) choice.selectedIndex = 1; \
             for (const no of document.querySelectorAll('main form input[type=radio][value=no]')) no.checked = true;";
        self.driver.execute(script, vec![day.into()]).await.expect("the rest is filled");
        for count in self.driver.find_all(By::Css("main input[inputmode=numeric]")).await.expect("a query") {
            count.send_keys("2").await.expect("a count");
        }
        for answer in
            self.driver.find_all(By::Css("main input[id^='answer-']:not([inputmode])")).await.expect("a query")
        {
            answer.send_keys("示例内容").await.expect("an answer");
        }
    }

    /// Waits until a script gives a text that holds these words: the rest of a lesson or of a paper at the longest.
    pub(crate) async fn until(&self, script: &str, words: &str) {
        let begun = Instant::now();
        loop {
            let said = self.run(script).await;
            if said.as_str().is_some_and(|said| said.contains(words)) {
                return;
            }
            assert!(begun.elapsed() < PATIENCE, "the page says {said}, not “{words}”");
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Waits until the trial of the hours says something: it follows what is typed, without anything being pressed.
    pub(crate) async fn sees_hours_tried(&self, words: &str) {
        let script = "const [words, done] = arguments; const began = Date.now(); const box = document.getElementById('preview'); \
             const look = () => box.innerText.includes(words) || Date.now() - began > 10000 \
               ? done(box.innerText) : setTimeout(look, 50); look();";
        let said = self.driver.execute_async(script, vec![words.into()]).await.expect("a script").json().to_string();
        assert!(said.contains(words), "the trial says {said}");
    }

    /// Uploads a file for every piece of evidence that is still asked for.
    pub(crate) async fn attach_all_evidence(&self, registration: &str, file: &Path) {
        for _ in 0..30 {
            self.open(registration).await;
            if self.count("li.item li.missing").await == 0 {
                return;
            }
            let script = "const line = document.querySelector('li.item li.missing'); \
                 const item = line.closest('li.item'); \
                 const name = line.querySelector('span').firstChild.textContent.trim(); \
                 const list = item.querySelector('select[name=need]'); \
                 list.value = Array.from(list.options).find(option => option.text.trim() === name).value; \
                 item.querySelector('form.drop').closest('details').open = true; \
                 item.querySelector('form.drop').id = 'now';";
            self.run(script).await;
            self.upload("#now", file).await;
        }
        panic!("evidence is still asked for after thirty files");
    }

    /// Tries a sheet on the page of imports.
    pub(crate) async fn import(&self, kind: &str, file: &Path) {
        self.tick(&format!("form[data-drop] input[name=kind][value={kind}]")).await;
        self.upload("form[data-drop]", file).await;
    }

    /// Takes over what the report on the page of imports says can be.
    pub(crate) async fn take_over(&self) {
        self.press("form:has(input[name=carried]) button").await;
    }

    /// What the report lists: the row, as a number of the sheet, and what is wrong there.
    pub(crate) async fn problems(&self) -> Vec<(u64, String)> {
        let script = "return Array.from(document.querySelectorAll('#report ~ .scroll tbody tr'), \
             row => [Number(row.querySelector('th').textContent.replace(/[^0-9]/g, '')), \
             row.querySelector('td:last-child').textContent.trim()])";
        serde_json::from_value(self.run(script).await).expect("rows and problems")
    }

    /// Signs in with the card of the sample page that has this label.
    pub(crate) async fn become_one(&self, label: &str) -> String {
        self.open("/demo").await;
        let script = format!(
            "const form = Array.from(document.querySelectorAll('form[action=\"/demo\"]')).find(form => \
             form.querySelector('.eyebrow').textContent.includes('{label}')); form.id = 'now'; return form.person.value"
        );
        let person = self.run(&script).await;
        self.press("#now button").await;
        person.as_str().expect("somebody").to_owned()
    }

    /// The same person in a session of its own, as on another device: this browser forgets the one it had.
    pub(crate) async fn take_another_device(&self, person: &str) {
        self.forget_session().await;
        self.open("/demo").await;
        self.run("localStorage.clear(); sessionStorage.clear()").await;
        self.sign_in_anew(person).await;
    }

    /// The same person once more in this browser.
    pub(crate) async fn sign_in_anew(&self, person: &str) {
        self.open("/demo").await;
        let script = format!(
            "const form = document.querySelector('form[action=\"/demo\"]'); form.person.value = '{person}'; form.id = 'now'"
        );
        self.run(&script).await;
        self.press("#now button").await;
    }

    /// Chooses a file.
    pub(crate) async fn choose(&self, css: &str, file: &Path) {
        self.element(css).await.send_keys(file.to_str().expect("a path")).await.expect("a file is chosen");
    }

    /// What a script in the page calls its last argument with.
    pub(crate) async fn wait_for(&self, script: &str) -> serde_json::Value {
        self.driver.execute_async(script, Vec::new()).await.expect("a script").json().clone()
    }

    /// Chooses a file in a form and sends the form.
    pub(crate) async fn upload(&self, form: &str, file: &Path) {
        let input = self.element(&format!("{form} input[type=file]")).await;
        input.send_keys(file.to_str().expect("a path")).await.expect("a file is chosen");
        self.press(&format!("{form} button")).await;
    }

    /// The bytes of a document, fetched with the session of the page.
    pub(crate) async fn download(&self, path: &str) -> Vec<u8> {
        let script = "const done = arguments[1]; fetch(arguments[0]).then(answer => answer.arrayBuffer()) \
             .then(buffer => done(Array.from(new Uint8Array(buffer)))).catch(error => done(String(error)));";
        let answer = self.driver.execute_async(script, vec![path.into()]).await.expect("a download");
        let bytes: Vec<u8> = serde_json::from_value(answer.json().clone()).expect("bytes");
        assert!(bytes.starts_with(b"%PDF"), "{path} is no PDF: {}", String::from_utf8_lossy(&bytes));
        bytes
    }

    /// Looks at a picture on the page, once it has arrived.
    pub(crate) async fn see_picture(&self, css: &str) {
        let script = "const [css, done] = arguments; const picture = document.querySelector(css); \
             if (!picture) return done('it is not on the page'); picture.loading = 'eager'; \
             picture.decode().then(() => done(picture.naturalWidth)).catch(error => done(String(error)));";
        let answer = self.driver.execute_async(script, vec![css.into()]).await.expect("a script");
        assert!(answer.json().as_u64().is_some_and(|width| width > 0), "{css}: {}", answer.json());
    }

    /// What a script in the page gives back.
    pub(crate) async fn run(&self, script: &str) -> serde_json::Value {
        self.driver.execute(script, Vec::new()).await.expect("a script").json().clone()
    }

    async fn element(&self, css: &str) -> WebElement {
        match self.driver.find(By::Css(css)).await {
            Ok(element) => element,
            Err(error) => panic!("{css} is not on the page: {error}"),
        }
    }
}
