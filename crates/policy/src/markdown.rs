//! Splits a pack's `rules.md` into articles with their prose and their rule blocks, keeping line numbers. Must not
//! know what a block means.

use crate::faults::Fault;

/// A `rules.md`, split.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The text of the `# ` heading.
    pub(crate) title: String,
    /// What stands before the first article, then one section an article.
    pub(crate) sections: Vec<Section>,
}

/// An article, or the preamble (with an empty id).
#[derive(Debug, Default)]
pub(crate) struct Section {
    /// 第四条
    pub(crate) id: String,
    /// The rest of the heading.
    pub(crate) title: String,
    /// Line of the heading, from 1.
    pub(crate) line: usize,
    /// Markdown without the rule blocks.
    pub(crate) prose: String,
    /// The rule blocks.
    pub(crate) blocks: Vec<Block>,
}

/// The text between a pair of fences.
#[derive(Debug)]
pub(crate) struct Block {
    /// Line of its first line of text, from 1.
    pub(crate) line: usize,
    /// The text.
    pub(crate) text: String,
}

/// What would be read otherwise than it looks, and its line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    pub(crate) line: usize,
    pub(crate) fault: Fault,
}

impl Misread {
    /// What is wrong with the line, in Chinese.
    pub(crate) fn problem(&self) -> &'static str {
        match self.fault {
            Fault::OpenFence => "这个规则块没有用 ``` 结束",
            Fault::Fence => "这一行像是规则块的开头或结尾，写法却不对，里面的规则会被当成说明文字",
            Fault::TitleTwice => "文件名称写了两次，或者写在了条文后面",
            Fault::LooseRule => "这条规则没有放进规则块，会被当成说明文字",
            _ => "这一行像是标题，写法却不对，下面的内容会算到前一条里",
        }
    }
}

/// Splits the text. Nothing may look like a rule or an article and be read as prose: a fence that is never closed or not
/// written as rule blocks are, a heading of another shape, a title that is not the first line, a rule outside a fence.
pub(crate) fn split(text: &str) -> Result<Document, Misread> {
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let mut document = Document { sections: vec![Section { line: 1, ..Section::default() }], ..Document::default() };
    let mut open: Option<Block> = None;
    for (line, read) in (1..).zip(text.lines()) {
        let misread = |fault| Misread { line, fault };
        match &mut open {
            Some(block) if read.trim_end() == FENCE => {
                let block = Block { line: block.line, text: std::mem::take(&mut block.text) };
                last(&mut document).blocks.push(block);
                open = None;
            }
            Some(_) if is_fence(read) => return Err(misread(Fault::Fence)),
            Some(block) => push_line(&mut block.text, read),
            None if read.trim_end() == "```toml" => open = Some(Block { line: line + 1, text: String::new() }),
            None => read_line(&mut document, line, read).map_err(misread)?,
        }
    }
    for section in &mut document.sections {
        section.prose = section.prose.trim().to_owned();
    }
    match open {
        Some(block) => Err(Misread { line: block.line - 1, fault: Fault::OpenFence }),
        None => Ok(document),
    }
}

/// What some editors write before the first line.
const BYTE_ORDER_MARK: char = '\u{feff}';
const FENCE: &str = "```";

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with(FENCE) || line.starts_with("~~~")
}

/// `[[kind]]` or `[status]`, alone on its line.
fn is_rule(line: &str) -> bool {
    let name = line.trim().trim_matches(['[', ']']);
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte == b'-';
    line.trim().starts_with('[') && line.trim().ends_with(']') && !name.is_empty() && name.bytes().all(is_name)
}

/// A line of signs under a line of words makes a heading of it, for whoever shows the file.
fn is_underline(line: &str, above: &str) -> bool {
    let line = line.trim();
    let is_of = |sign: char| line.chars().all(|one| one == sign);
    !line.is_empty() && (is_of('=') || is_of('-')) && above.lines().last().is_some_and(|above| !above.trim().is_empty())
}

fn read_line(document: &mut Document, number: usize, line: &str) -> Result<(), Fault> {
    if let Some(heading) = line.strip_prefix("## ").map(str::trim).filter(|heading| !heading.is_empty()) {
        let (id, title) = heading.split_once(char::is_whitespace).unwrap_or((heading, ""));
        let (id, title) = (id.to_owned(), title.trim().to_owned());
        document.sections.push(Section { id, title, line: number, ..Section::default() });
    } else if let Some(title) = line.strip_prefix("# ") {
        if !document.title.is_empty() || document.sections.len() > 1 {
            return Err(Fault::TitleTwice);
        }
        title.trim().clone_into(&mut document.title);
    } else if is_fence(line) {
        return Err(Fault::Fence);
    } else if line.trim_start().starts_with('#') || is_underline(line, &last(document).prose) {
        return Err(Fault::Heading);
    } else if is_rule(line) {
        return Err(Fault::LooseRule);
    } else {
        push_line(&mut last(document).prose, line);
    }
    Ok(())
}

fn push_line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

fn last(document: &mut Document) -> &mut Section {
    document.sections.last_mut().expect("the preamble is always there")
}

#[cfg(test)]
mod tests {
    use super::{Misread, split};
    use crate::faults::Fault;

    #[test]
    fn articles_keep_their_prose_apart_from_their_blocks() {
        let document = split("# 细则\n\n## 第一条 适用\n\n话。\n\n```toml\na = 1\n```\n尾。\n").expect("it splits");
        assert_eq!(document.title, "细则");
        let article = &document.sections[1];
        assert_eq!((article.id.as_str(), article.title.as_str(), article.line), ("第一条", "适用", 3));
        assert_eq!(article.prose, "话。\n\n尾。");
        assert_eq!((article.blocks[0].line, article.blocks[0].text.as_str()), (8, "a = 1\n"));
    }

    #[test]
    fn an_open_fence_is_named_by_its_line() {
        let open = Misread { line: 2, fault: Fault::OpenFence };
        assert_eq!(split("# 细则\n```toml\na = 1\n").expect_err("it is open"), open);
    }

    #[test]
    fn nothing_that_looks_like_a_rule_or_an_article_is_read_as_prose() {
        for fence in ["```TOML", "~~~toml", "```", "  ```toml", "```toml x", "````toml", "　```toml"] {
            assert_eq!(misread(fence), Some(Fault::Fence), "{fence}");
        }
        for heading in
            ["##　补充二", "##第九条", "### 第九条", "#第九条", " ## 第九条", "## ", "##", "话。\n---", "话。\n=="]
        {
            assert_eq!(misread(heading), Some(Fault::Heading), "{heading}");
        }
        for rule in ["[[group]]", " [[day-limit]]", "[status]"] {
            assert_eq!(misread(rule), Some(Fault::LooseRule), "{rule}");
        }
        assert_eq!(misread("# 另一个名称"), Some(Fault::TitleTwice));
        for prose in [
            "话。",
            "",
            "写成 [[title-series]] 就行。",
            "[附件1]",
            "[note",
            "note]",
            "---",
            "1 # 2",
            "```toml\na = 1\n```",
        ] {
            assert_eq!(misread(prose), None, "{prose}");
        }
    }

    #[test]
    fn a_title_stands_once_and_before_the_articles() {
        for twice in ["# 细则\n# 另一个名称\n", "## 第一条\n\n# 细则\n"] {
            assert_eq!(split(twice).err().map(|misread| misread.fault), Some(Fault::TitleTwice), "{twice}");
        }
    }

    fn misread(line: &str) -> Option<Fault> {
        split(&format!("# 细则\n\n## 第一条\n\n{line}\n")).err().map(|misread| misread.fault)
    }

    #[test]
    fn a_mark_before_the_first_line_is_no_part_of_it() {
        assert_eq!(split("\u{feff}# 细则\n").expect("it splits").title, "细则");
    }
}
