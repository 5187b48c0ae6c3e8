//! Articles that code names itself. Which article asks for something is for the pack to say (`docs/adr/0025-the-pack-names-the-article.md`):
//! under another authority a number in the code would be that of another law.

use std::path::Path;

use crate::tree;

/// Where nobody may name one.
const PLACES: [&str; 5] =
    ["crates/domain/src/", "crates/actions/src/", "crates/documents/src/", "crates/web/src/", "crates/web/templates/"];
const NUMERALS: &str = "零一二三四五六七八九十百0123456789";
const NUMERALS_MAX: usize = 5;

/// Every article that stands in code or a template, with its line. `exceptions` are files that may name some; one that
/// names none any more is told as well.
pub(crate) fn problems_in(root: &Path, exceptions: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for path in tree::files(root, &[".rs", ".html"]) {
        let is_meant = PLACES.iter().any(|place| path.starts_with(place)) && !is_test(&path);
        let Ok(text) = std::fs::read_to_string(root.join(&path)) else { continue };
        let named = if is_meant { articles(&text) } else { Vec::new() };
        if !exceptions.contains(&path) {
            let told =
                |(line, article)| format!("{path}:{line}: `{article}` is named in code; a pack says which it is");
            found.extend(named.into_iter().map(told));
        } else if named.is_empty() {
            found.push(format!("{path}: no longer needs its exception, it names no article"));
        }
    }
    found
}

fn is_test(path: &str) -> bool {
    path.contains("/tests/") || path.ends_with("tests.rs")
}

/// The articles outside comments and tests, each with its line.
fn articles(text: &str) -> Vec<(usize, String)> {
    let product = text.lines().take_while(|line| *line != "mod tests {");
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    (1..)
        .zip(product)
        .filter(|(_, line)| is_code(line))
        .filter_map(|(number, line)| Some((number, article(line)?)))
        .collect()
}

/// The first article that a line names, such as 第十一条.
fn article(line: &str) -> Option<String> {
    line.match_indices('第').find_map(|(at, first)| {
        let rest = &line[at + first.len()..];
        let number: String = rest.chars().take_while(|letter| NUMERALS.contains(*letter)).collect();
        let ends = rest[number.len()..].starts_with('条');
        let is_number = (1..=NUMERALS_MAX).contains(&number.chars().count());
        (is_number && ends).then(|| format!("第{number}条"))
    })
}

#[cfg(test)]
mod tests {
    use super::{article, articles, problems_in};

    #[test]
    fn an_article_is_told_by_its_number() {
        let of = |line: &str| article(line);
        assert_eq!(of("愿按第十三条承担责任"), Some("第十三条".to_owned()));
        assert_eq!(of("第一讲和第2条"), Some("第2条".to_owned()));
        for none in ["第 {number} 项", "第几条", "这一条", "第条", "第二名，一条"] {
            assert_eq!(of(none), None, "{none}");
        }
    }

    #[test]
    fn comments_and_tests_may_name_one() {
        let text = "//! 第一条\nlet a = \"第二条\";\n    // 第三条\n#[cfg(test)]\nmod tests {\n    \"第四条\"\n}\n";
        assert_eq!(articles(text), [(2, "第二条".to_owned())]);
    }

    #[test]
    fn only_the_places_that_people_read_are_looked_at_and_an_exception_may_only_shrink() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |path: &str, text: &str| {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().expect("a folder")).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("crates/domain/src/a.rs", "const A: &str = \"第六条\";\n");
        write("crates/domain/src/registration/tests.rs", "const A: &str = \"第六条\";\n");
        write("crates/policy/src/a.rs", "const A: &str = \"第六条\";\n");
        write("crates/web/templates/a.html", "<p>第三条</p>\n");
        write("crates/web/templates/b.html", "<p>第三条</p>\n");
        write("crates/web/templates/c.html", "<p></p>\n");
        let exceptions = ["b", "c"].map(|name| format!("crates/web/templates/{name}.html"));
        let found = problems_in(folder.path(), &exceptions);
        assert_eq!(found.len(), 3, "{found:#?}");
        assert!(found[0].starts_with("crates/domain/src/a.rs:1: `第六条`"), "{found:#?}");
    }
}
