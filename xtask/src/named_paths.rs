//! Paths that Markdown documents name, in backticks or as links, must lead somewhere.

use std::path::Path;

use crate::tree;

/// Endings of files that a document would name by path.
const ENDINGS: [&str; 12] =
    [".rs", ".md", ".toml", ".csv", ".html", ".typ", ".sql", ".css", ".js", ".json", ".xlsx", ".zst"];
/// First parts of paths that are always meant from the top of the repository.
const TOPS: [&str; 7] = ["crates", "docs", "policies", "xtask", "fixtures", ".ci", ".cargo"];
/// First parts of paths that exist only on a running machine.
const ELSEWHERE: [&str; 2] = ["data", "target"];

/// Every named path that leads nowhere, with the document and the line.
pub(crate) fn problems_in(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for document in tree::files(root, &[".md"]) {
        let Ok(text) = std::fs::read_to_string(root.join(&document)) else {
            found.push(format!("{document}: cannot be read"));
            continue;
        };
        let folder = Path::new(&document).parent().unwrap_or(Path::new(""));
        for (line, path) in named_paths(&text) {
            let is_there = root.join(&path).exists() || root.join(folder).join(&path).exists();
            if !is_there {
                found.push(format!("{document}:{line}: `{path}` does not exist"));
            }
        }
    }
    found
}

/// The paths that a document names outside fenced blocks, each with its line number.
fn named_paths(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut is_fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced {
            let spans = line.split('`').skip(1).step_by(2).filter(|span| is_path(span));
            found.extend(spans.map(|span| (index + 1, span.to_owned())));
            found.extend(links(line).map(|link| (index + 1, link.to_owned())));
        }
    }
    found
}

fn is_path(span: &str) -> bool {
    let is_plain = span.chars().all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    let mut parts = span.split('/');
    let first = parts.next().unwrap_or_default();
    let has_ending = ENDINGS.iter().any(|ending| span.ends_with(ending) && span.len() > ending.len());
    is_plain
        && !first.is_empty()
        && !ELSEWHERE.contains(&first)
        && match span.contains('/') {
            true => has_ending || TOPS.contains(&first),
            false => span.ends_with(".md") && has_ending,
        }
}

/// The relative targets of Markdown links, without their anchors.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| {
        let target = rest.split(')').next()?;
        let target = target.split('#').next()?;
        (!target.is_empty() && !target.contains(':') && !target.starts_with('/')).then_some(target)
    })
}

#[cfg(test)]
mod tests {
    use super::{named_paths, problems_in};

    #[test]
    fn paths_are_told_from_other_words_in_backticks() {
        let text = "`crates/web/src/lib.rs` `image/png` `cargo xtask test` `/my/{year}` `data/keys` `a.b` `Hours`\n\
                    ```\n`docs/in-a-block.md`\n```\n\
                    [how](howto/add.md#top) [out](https://example.org/a.md) `ARCHITECTURE.md`";
        let paths: Vec<String> = named_paths(text).into_iter().map(|(_, path)| path).collect();
        assert_eq!(paths, ["crates/web/src/lib.rs", "ARCHITECTURE.md", "howto/add.md"]);
    }

    #[test]
    fn a_dead_path_is_reported_with_its_line_and_a_live_one_is_not() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::create_dir_all(folder.path().join("docs/adr")).unwrap();
        std::fs::write(folder.path().join("docs/adr/one.md"), "back to `docs/adr` and `one.md`\n").unwrap();
        std::fs::write(folder.path().join("README.md"), "\n`docs/adr/one.md`, `docs/adr/two.md`\n").unwrap();
        assert_eq!(problems_in(folder.path()), ["README.md:2: `docs/adr/two.md` does not exist"]);
    }
}
