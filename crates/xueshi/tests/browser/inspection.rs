//! What every page has to keep to, looked at in the browser: accessibility, no sideways scrolling on a phone, no errors
//! in the console, a title, one main heading and the language. It knows no page; which pages there are is `pages`'.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

/// axe-core as its makers publish it, compressed; `docs/adr/0010-axe-core-lies-in-the-repository.md` says why it lies here.
const AXE: &[u8] = include_bytes!("axe/axe.min.js.zst");
const SCHEMES: [&str; 2] = ["light", "dark"];

/// What pages are looked at on.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Screen {
    Phone,
    Desk,
}

impl Screen {
    /// Pixels.
    fn width(self) -> u32 {
        match self {
            Screen::Phone => 360,
            Screen::Desk => 1280,
        }
    }
}

/// Everything on the page is opened first, so that what is folded away is looked at too.
const LOOK: &str = r#"
const done = arguments[0];
for (const details of document.querySelectorAll("details")) details.open = true;
const root = document.documentElement;
const rules = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
axe.run(document, { runOnly: rules, resultTypes: ["violations"], iframes: false }).then(found => done({
  title: document.title,
  headings: document.querySelectorAll("h1").length,
  language: root.lang,
  sideways: root.scrollWidth - innerWidth,
  violations: found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}`)),
}), error => done({ title: "", headings: 0, language: "", sideways: 0, violations: [String(error)] }));
"#;

#[derive(Deserialize)]
struct Seen {
    title: String,
    headings: u32,
    language: String,
    sideways: i64,
    violations: Vec<String>,
}

/// Collects what is wrong on all pages, and which pages were looked at.
pub(crate) struct Inspection {
    driver: WebDriver,
    screen: Screen,
    axe: String,
    routes: Vec<&'static str>,
    visited: BTreeSet<&'static str>,
    /// Each problem with the pages that have it.
    problems: BTreeMap<String, BTreeSet<String>>,
}

impl Inspection {
    pub(crate) fn new(driver: WebDriver, screen: Screen) -> Self {
        let axe = zstd::decode_all(AXE).expect("it was compressed whole");
        let routes = web::routes().into_iter().filter(|(method, _)| *method == "GET").map(|(_, path)| path).collect();
        Inspection {
            driver,
            screen,
            axe: String::from_utf8(axe).expect("a script"),
            routes,
            visited: BTreeSet::new(),
            problems: BTreeMap::new(),
        }
    }

    /// What it looks at pages on.
    pub(crate) fn screen(&self) -> Screen {
        self.screen
    }

    /// The browser that looks.
    pub(crate) fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Looks at the page that the browser is on; `expected` is the status that it has to have come with.
    pub(crate) async fn look(&mut self, expected: u16) {
        let path = self.path().await;
        let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
        let status = self.driver.execute(status, Vec::new()).await.expect("a status");
        assert_eq!(status.json().as_u64(), Some(expected.into()), "the status of {path}");
        if expected == 200 {
            self.visited.extend(route_of(&self.routes, &path));
        }
        self.console(&path, expected).await;
        self.examine(&path).await;
        self.console(&path, expected).await;
    }

    /// Looks at the page in both colour schemes.
    async fn examine(&mut self, path: &str) {
        self.driver.execute(self.axe.as_str(), Vec::new()).await.expect("axe-core is loaded");
        let width = self.screen.width();
        for scheme in SCHEMES {
            self.dress(width, 900, scheme).await;
            let seen = self.driver.execute_async(LOOK, Vec::new()).await.expect("axe-core answers");
            let seen = serde_json::from_value(seen.json().clone()).expect("what was seen");
            self.judge(&format!("{path} ({width} px, {scheme})"), &seen);
        }
    }

    /// Fetches what is no page: a document, a fragment, an address that leads on. It has to be of this type.
    pub(crate) async fn fetch(&mut self, address: &str, media_type: &str) {
        let script = "const done = arguments[1]; fetch(arguments[0]).then(answer => \
             done([answer.status, answer.headers.get('content-type')])).catch(error => done([0, String(error)]));";
        let answer = self.driver.execute_async(script, vec![address.into()]).await.expect("an answer");
        let (status, given): (u16, Option<String>) = serde_json::from_value(answer.json().clone()).expect("two values");
        let given = given.unwrap_or_default();
        assert!(status == 200 && given.starts_with(media_type), "{address}: {status} {given}");
        self.visited.extend(route_of(&self.routes, address.split('?').next().unwrap_or(address)));
    }

    /// Fails when anything was found, or when a page of the product was left out.
    pub(crate) fn close(self) {
        let report = self.report();
        assert!(report.is_empty(), "the pages have problems:\n{report}");
    }

    fn report(&self) -> String {
        let mut report = String::new();
        for (problem, pages) in &self.problems {
            let some: Vec<&str> = pages.iter().take(4).map(String::as_str).collect();
            report.push_str(&format!("{problem}\n    on {} pages: {}\n", pages.len(), some.join(", ")));
        }
        for route in self.routes.iter().filter(|route| !self.visited.contains(**route)) {
            report.push_str(&format!("GET {route}: nobody looked at this page; add it to the tour in pages.rs\n"));
        }
        report
    }

    /// A screen of this size, with this colour scheme.
    pub(crate) async fn dress(&self, width: u32, height: u32, scheme: &str) {
        let cdp = self.driver.cdp();
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        cdp.send_raw("Emulation.setDeviceMetricsOverride", screen).await.expect("a width");
        let media = json!({ "features": [
            { "name": "prefers-color-scheme", "value": scheme },
            // Colours are measured, so they may not be on their way to another colour.
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ] });
        cdp.send_raw("Emulation.setEmulatedMedia", media).await.expect("a colour scheme");
    }

    fn judge(&mut self, place: &str, seen: &Seen) {
        let mut found = seen.violations.clone();
        if seen.title.is_empty() {
            found.push("there is no title".to_owned());
        }
        if seen.headings != 1 {
            found.push(format!("there are {} main headings", seen.headings));
        }
        if seen.language != "zh-CN" {
            found.push(format!("the language is “{}”", seen.language));
        }
        if self.screen == Screen::Phone && seen.sideways > 0 {
            found.push("the page scrolls sideways".to_owned());
        }
        for problem in found {
            self.problems.entry(problem).or_default().insert(place.to_owned());
        }
    }

    /// Everything that the console holds as an error, except that a refused page has the status that it should have.
    async fn console(&mut self, path: &str, expected: u16) {
        let refused = format!("the server responded with a status of {expected}");
        for entry in self.driver.browser_log().await.expect("the console") {
            if !(expected >= 400 && entry.message.contains(&refused)) {
                self.problems.entry(format!("console: {}", entry.message)).or_default().insert(path.to_owned());
            }
        }
    }

    async fn path(&self) -> String {
        self.driver.current_url().await.expect("an address").path().to_owned()
    }
}

/// The route that answers this path: of those that fit, the one with the fewest open parts.
fn route_of(routes: &[&'static str], path: &str) -> Option<&'static str> {
    let fits = |route: &str| {
        let (mut open, mut given) = (route.split('/'), path.split('/'));
        loop {
            match (open.next(), given.next()) {
                (None, None) => return true,
                (Some(part), Some(text)) if part == text || part.starts_with('{') => {}
                _ => return false,
            }
        }
    };
    routes.iter().copied().filter(|route| fits(route)).min_by_key(|route| route.matches('{').count())
}

/// A page with one fault of each kind; the faint words are faint in the dark only.
const BAD_PAGE: &str = "data:text/html,<style>@media (prefers-color-scheme: dark) {\
    p { color: rgb(70, 70, 70); background: rgb(50, 50, 50) } }</style>\
    <p style='width: 800px'>Hours</p><details><input></details><script>console.error('broken')</script>";

#[tokio::test(flavor = "multi_thread")]
async fn faults_are_found() {
    for (screen, everywhere) in [
        (Screen::Phone, ["bad (360 px, dark)", "bad (360 px, light)"]),
        (Screen::Desk, ["bad (1280 px, dark)", "bad (1280 px, light)"]),
    ] {
        super::chromium::browse(|driver| async move {
            let mut inspection = Inspection::new(driver.clone(), screen);
            driver.goto(BAD_PAGE).await.expect("the page opens");
            inspection.examine("bad").await;
            inspection.console("bad", 200).await;
            let places = |start: &str| -> Vec<&str> {
                let found = inspection.problems.iter().filter(|(problem, _)| problem.starts_with(start));
                found.flat_map(|(_, places)| places).map(String::as_str).collect()
            };
            for start in ["there is no title", "there are 0 main headings", "the language is", "label at"] {
                assert_eq!(places(start), everywhere, "{start}");
            }
            assert_eq!(places("color-contrast"), everywhere[..1]);
            let sideways: &[&str] = if screen == Screen::Phone { &everywhere } else { &[] };
            assert_eq!(places("the page scrolls sideways"), sideways);
            assert_eq!(places("console"), ["bad"]);
            assert!(inspection.report().contains("GET /audit: nobody looked at this page"), "{}", inspection.report());
        })
        .await;
    }
}

#[test]
fn a_path_belongs_to_the_most_exact_route() {
    let routes = ["/registrations/{id}", "/registrations/new", "/registrations/{id}/items/{item}"];
    assert_eq!(route_of(&routes, "/registrations/new"), Some("/registrations/new"));
    assert_eq!(route_of(&routes, "/registrations/7"), Some("/registrations/{id}"));
    assert_eq!(route_of(&routes, "/registrations/7/items"), None);
}
