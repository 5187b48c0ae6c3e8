//! Splits a pack's `rules.md` into articles with their prose and their rule blocks, keeping line numbers. Must not
//! know what a block means.

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

/// Splits the text. A fence that is never closed is an error: its line.
pub(crate) fn split(text: &str) -> Result<Document, usize> {
    let mut document = Document { sections: vec![Section { line: 1, ..Section::default() }], ..Document::default() };
    let mut open: Option<Block> = None;
    for (number, line) in (1..).zip(text.lines()) {
        match &mut open {
            Some(block) if line.trim_end() == "```" => {
                let block = Block { line: block.line, text: std::mem::take(&mut block.text) };
                last(&mut document).blocks.push(block);
                open = None;
            }
            Some(block) => push_line(&mut block.text, line),
            None if line.trim_end() == "```toml" => open = Some(Block { line: number + 1, text: String::new() }),
            None => read_line(&mut document, number, line),
        }
    }
    for section in &mut document.sections {
        section.prose = section.prose.trim().to_owned();
    }
    match open {
        Some(block) => Err(block.line - 1),
        None => Ok(document),
    }
}

fn read_line(document: &mut Document, number: usize, line: &str) {
    if let Some(heading) = line.strip_prefix("## ") {
        let (id, title) = heading.trim().split_once(char::is_whitespace).unwrap_or((heading.trim(), ""));
        let (id, title) = (id.to_owned(), title.trim().to_owned());
        document.sections.push(Section { id, title, line: number, ..Section::default() });
    } else if let Some(title) = line.strip_prefix("# ") {
        title.trim().clone_into(&mut document.title);
    } else {
        push_line(&mut last(document).prose, line);
    }
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
    use super::split;

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
        assert_eq!(split("# 细则\n```toml\na = 1\n").expect_err("it is open"), 2);
    }
}
