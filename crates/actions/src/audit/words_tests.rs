//! The words of the log: every event has a name, and every reason that the sources can give has words.

use std::{collections::BTreeSet, fs, path::Path};

use domain::audit::EventKind;

use super::{REASONS, event_label};

/// Beginnings of the codes of refusals that leave no event: what is typed and corrected, asked for, or learnt. Whoever
/// hands such a verb to `settle` takes its line away here, and gives its codes their words.
const NEVER_LOGGED: [&str; 28] = [
    "beat.",
    "bookmark.",
    "course.empty",
    "course.required",
    "decision.figure",
    "decision.meanwhile",
    "decision.missing",
    "dispute.",
    "document.",
    "exam.",
    "extension.no-date",
    "id-number.",
    "installation.",
    "invitation",
    "item.figure-unconfirmed",
    "lesson.corrected-elsewhere",
    "lesson.film",
    "lesson.last",
    "lesson.withdrawn",
    "make-up.",
    "password.",
    "policy.",
    "question.",
    "request.",
    "retrospect.",
    "sign-in.",
    "training-year.",
    "year.",
];

/// Endings of names of files, which are written like codes.
const FILES: [&str; 10] = ["pdf", "html", "js", "css", "svg", "xml", "key", "ini", "bin", "xlsx"];

#[test]
fn every_event_has_a_name_of_its_own_in_chinese() {
    let labels: BTreeSet<String> = EventKind::ALL.iter().map(|kind| event_label(*kind)).collect();
    assert_eq!(labels.len(), EventKind::ALL.len(), "{labels:?}");
    for label in labels {
        assert!(!label.is_empty() && label.chars().all(|c| !c.is_ascii()), "{label}");
    }
}

#[test]
fn no_reason_is_told_twice() {
    let codes: BTreeSet<&str> = REASONS.iter().map(|(code, _)| *code).collect();
    assert_eq!(codes.len(), REASONS.len());
}

#[test]
fn the_reasons_are_those_that_the_sources_give() {
    let given = codes_of_sources();
    assert!(given.len() > 80, "{given:?}");
    let known = |code: &str| REASONS.iter().any(|(known, _)| *known == code);
    let is_event = |code: &str| EventKind::by_name(code).is_some();
    let unknown: Vec<_> = given
        .iter()
        .filter(|code| !known(code) && !is_event(code) && !NEVER_LOGGED.iter().any(|begin| code.starts_with(begin)))
        .collect();
    assert!(unknown.is_empty(), "the log has no words for {unknown:?}");
    let made_nowhere: Vec<_> =
        REASONS.iter().map(|(code, _)| *code).filter(|code| code.contains('.') && !given.contains(*code)).collect();
    assert!(made_nowhere.is_empty(), "no refusal has the code {made_nowhere:?}");
    for begin in NEVER_LOGGED {
        assert!(given.iter().any(|code| code.starts_with(begin)), "{begin}");
    }
}

/// Every text of the sources that is written like a code, but names of files; what tests say is not looked at.
fn codes_of_sources() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders: Vec<_> = ["domain/src", "actions/src", "web/src"].map(|folder| crates.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of sources").flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".rs") && !name.contains("tests") && name != "words.rs" {
                let text = fs::read_to_string(&path).expect("a source");
                let product = text.split("#[cfg(test)]").next().unwrap_or_default();
                codes.extend(product.split('"').filter(|text| is_code(text)).map(str::to_owned));
            }
        }
    }
    codes
}

fn is_code(text: &str) -> bool {
    let is_word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '-');
    text.split_once('.').is_some_and(|(noun, what)| is_word(noun) && is_word(what) && !FILES.contains(&what))
}

#[test]
fn no_event_is_called_by_half_a_phrase() {
    for kind in EventKind::ALL {
        let label = event_label(*kind);
        let count = |sign| label.matches(sign).count();
        let is_whole = count('《') == count('》') && count('“') == count('”') && count('（') == count('）');
        assert!(is_whole && !label.contains(['{', '《', '“']) && !label.is_empty(), "{}: {label}", kind.name());
    }
}
