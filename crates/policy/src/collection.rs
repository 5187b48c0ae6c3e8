//! Everything that the rule files of a chain of packs say, each entry with its place and its article. An entry of a
//! later pack replaces the entry with the same id of the pack that it extends. Must not check what entries mean.

use jiff::civil::Date;
use toml::Spanned;

use crate::blocks::{
    AnnulmentBlock, BlockText, CategoryBlock, CertificateBlock, ConsequenceBlock, DeadlineBlock, EvidenceBlock,
    GapBlock, GroupBlock, KindBlock, ObligationBlock, PackBlock, PublicCourseBlock, RateBlock, ReadingBlock,
    RequireBlock, StatusBlock, TrainingYearBlock, WindowBlock,
};
use crate::markdown::{self, Block, Document, Section};
use crate::{Article, PackError};

/// An entry and where it stands.
#[derive(Debug)]
pub(crate) struct Placed<T> {
    pub(crate) id: String,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) article: String,
    pub(crate) entry: T,
}

impl<T> Placed<T> {
    /// An error at this entry.
    pub(crate) fn error(&self, problem: impl Into<String>) -> PackError {
        PackError::new(&self.file, self.line, problem)
    }
}

/// What stands before the first article, each with its line.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub(crate) extends: Option<(String, usize)>,
    pub(crate) from: Option<(Date, usize)>,
    pub(crate) succeeds: Option<(String, usize)>,
}

/// The entries of a chain.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    pub(crate) title: String,
    pub(crate) articles: Vec<Article>,
    pub(crate) readings: Vec<Placed<ReadingBlock>>,
    pub(crate) gaps: Vec<Placed<GapBlock>>,
    pub(crate) training_years: Vec<Placed<TrainingYearBlock>>,
    pub(crate) rates: Vec<Placed<RateBlock>>,
    pub(crate) obligations: Vec<Placed<ObligationBlock>>,
    pub(crate) public_course: Option<Placed<PublicCourseBlock>>,
    pub(crate) categories: Vec<Placed<CategoryBlock>>,
    pub(crate) groups: Vec<Placed<GroupBlock>>,
    pub(crate) windows: Vec<Placed<WindowBlock>>,
    pub(crate) evidence: Vec<Placed<EvidenceBlock>>,
    pub(crate) kinds: Vec<Placed<KindBlock>>,
    pub(crate) requirements: Vec<Placed<RequireBlock>>,
    pub(crate) certificates: Vec<Placed<CertificateBlock>>,
    pub(crate) deadlines: Vec<Placed<DeadlineBlock>>,
    pub(crate) consequences: Vec<Placed<ConsequenceBlock>>,
    pub(crate) status: Option<Placed<StatusBlock>>,
    pub(crate) annulment: Option<Placed<AnnulmentBlock>>,
}

impl Collection {
    /// Reads the packs, the innermost first.
    pub(crate) fn of<'a>(
        packs: impl Iterator<Item = &'a str>,
        text: impl Fn(&str) -> Result<&'a str, PackError>,
    ) -> Result<Collection, PackError> {
        let mut collection = Collection::default();
        for pack in packs {
            let file = format!("{pack}/rules.md");
            collection.add(&file, text(&file)?)?;
        }
        Ok(collection)
    }

    /// What a rule file says before its first article.
    pub(crate) fn header(file: &str, text: &str) -> Result<Header, PackError> {
        let document = split(file, text)?;
        let mut header = Header::default();
        for block in document.sections.iter().take(1).flat_map(|section| &section.blocks) {
            let Some(PackBlock { extends, from, succeeds }) = parse(file, block)?.pack else { continue };
            let placed = |value: Spanned<String>| {
                let line = line_of(block, &value);
                (value.into_inner(), line)
            };
            header.extends = extends.map(placed);
            header.succeeds = succeeds.map(placed);
            if let Some((day, line)) = from.map(placed) {
                let problem = |_| PackError::new(file, line, format!("from“{day}”要写成 2022-01-01 这样的日期"));
                header.from = Some((day.parse().map_err(problem)?, line));
            }
        }
        Ok(header)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), PackError> {
        let document = split(file, text)?;
        if document.title.is_empty() {
            return Err(PackError::new(file, 1, "第一行要写文件名称，例如：# 某某实施细则"));
        }
        self.title = document.title;
        // Articles of the extending pack come first.
        let inner = std::mem::take(&mut self.articles);
        for section in document.sections {
            if !section.id.is_empty() && inner.iter().any(|article| article.id == section.id) {
                let problem = format!("所依据的标准里已经有“{}”，请换一个能区分的条名", section.id);
                return Err(PackError::new(file, section.line, problem));
            }
            self.add_section(file, section)?;
        }
        self.articles.extend(inner);
        Ok(())
    }

    fn add_section(&mut self, file: &str, section: Section) -> Result<(), PackError> {
        let is_article = !section.id.is_empty();
        if is_article && section.blocks.is_empty() {
            let problem = format!(
                "{}下面没有规则块。请写规则，或写 [[no-rule]] 并用 reason 说明为什么不需要程序计算",
                section.id
            );
            return Err(PackError::new(file, section.line, problem));
        }
        if self.articles.iter().any(|article| article.id == section.id) {
            return Err(PackError::new(file, section.line, format!("{}出现了两次", section.id)));
        }
        let (mut rules, mut no_rule, mut gaps) = (Vec::new(), None, 0);
        for block in &section.blocks {
            let text = parse(file, block)?;
            rules.extend(rules_of(&text));
            gaps += text.gap.len();
            no_rule = no_rule.or_else(|| text.no_rule.first().map(|none| none.reason.get_ref().clone()));
            if text.pack.is_some() && is_article {
                return Err(PackError::new(file, block.line, "[pack] 只能写在第一条之前"));
            }
            self.add_block(&Origin { file, block, article: &section.id }, text)?;
        }
        let problem = match (rules.is_empty(), &no_rule) {
            (true, None) if gaps == 0 => "下面的规则块里没有规则，也没有写 [[no-rule]]",
            (false, Some(_)) => "下面已有规则，就不能再写 [[no-rule]]",
            _ => "",
        };
        if is_article && !problem.is_empty() {
            return Err(PackError::new(file, section.line, format!("{}{problem}", section.id)));
        }
        if is_article {
            let Section { id, title, prose, .. } = section;
            self.articles.push(Article { id, title, prose, rules, no_rule });
        }
        Ok(())
    }

    fn add_block(&mut self, origin: &Origin<'_>, text: BlockText) -> Result<(), PackError> {
        for none in text.no_rule {
            if none.reason.get_ref().trim().is_empty() {
                return Err(PackError::new(origin.file, line_of(origin.block, &none.reason), "reason 不能为空"));
            }
        }
        if !text.obligation.is_empty() {
            // Their order decides, so those of the pack around it cannot be mixed in: they are replaced together.
            self.obligations.retain(|earlier| earlier.file == origin.file);
        }
        put(&mut self.readings, origin, text.reading, |entry| &entry.id)?;
        put(&mut self.gaps, origin, text.gap, |entry| &entry.id)?;
        put(&mut self.training_years, origin, text.training_year, |entry| &entry.id)?;
        put(&mut self.rates, origin, text.rate, |entry| &entry.id)?;
        put(&mut self.obligations, origin, text.obligation, |entry| &entry.why)?;
        put(&mut self.categories, origin, text.category, |entry| &entry.id)?;
        put(&mut self.groups, origin, text.group, |entry| &entry.id)?;
        put(&mut self.windows, origin, text.window, |entry| &entry.id)?;
        put(&mut self.evidence, origin, text.evidence, |entry| &entry.id)?;
        put(&mut self.kinds, origin, text.kind, |entry| &entry.id)?;
        put(&mut self.requirements, origin, text.require, |entry| &entry.id)?;
        put(&mut self.certificates, origin, text.certificate, |entry| &entry.id)?;
        put(&mut self.deadlines, origin, text.deadline, |entry| &entry.id)?;
        put(&mut self.consequences, origin, text.consequence, |entry| &entry.id)?;
        put_only(&mut self.public_course, origin, text.public_course, |entry| &entry.after_attempts)?;
        put_only(&mut self.status, origin, text.status, |entry| &entry.day)?;
        put_only(&mut self.annulment, origin, text.annulment, |entry| &entry.says)?;
        Ok(())
    }
}

/// Where a block stands.
struct Origin<'a> {
    file: &'a str,
    block: &'a Block,
    article: &'a str,
}

/// The rules of a block, each as its sort and its id. Readings and gaps are no rules.
fn rules_of(text: &BlockText) -> Vec<String> {
    let mut rules = Vec::new();
    let mut add = |sort: &str, id: &Spanned<String>| rules.push(format!("{sort} {}", id.get_ref()));
    text.obligation.iter().for_each(|entry| add("obligation", &entry.why));
    text.require.iter().for_each(|entry| add("require", &entry.id));
    text.public_course.iter().for_each(|entry| add("public-course", &entry.after_attempts));
    text.training_year.iter().for_each(|entry| add("training-year", &entry.id));
    text.window.iter().for_each(|entry| add("window", &entry.id));
    text.category.iter().for_each(|entry| add("category", &entry.id));
    text.group.iter().for_each(|entry| add("group", &entry.id));
    text.rate.iter().for_each(|entry| add("rate", &entry.id));
    text.kind.iter().for_each(|entry| add("kind", &entry.id));
    text.evidence.iter().for_each(|entry| add("evidence", &entry.id));
    text.certificate.iter().for_each(|entry| add("certificate", &entry.id));
    text.deadline.iter().for_each(|entry| add("deadline", &entry.id));
    text.consequence.iter().for_each(|entry| add("consequence", &entry.id));
    text.status.iter().for_each(|entry| add("status", &entry.day));
    text.annulment.iter().for_each(|entry| add("annulment", &entry.says));
    rules
}

fn put<T>(
    all: &mut Vec<Placed<T>>,
    origin: &Origin<'_>,
    entries: Vec<T>,
    id: impl Fn(&T) -> &Spanned<String>,
) -> Result<(), PackError> {
    for entry in entries {
        let line = line_of(origin.block, id(&entry));
        let id = id(&entry).get_ref().clone();
        let placed = Placed { id, file: origin.file.to_owned(), line, article: origin.article.to_owned(), entry };
        match all.iter_mut().find(|earlier| earlier.id == placed.id) {
            Some(earlier) if earlier.file == placed.file => {
                return Err(placed.error(format!("“{}”已经在第 {} 行写过", placed.id, earlier.line)));
            }
            Some(earlier) => *earlier = placed,
            None => all.push(placed),
        }
    }
    Ok(())
}

/// An entry of which a pack has at most one.
fn put_only<T>(
    only: &mut Option<Placed<T>>,
    origin: &Origin<'_>,
    entry: Option<T>,
    id: impl Fn(&T) -> &Spanned<String>,
) -> Result<(), PackError> {
    let Some(entry) = entry else { return Ok(()) };
    let mut found = Vec::new();
    put(&mut found, origin, vec![entry], id)?;
    match (&only, found.first()) {
        (Some(earlier), Some(placed)) if earlier.file == placed.file => {
            Err(placed.error(format!("这样的规则只能写一个，第 {} 行已经写过", earlier.line)))
        }
        _ => {
            *only = found.pop();
            Ok(())
        }
    }
}

fn split(file: &str, text: &str) -> Result<Document, PackError> {
    markdown::split(text).map_err(|line| PackError::new(file, line, "这个规则块没有用 ``` 结束"))
}

fn parse(file: &str, block: &Block) -> Result<BlockText, PackError> {
    toml::from_str(&block.text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        let line = block.line + newlines_before(&block.text, start);
        PackError::new(file, line, format!("规则块写法不对：{}", error.message().replace('\n', " ")))
    })
}

fn line_of(block: &Block, value: &Spanned<String>) -> usize {
    block.line + newlines_before(&block.text, value.span().start)
}

fn newlines_before(text: &str, end: usize) -> usize {
    text.bytes().take(end).filter(|byte| *byte == b'\n').count()
}
