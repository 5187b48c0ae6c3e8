//! A rule under another article: the citation itself, changed.

use std::ops::Range;

use super::{Mutant, in_blocks};

/// What an article says that is left without a rule.
const NO_RULE: [&str; 4] = ["```toml", "[[no-rule]]", "reason = \"没有可计算的内容。\"", "```"];

/// Each section of these sorts under the next article that has rules, or where none follows under the one before.
pub(crate) fn moved(file: &str, text: &str, sections: &[&str]) -> Vec<Mutant> {
    let lines: Vec<&str> = text.lines().collect();
    let headers: Vec<usize> =
        in_blocks(&lines).iter().filter(|(_, line)| line.starts_with('[')).map(|(index, _)| *index).collect();
    let begins = headers.iter().copied().filter(|index| sections.contains(&lines[*index]));
    let mutants = begins.filter_map(|begin| {
        let (own, other) = articles(&lines, begin)?;
        let length = lines[begin + 1..].iter().take_while(|line| !line.starts_with('[') && !line.starts_with("```"));
        let section = begin..begin + 1 + length.count();
        let fence = lines[..begin].iter().rposition(|line| *line == "```toml")?;
        let close = begin + lines[begin..].iter().position(|line| *line == "```")?;
        let others = |range: Range<usize>| headers.iter().any(|at| *at != begin && range.contains(at));
        let dropped = if others(fence..close) { section.clone() } else { fence..close + 1 };
        let mut changed: Vec<&str> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            if index == dropped.start && !others(own.clone()) {
                changed.extend(NO_RULE);
            }
            if !dropped.contains(&index) {
                changed.push(line);
            }
            if index == other {
                changed.extend(&lines[section.clone()]);
            }
        }
        let name = format!("{file} {} {} under another article", lines[begin], lines[begin + 1]);
        Some(Mutant { name, file: file.to_owned(), text: changed.join("\n") + "\n" })
    });
    mutants.collect()
}

/// The lines of the article around this place, and where the rules of another one begin.
fn articles(lines: &[&str], place: usize) -> Option<(Range<usize>, usize)> {
    let mut begins: Vec<usize> = (0..lines.len()).filter(|index| lines[*index].starts_with("## ")).collect();
    begins.push(lines.len());
    let articles: Vec<Range<usize>> = begins.windows(2).map(|pair| pair[0]..pair[1]).collect();
    let own = articles.iter().position(|article| article.contains(&place))?;
    let rules = |article: &Range<usize>| -> Option<usize> {
        let inside = &lines[article.clone()];
        let has_rules = !inside.contains(&"[[no-rule]]");
        inside.iter().position(|line| *line == "```toml").filter(|_| has_rules).map(|at| article.start + at)
    };
    let after = articles[own + 1..].iter().find_map(rules);
    Some((articles[own].clone(), after.or_else(|| articles[..own].iter().rev().find_map(rules))?))
}
