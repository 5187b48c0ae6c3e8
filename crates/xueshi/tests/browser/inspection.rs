//! What every page has to keep to, looked at in the browser: accessibility, no sideways scrolling on a phone, no errors
//! in the console, a title, one main heading and the language. It knows no page; which pages there are is `pages`'.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::json;
use thirtyfour::prelude::*;

/// axe-core as its makers publish it, compressed; `docs/adr/0010-axe-core-lies-in-the-repository.md` says why it lies here.
const AXE: &[u8] = include_bytes!("axe/axe.min.js.zst");
const SCHEMES: [&str; 2] = ["light", "dark"];

/// Pixels. A page may not scroll sideways on a phone; on a desk a wide table may.
const PHONE: u32 = 360;
const DESK: u32 = 1280;
/// What pages are looked at on. The phone comes last, so that what a story presses next it presses on a phone.
const WIDTHS: [u32; 2] = [DESK, PHONE];

/// Everything on the page is opened first, so that what is folded away is looked at too.
const LOOK: &str = r#"
for (const details of document.querySelectorAll("details")) details.open = true;
const root = document.documentElement;
const rules = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
return axe.run(document, { runOnly: rules, resultTypes: ["violations"], iframes: false }).then(found => ({
  title: document.title,
  headings: document.querySelectorAll("h1").length,
  language: root.lang,
  sideways: root.scrollWidth - innerWidth,
  violations: found.violations.flatMap(rule => rule.nodes.map(node =>
    `${rule.id} at ${node.target.join(" ")}: ${node.failureSummary.split("\n").slice(1).join(" ").trim()}`)),
}), error => ({ title: "", headings: 0, language: "", sideways: 0, violations: [String(error)] }));
"#;

#[derive(Deserialize)]
struct Seen {
    title: String,
    headings: u32,
    language: String,
    sideways: i64,
    violations: Vec<String>,
}

/// What is wrong on the pages that were looked at, and which those are.
#[derive(Default)]
pub(crate) struct Findings {
    visited: BTreeSet<&'static str>,
    /// Pictures that were taken for the guides.
    taken: BTreeSet<&'static str>,
    /// Each problem with the pages that have it.
    problems: BTreeMap<String, BTreeSet<String>>,
}

/// Looks at pages in one browser.
pub(crate) struct Inspection {
    driver: WebDriver,
    axe: String,
    findings: Findings,
}

impl Inspection {
    pub(crate) fn new(driver: WebDriver) -> Self {
        let axe = zstd::decode_all(AXE).expect("it was compressed whole");
        Inspection { driver, axe: String::from_utf8(axe).expect("a script"), findings: Findings::default() }
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
            self.findings.visit(&path);
        }
        self.console(&path, expected).await;
        self.examine(&path).await;
        self.console(&path, expected).await;
    }

    /// Looks at the page on each screen, in both colour schemes.
    async fn examine(&mut self, path: &str) {
        self.driver.execute(self.axe.as_str(), Vec::new()).await.expect("axe-core is loaded");
        for width in WIDTHS {
            for scheme in SCHEMES {
                self.dress(width, 900, scheme).await;
                let seen = self.driver.execute(LOOK, Vec::new()).await.expect("axe-core answers");
                let seen = serde_json::from_value(seen.json().clone()).expect("what was seen");
                self.findings.judge(&format!("{path} ({width} px, {scheme})"), width, &seen);
            }
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
        self.findings.visit(address.split('?').next().unwrap_or(address));
    }

    /// What was found.
    pub(crate) fn close(self) -> Findings {
        self.findings
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

    /// Everything that the console holds as an error, except that a refused page has the status that it should have.
    async fn console(&mut self, path: &str, expected: u16) {
        let refused = format!("the server responded with a status of {expected}");
        for entry in self.driver.browser_log().await.expect("the console") {
            if !(expected >= 400 && entry.message.contains(&refused)) {
                self.findings.add(format!("console: {}", entry.message), path);
            }
        }
    }

    /// Notes that a picture for the guides was taken of the page that the browser is on: the one that the guides say.
    pub(crate) async fn took(&mut self, picture: &'static str) {
        let route = route_of(&pages(), &self.path().await);
        assert!(web::guide_pictures().contains(&(picture, route.unwrap_or_default())), "{picture} is of {route:?}");
        self.findings.taken.insert(picture);
    }

    async fn path(&self) -> String {
        self.driver.current_url().await.expect("an address").path().to_owned()
    }
}

impl Findings {
    /// Takes over what another inspection found.
    pub(crate) fn join(mut self, other: Findings) -> Findings {
        self.visited.extend(other.visited);
        self.taken.extend(other.taken);
        for (problem, places) in other.problems {
            self.problems.entry(problem).or_default().extend(places);
        }
        self
    }

    /// Fails when anything was found, or when a page of the product was left out.
    pub(crate) fn close(self) {
        let report = self.report();
        assert!(report.is_empty(), "the pages have problems:\n{report}");
    }

    fn visit(&mut self, path: &str) {
        self.visited.extend(route_of(&pages(), path));
    }

    fn add(&mut self, problem: String, place: &str) {
        self.problems.entry(problem).or_default().insert(place.to_owned());
    }

    fn judge(&mut self, place: &str, width: u32, seen: &Seen) {
        for problem in &seen.violations {
            self.add(problem.clone(), place);
        }
        if seen.title.is_empty() {
            self.add("there is no title".to_owned(), place);
        }
        if seen.headings != 1 {
            self.add(format!("there are {} main headings", seen.headings), place);
        }
        if seen.language != "zh-CN" {
            self.add(format!("the language is “{}”", seen.language), place);
        }
        if width == PHONE && seen.sideways > 0 {
            self.add("the page scrolls sideways".to_owned(), place);
        }
    }

    fn report(&self) -> String {
        let mut report = String::new();
        for (problem, places) in &self.problems {
            let some: Vec<&str> = places.iter().take(4).map(String::as_str).collect();
            report.push_str(&format!("{problem}\n    on {} pages: {}\n", places.len(), some.join(", ")));
        }
        for route in pages().into_iter().filter(|route| !self.visited.contains(route)) {
            report.push_str(&format!("GET {route}: nobody looked at this page; add it to the tour in pages.rs\n"));
        }
        for (picture, route) in web::guide_pictures().into_iter().filter(|(name, _)| !self.taken.contains(name)) {
            report.push_str(&format!("{picture}: nobody took this picture of {route}; take it on the tour\n"));
        }
        report
    }
}

/// The routes of everything that can be looked at or fetched.
fn pages() -> Vec<&'static str> {
    web::routes().into_iter().filter(|(method, _)| *method == "GET").map(|(_, path)| path).collect()
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
    super::chromium::browse(|driver| async move {
        let mut inspection = Inspection::new(driver.clone());
        driver.goto(BAD_PAGE).await.expect("the page opens");
        inspection.examine("bad").await;
        inspection.console("bad", 200).await;
        let findings = inspection.close();
        let places = |start: &str| -> Vec<&str> {
            let found = findings.problems.iter().filter(|(problem, _)| problem.starts_with(start));
            found.flat_map(|(_, places)| places).map(String::as_str).collect()
        };
        let dark = ["bad (1280 px, dark)", "bad (360 px, dark)"];
        let phone = ["bad (360 px, dark)", "bad (360 px, light)"];
        let everywhere = ["bad (1280 px, dark)", "bad (1280 px, light)", "bad (360 px, dark)", "bad (360 px, light)"];
        for start in ["there is no title", "there are 0 main headings", "the language is", "label at"] {
            assert_eq!(places(start), everywhere, "{start}");
        }
        assert_eq!(places("color-contrast"), dark);
        assert_eq!(places("the page scrolls sideways"), phone);
        assert_eq!(places("console"), ["bad"]);
        assert!(findings.report().contains("GET /audit: nobody looked at this page"), "{}", findings.report());
        assert!(
            findings.report().contains("paper: nobody took this picture of /attempts/{id}"),
            "{}",
            findings.report()
        );
    })
    .await;
}

#[test]
fn a_path_belongs_to_the_most_exact_route() {
    let routes = ["/registrations/{id}", "/registrations/new", "/registrations/{id}/items/{item}"];
    assert_eq!(route_of(&routes, "/registrations/new"), Some("/registrations/new"));
    assert_eq!(route_of(&routes, "/registrations/7"), Some("/registrations/{id}"));
    assert_eq!(route_of(&routes, "/registrations/7/items"), None);
}
