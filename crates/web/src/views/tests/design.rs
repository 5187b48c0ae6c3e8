//! The design page shows the whole design system: every macro, every token and every class of a component. Read from the
//! templates and the style sheets themselves, so that a new one cannot be forgotten.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{person::frame, text};
use crate::views::sample;

const COMPONENTS: &str = include_str!("../../../templates/components.html");
const PAGE: &str = include_str!("../../../templates/design.html");
const TOKENS: &str = include_str!("../../../assets/tokens.css");
const DARK: &str = include_str!("../../../assets/dark.css");
const CLASSES: &str = include_str!("../../../assets/components.css");

/// The macros with what each begins with: its name, and its first tag up to where it depends on what it is given.
fn macros() -> Vec<(&'static str, &'static str)> {
    COMPONENTS
        .split("{% macro ")
        .skip(1)
        .map(|rest| {
            let (name, body) = rest.split_once('(').expect("a list of what it is given");
            let tag = body.find('<').map_or("", |start| &body[start..]);
            (name, tag.split(['{', '\n']).next().unwrap_or(tag))
        })
        .collect()
}

/// The names that a style sheet gives a value to.
fn tokens(sheet: &str) -> BTreeSet<&str> {
    let declarations = sheet.split([';', '{', '\n']).filter_map(|part| part.split_once(':'));
    declarations.map(|(name, _)| name.trim()).filter(|name| name.starts_with("--")).collect()
}

/// The classes that the selectors of a style sheet name.
fn classes(sheet: &str) -> BTreeSet<&str> {
    let is_part_of_name = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let selectors = sheet.lines().filter_map(|line| line.split_once('{').map(|(selector, _)| selector));
    let named = selectors.filter(|it| !it.starts_with("@media")).flat_map(|it| it.split('.').skip(1));
    named.filter_map(|rest| rest.split(|c| !is_part_of_name(c)).next()).collect()
}

fn page() -> String {
    text(&sample::design(frame("设计系统")))
}

#[test]
fn the_design_page_shows_every_macro() {
    let (macros, page) = (macros(), page());
    assert!(macros.len() > 20, "{macros:?}");
    for (name, start) in macros {
        // A key shows only inside of a form; the forms of other components bring it along.
        assert!(name == "key" || PAGE.contains(&format!("ui::{name}(")), "{name} is not on the design page");
        assert!(page.contains(start), "{name} shows nothing on the design page: {start}");
    }
}

#[test]
fn the_design_page_shows_every_token() {
    let (tokens, page) = (tokens(TOKENS), page());
    assert!(tokens.len() > 40, "{tokens:?}");
    for token in tokens {
        assert!(page.contains(&format!(">{token}<")), "{token} is not on the design page");
    }
}

#[test]
fn every_colour_has_its_dark_side() {
    let page = sample::design(frame("设计系统"));
    let colours = page.colours.iter().map(|(name, _)| *name).chain(["--shadow"]).collect();
    assert_eq!(tokens(DARK), colours);
}

#[test]
fn the_design_page_shows_every_class_of_a_component() {
    let (classes, page) = (classes(CLASSES), page());
    assert!(classes.len() > 40, "{classes:?}");
    let shown: BTreeSet<&str> = super::values(&page, "class").into_iter().flat_map(str::split_whitespace).collect();
    let missing: Vec<&str> = classes.into_iter().filter(|class| !shown.contains(class)).collect();
    assert!(missing.is_empty(), "not on the design page: {missing:?}");
}

/// All templates below a folder.
fn templates(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { templates(&path) } else { vec![path] }).collect()
}

#[test]
fn a_component_is_written_once() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates");
    for path in templates(&folder).into_iter().filter(|path| !path.ends_with("components.html")) {
        let template = std::fs::read_to_string(&path).expect("a template");
        for class in ["chip", "stamp", "bar", "evidence"] {
            let copied = [format!("class=\"{class}\""), format!("class=\"{class} ")];
            assert!(!copied.iter().any(|copy| template.contains(copy)), "{} copies {class}", path.display());
        }
    }
}
