//! Sizes, headers and names of the Rust files, sizes of the templates, articles in code, and what documents point at.
//! Every rule here is one that a reader could otherwise only ask for in review.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::{named_articles, named_paths, tree};

const LINES_MAX: usize = 400;
/// Characters. A file that may not have many lines must not hide them in long ones.
const TEMPLATE_LINE_MAX: usize = 240;
const TEMPLATES: &str = "crates/web/templates/";
const EXCEPTIONS: &str = "xtask/exceptions.toml";

/// Names that say nothing about what a module holds.
const BANNED: [&str; 10] =
    ["util", "utils", "helper", "helpers", "common", "manager", "managers", "service", "services", "prelude"];

#[derive(Default, Deserialize)]
struct Exceptions {
    #[serde(default)]
    lines: BTreeMap<String, usize>,
    /// Files that may name articles.
    #[serde(default)]
    articles: Vec<String>,
}

/// Everything that is not tidy below this folder.
pub(crate) fn problems_in(root: &Path) -> Vec<String> {
    let exceptions = match exceptions(root) {
        Ok(exceptions) => exceptions,
        Err(problem) => return vec![problem],
    };
    let mut found: Vec<String> = exceptions
        .lines
        .keys()
        .filter(|path| !root.join(path).is_file())
        .map(|path| format!("{EXCEPTIONS} names {path}, which is gone"))
        .collect();
    for path in tree::files(root, &[".rs"]) {
        match std::fs::read_to_string(root.join(&path)) {
            Ok(text) => found.extend(rust_problems(&path, &text, exceptions.lines.get(&path).copied())),
            Err(error) => found.push(format!("{path}: {error}")),
        }
    }
    for path in tree::files(root, &[".html"]).into_iter().filter(|path| path.starts_with(TEMPLATES)) {
        match std::fs::read_to_string(root.join(&path)) {
            Ok(text) => found.extend(template_problems(&path, &text)),
            Err(error) => found.push(format!("{path}: {error}")),
        }
    }
    found.extend(named_articles::problems_in(root, &exceptions.articles));
    found.extend(named_paths::problems_in(root));
    found
}

fn exceptions(root: &Path) -> Result<Exceptions, String> {
    let text = std::fs::read_to_string(root.join(EXCEPTIONS)).map_err(|error| format!("{EXCEPTIONS}: {error}"))?;
    toml::from_str(&text).map_err(|error| format!("{EXCEPTIONS}: {error}"))
}

fn rust_problems(path: &str, text: &str, allowed: Option<usize>) -> Vec<String> {
    let mut found = Vec::new();
    found.extend(size_problem(path, text.lines().count(), allowed));
    if !text.starts_with("//!") {
        found.push(format!("{path}: the first line is not `//!` saying what the file holds"));
    }
    for part in path.trim_end_matches(".rs").split('/') {
        if BANNED.contains(&part) {
            found.push(format!("{path}: `{part}` is a name that says nothing"));
        }
    }
    for (index, line) in text.lines().enumerate() {
        if let Some(name) = module_name(line).filter(|name| BANNED.contains(name)) {
            found.push(format!("{path}:{}: `mod {name}` is a name that says nothing", index + 1));
        }
        if line.trim_start().starts_with(concat!("#[", "ignore")) {
            found.push(format!("{path}:{}: a test that is skipped is no test", index + 1));
        }
    }
    found
}

fn template_problems(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::from_iter(size_problem(path, text.lines().count(), None));
    for (index, line) in text.lines().enumerate() {
        let length = line.chars().count();
        if length > TEMPLATE_LINE_MAX {
            found.push(format!("{path}:{}: {length} characters, more than {TEMPLATE_LINE_MAX}", index + 1));
        }
    }
    found
}

fn size_problem(path: &str, lines: usize, allowed: Option<usize>) -> Option<String> {
    match allowed {
        None if lines > LINES_MAX => {
            Some(format!("{path}: {lines} lines, more than {LINES_MAX}: look for the two things in one"))
        }
        Some(allowed) if lines > allowed => Some(format!("{path}: {lines} lines, its exception allows {allowed}")),
        Some(_) if lines <= LINES_MAX => Some(format!("{path}: no longer needs its exception in {EXCEPTIONS}")),
        Some(allowed) if lines < allowed => {
            Some(format!("{path}: {lines} lines, lower its exception of {allowed} in {EXCEPTIONS}"))
        }
        _ => None,
    }
}

/// The name in `mod name;`, `pub mod name {` and `pub(crate) mod name`.
fn module_name(line: &str) -> Option<&str> {
    let (before, after) = line.trim_start().split_once("mod ")?;
    let before = before.trim_end();
    let is_declaration = before.is_empty() || before == "pub" || (before.starts_with("pub(") && before.ends_with(')'));
    is_declaration.then(|| after.trim_end_matches([';', '{', ' ', '}']))
}

#[cfg(test)]
mod tests {
    use super::{module_name, problems_in, rust_problems, template_problems};

    #[test]
    fn a_tidy_file_has_nothing_to_report() {
        assert_eq!(rust_problems("crates/a/src/hours.rs", "//! Hours.\nmod amount;\n", None), Vec::<String>::new());
    }

    #[test]
    fn size_header_names_and_skipped_tests_are_reported() {
        let long = format!("//! Long.\n{}", "\n".repeat(400));
        assert_eq!(
            rust_problems("a.rs", &long, None),
            vec!["a.rs: 401 lines, more than 400: look for the two things in one"]
        );
        assert_eq!(
            rust_problems("a.rs", "use std::io;\n", None),
            vec!["a.rs: the first line is not `//!` saying what the file holds"]
        );
        assert_eq!(
            rust_problems("src/utils.rs", "//! Things.\n", None),
            vec!["src/utils.rs: `utils` is a name that says nothing"]
        );
        assert_eq!(
            rust_problems("a.rs", "//! A.\npub(crate) mod helpers;\n", None),
            vec!["a.rs:2: `mod helpers` is a name that says nothing"]
        );
        let skipped = format!("//! A.\n    {}]\n", concat!("#[", "ignore"));
        assert_eq!(rust_problems("a.rs", &skipped, None), vec!["a.rs:2: a test that is skipped is no test"]);
    }

    #[test]
    fn an_exception_may_only_shrink() {
        let text = format!("//! Long.\n{}", "\n".repeat(450));
        assert_eq!(rust_problems("a.rs", &text, Some(451)), Vec::<String>::new());
        assert_eq!(rust_problems("a.rs", &text, Some(450)), vec!["a.rs: 451 lines, its exception allows 450"]);
        assert_eq!(
            rust_problems("a.rs", &text, Some(460)),
            vec!["a.rs: 451 lines, lower its exception of 460 in xtask/exceptions.toml"]
        );
        assert_eq!(
            rust_problems("a.rs", "//! Short.\n", Some(460)),
            vec!["a.rs: no longer needs its exception in xtask/exceptions.toml"]
        );
    }

    #[test]
    fn a_template_has_neither_many_lines_nor_long_ones() {
        let line = "学".repeat(240);
        assert_eq!(template_problems("a.html", &line), Vec::<String>::new());
        assert_eq!(
            template_problems("a.html", &format!("\n{line}。\n")),
            vec!["a.html:2: 241 characters, more than 240"]
        );
        assert_eq!(
            template_problems("a.html", &"\n".repeat(401)),
            vec!["a.html: 401 lines, more than 400: look for the two things in one"]
        );
    }

    #[test]
    fn only_declarations_are_taken_for_modules() {
        assert_eq!(module_name("pub mod service {"), Some("service"));
        assert_eq!(module_name("mod common;"), Some("common"));
        assert_eq!(module_name("// the mod common is gone"), None);
    }

    #[test]
    fn a_folder_with_a_bad_file_and_a_dead_exception_fails() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(folder.path().join("xtask")).unwrap();
        std::fs::write(folder.path().join("xtask/exceptions.toml"), "[lines]\n\"gone.rs\" = 500\n").unwrap();
        std::fs::write(folder.path().join("helpers.rs"), "fn a() {}\n").unwrap();
        std::fs::write(folder.path().join("README.md"), "See `docs/gone.md`.\n").unwrap();
        let templates = folder.path().join(super::TEMPLATES);
        std::fs::create_dir_all(&templates).unwrap();
        std::fs::write(templates.join("long.html"), "-".repeat(241)).unwrap();
        let found = problems_in(folder.path());
        assert_eq!(found.len(), 5, "{found:#?}");
    }
}
