//! The changes that cargo-mutants finds in the code of `policy`, by its settings in `.cargo/mutants.toml`. Must not try them.

use std::path::Path;

use serde::Deserialize;

use super::switches::Edit;
use crate::{needs, run};

/// One change as cargo-mutants lists it.
#[derive(Debug, Deserialize)]
pub(super) struct Change {
    /// From the top of the repository.
    pub(super) file: String,
    /// The place and the change in words.
    pub(super) name: String,
    genre: Genre,
    replacement: String,
    span: Stretch,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
enum Genre {
    /// What a function gives back, in place of its body.
    FnValue,
    /// An operator, a guard, an arm, a field.
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
struct Stretch {
    start: Position,
    end: Position,
}

/// A line and a character in it, both counted from 1.
#[derive(Debug, Deserialize)]
struct Position {
    line: usize,
    column: usize,
}

impl Position {
    /// The byte at which it begins, in this text.
    fn byte(&self, text: &str) -> Option<usize> {
        let mut lines = text.split_inclusive('\n');
        let before: usize = lines.by_ref().take(self.line.checked_sub(1)?).map(str::len).sum();
        let (inside, _) = lines.next()?.char_indices().nth(self.column.checked_sub(1)?)?;
        Some(before + inside)
    }
}

impl Change {
    /// Whether it is what a function gives back, in place of its body.
    pub(super) fn is_body(&self) -> bool {
        self.genre == Genre::FnValue
    }

    /// The change as an edit of its file's text.
    ///
    /// # Errors
    /// When the text has no such place.
    pub(super) fn edit(&self, number: usize, text: &str) -> Result<Edit, String> {
        let range = self.span.start.byte(text).zip(self.span.end.byte(text));
        let (start, end) = range.ok_or_else(|| format!("{}: the file has no such place", self.name))?;
        Ok(Edit { number, range: start..end, text: self.replacement.clone(), is_body: self.is_body() })
    }
}

/// All changes, or those of these files.
///
/// # Errors
/// When cargo-mutants is not there, or lists nothing.
pub(super) fn changes(root: &Path, files: &[String]) -> Result<Vec<Change>, String> {
    if needs::in_path(&["cargo-mutants"]).is_none() {
        return Err("not run. Install it with: cargo install --locked cargo-mutants".to_owned());
    }
    let mut command = run::cargo(root, &["mutants", "--list", "--json", "--package", "policy"]);
    let output = command.output().map_err(|error| format!("cargo-mutants: {error}"))?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let mut changes: Vec<Change> =
        serde_json::from_slice(&output.stdout).map_err(|error| format!("cargo-mutants: {error}"))?;
    changes.retain(|change| files.is_empty() || files.contains(&change.file));
    if changes.is_empty() { Err("cargo-mutants lists no change there".to_owned()) } else { Ok(changes) }
}

#[cfg(test)]
mod tests {
    use super::Change;

    #[test]
    fn a_place_is_counted_in_lines_and_characters() {
        let listed = r#"{"file": "a.rs", "name": "a.rs:2:9: replace == with !=", "genre": "BinaryOperator", "package": "policy",
            "replacement": "!=", "span": {"start": {"line": 2, "column": 10}, "end": {"line": 2, "column": 12}}}"#;
        let change: Change = serde_json::from_str(listed).expect("a change");
        let text = "fn a() {\n    \"学时\" == b\n}\n";
        let edit = serde_json::from_str::<Change>(listed).expect("a change").edit(7, text).expect("a place");
        assert_eq!((&text[edit.range.clone()], edit.text.as_str(), edit.number), ("==", "!=", 7));
        assert!(!edit.is_body);
        assert!(change.edit(7, "").is_err(), "no such place in an empty text");
    }
}
