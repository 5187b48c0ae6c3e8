//! Everything that the rule files of a chain of packs say, each entry with its place and its article. An entry of a
//! later pack replaces the entry with the same id of the pack that it extends. Must not check what entries mean.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::Spanned;

use crate::blocks::{
    AnnulmentBlock, BlockText, CategoryBlock, CertificateBlock, ConsequenceBlock, DayLimitBlock, DeadlineBlock,
    EvidenceBlock, GapBlock, GroupBlock, KindBlock, ObligationBlock, PackBlock, PublicCourseBlock, RateBlock,
    ReadingBlock, RequireBlock, StatusBlock, TablesBlock, TitleSeriesBlock, TrainingYearBlock, VerificationBlock,
    WindowBlock,
};
use crate::faults::Fault;
use crate::markdown::{self, Block, Document, Section};
use crate::{Article, PackError, days, settings, toml_words};

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
    pub(crate) fn error(&self, fault: Fault, problem: impl Into<String>) -> PackError {
        PackError::new(&self.file, self.line, fault, problem)
    }
}

/// What stands before the first article, each with its line.
#[derive(Debug, Default)]
pub(crate) struct Header {
    pub(crate) extends: Option<(String, usize)>,
    pub(crate) from: Option<(Date, usize)>,
    pub(crate) until: Option<(Date, usize)>,
    pub(crate) succeeds: Option<(String, usize)>,
}

/// The entries of a chain.
#[derive(Debug, Default)]
pub(crate) struct Collection {
    pub(crate) title: String,
    /// Whether a pack of the chain says that all of it is made up.
    pub(crate) is_sample: bool,
    pub(crate) articles: Vec<Article>,
    /// File and line of each article's heading, in the same order.
    pub(crate) headings: Vec<(String, usize)>,
    /// The article that is named for each provision; its id is the provision's name.
    pub(crate) provisions: Vec<Placed<(String, Spanned<String>)>>,
    pub(crate) readings: Vec<Placed<ReadingBlock>>,
    pub(crate) gaps: Vec<Placed<GapBlock>>,
    pub(crate) training_years: Vec<Placed<TrainingYearBlock>>,
    pub(crate) title_series: Vec<Placed<TitleSeriesBlock>>,
    /// One for each pack of the chain that has tables of its own: they do not replace each other.
    pub(crate) tables: Vec<Placed<TablesBlock>>,
    pub(crate) rates: Vec<Placed<RateBlock>>,
    pub(crate) day_limits: Vec<Placed<DayLimitBlock>>,
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
    pub(crate) verification: Option<Placed<VerificationBlock>>,
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

    /// The reading with this id.
    pub(crate) fn reading<T>(&self, placed: &Placed<T>, id: &str) -> Result<&Placed<ReadingBlock>, PackError> {
        let known = self.readings.iter().find(|reading| reading.id == id);
        known.ok_or_else(|| placed.error(Fault::UnknownReading, format!("没有解释性规定“{id}”，请先写 [[reading]]")))
    }

    /// How much a day can hold of what this rate gives, where a limit says so.
    pub(crate) fn day_limit(&self, rate: &Placed<RateBlock>) -> Option<&Placed<DayLimitBlock>> {
        self.day_limits.iter().find(|placed| placed.entry.rates.contains(&rate.id))
    }

    /// Chooses otherwise in these readings.
    pub(crate) fn choose(&mut self, file: &str, pins: &BTreeMap<String, String>) -> Result<(), PackError> {
        for (id, option) in pins {
            let Some(reading) = self.readings.iter_mut().find(|reading| reading.id == *id) else {
                return Err(PackError::new(file, 1, Fault::UnknownReading, format!("没有解释性规定“{id}”")));
            };
            reading.entry.chosen.clone_from(option);
        }
        self.readings.iter().try_for_each(settings::check)
    }

    /// What a rule file says before its first article.
    pub(crate) fn header(file: &str, text: &str) -> Result<Header, PackError> {
        let document = split(file, text)?;
        let mut header = Header::default();
        for block in document.sections.iter().take(1).flat_map(|section| &section.blocks) {
            let Some(PackBlock { extends, from, until, succeeds, .. }) = parse(file, block)?.pack else { continue };
            let placed = |value: Spanned<String>| {
                let line = line_of(block, &value);
                (value.into_inner(), line)
            };
            header.extends = extends.map(placed);
            header.succeeds = succeeds.map(placed);
            header.from = from.map(placed).map(|from| day(file, "from", from)).transpose()?;
            header.until = until.map(placed).map(|until| day(file, "until", until)).transpose()?;
        }
        if let (Some((from, _)), Some((until, line))) = (header.from, header.until)
            && until < from
        {
            let problem = format!("执行的最后一天 {until} 早于第一天 {from}");
            return Err(PackError::new(file, line, Fault::EndsFirst, problem));
        }
        Ok(header)
    }

    fn add(&mut self, file: &str, text: &str) -> Result<(), PackError> {
        let document = split(file, text)?;
        if document.title.is_empty() {
            return Err(PackError::new(file, 1, Fault::NoTitle, "第一行要写文件名称，例如：# 某某实施细则"));
        }
        self.title = document.title;
        // Articles of the extending pack come first.
        let inner = std::mem::take(&mut self.articles);
        let inner_headings = std::mem::take(&mut self.headings);
        for section in document.sections {
            if !section.id.is_empty() && inner.iter().any(|article| article.id == section.id) {
                let problem = format!("所依据的标准里已经有“{}”，请换一个能区分的条名", section.id);
                return Err(PackError::new(file, section.line, Fault::ArticleTwice, problem));
            }
            self.add_section(file, section)?;
        }
        self.articles.extend(inner);
        self.headings.extend(inner_headings);
        Ok(())
    }

    fn add_section(&mut self, file: &str, section: Section) -> Result<(), PackError> {
        let is_article = !section.id.is_empty();
        let error =
            |fault, problem: &str| PackError::new(file, section.line, fault, format!("{}{problem}", section.id));
        if is_article && section.blocks.is_empty() {
            let problem = "下面没有规则块。请写规则，或写 [[no-rule]] 并用 reason 说明为什么不需要程序计算";
            return Err(error(Fault::NoRule, problem));
        }
        if self.articles.iter().any(|article| article.id == section.id) {
            return Err(error(Fault::ArticleTwice, "出现了两次"));
        }
        let (mut rules, mut no_rule, mut gaps) = (Vec::new(), None, 0);
        for block in &section.blocks {
            let text = parse(file, block)?;
            rules.extend(rules_of(&text));
            self.is_sample |= text.pack.as_ref().is_some_and(|pack| pack.sample);
            gaps += text.gap.len();
            no_rule = no_rule.or_else(|| text.no_rule.first().map(|none| none.reason.get_ref().clone()));
            if is_article && (text.pack.is_some() || !text.provisions.is_empty()) {
                let problem = "[pack] 和 [provisions] 只能写在第一条之前";
                return Err(PackError::new(file, block.line, Fault::PackMisplaced, problem));
            }
            if !is_article && (!rules.is_empty() || no_rule.is_some() || gaps > 0 || !text.reading.is_empty()) {
                let problem = "第一条之前只能写 [pack] 和 [provisions]：规则没有条文就没有出处";
                return Err(PackError::new(file, block.line, Fault::Uncited, problem));
            }
            self.add_block(&Origin { file, block, article: &section.id }, text)?;
        }
        if is_article {
            match (rules.is_empty(), &no_rule) {
                (true, None) if gaps == 0 => {
                    return Err(error(Fault::NoRule, "下面的规则块里没有规则，也没有写 [[no-rule]]"));
                }
                (false, Some(_)) => {
                    return Err(error(Fault::RuleAndReason, "下面已有规则，就不能再写 [[no-rule]]"));
                }
                _ => {}
            }
            self.headings.push((file.to_owned(), section.line));
            let Section { id, title, prose, .. } = section;
            self.articles.push(Article { id, title, prose, rules, no_rule });
        }
        Ok(())
    }

    fn add_block(&mut self, origin: &Origin<'_>, text: BlockText) -> Result<(), PackError> {
        for none in text.no_rule {
            if none.reason.get_ref().trim().is_empty() {
                let line = line_of(origin.block, &none.reason);
                return Err(PackError::new(origin.file, line, Fault::EmptyText, "reason 不能为空"));
            }
        }
        if !text.obligation.is_empty() {
            // Their order decides, so those of the pack around it cannot be mixed in: they are replaced together.
            self.obligations.retain(|earlier| earlier.file == origin.file);
        }
        let provisions = text.provisions.into_iter().collect();
        put(&mut self.provisions, origin, provisions, |(name, cited)| (name, cited.span().start))?;
        put(&mut self.readings, origin, text.reading, |entry| at(&entry.id))?;
        put(&mut self.gaps, origin, text.gap, |entry| at(&entry.id))?;
        put(&mut self.training_years, origin, text.training_year, |entry| at(&entry.id))?;
        put(&mut self.title_series, origin, text.title_series, |entry| at(&entry.id))?;
        self.add_tables(origin, text.tables)?;
        put(&mut self.rates, origin, text.rate, |entry| at(&entry.id))?;
        put(&mut self.day_limits, origin, text.day_limit, |entry| at(&entry.id))?;
        put(&mut self.obligations, origin, text.obligation, |entry| at(&entry.why))?;
        put(&mut self.categories, origin, text.category, |entry| at(&entry.id))?;
        put(&mut self.groups, origin, text.group, |entry| at(&entry.id))?;
        put(&mut self.windows, origin, text.window, |entry| at(&entry.id))?;
        put(&mut self.evidence, origin, text.evidence, |entry| at(&entry.id))?;
        put(&mut self.kinds, origin, text.kind, |entry| at(&entry.id))?;
        put(&mut self.requirements, origin, text.require, |entry| at(&entry.id))?;
        put(&mut self.certificates, origin, text.certificate, |entry| at(&entry.id))?;
        put(&mut self.deadlines, origin, text.deadline, |entry| at(&entry.id))?;
        put(&mut self.consequences, origin, text.consequence, |entry| at(&entry.id))?;
        put_only(&mut self.public_course, origin, text.public_course, |entry| at(&entry.after_attempts))?;
        put_only(&mut self.status, origin, text.status, |entry| ("status", entry.day.span().start))?;
        put_only(&mut self.annulment, origin, text.annulment, |entry| at(&entry.says))?;
        put_only(&mut self.verification, origin, text.verification, |entry| {
            ("verification", entry.above_claim.span().start)
        })?;
        Ok(())
    }

    fn add_tables(&mut self, origin: &Origin<'_>, entries: Vec<TablesBlock>) -> Result<(), PackError> {
        let mut own = Vec::new();
        put(&mut own, origin, entries, |entry| at(&entry.folder))?;
        for placed in own {
            if self.tables.iter().any(|earlier| earlier.file == placed.file) {
                return Err(placed.error(Fault::OnlyOne, "[[tables]] 只能写一个：一个标准的表格由同一条规定"));
            }
            self.tables.push(placed);
        }
        Ok(())
    }

    /// Where a pack's tables lie in the library.
    pub(crate) fn tables_folder(placed: &Placed<TablesBlock>) -> String {
        format!("{}{}", placed.file.trim_end_matches("rules.md"), placed.id)
    }

    /// The article that the table at this path carries out, where its pack says so.
    pub(crate) fn article_of_table(&self, path: &str) -> Option<&str> {
        let beside = |placed: &&Placed<TablesBlock>| {
            path.strip_prefix(&Collection::tables_folder(placed)).is_some_and(|rest| rest.starts_with('/'))
        };
        self.tables.iter().find(beside).map(|placed| placed.article.as_str())
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
    text.title_series.iter().for_each(|entry| add("title-series", &entry.id));
    text.tables.iter().for_each(|entry| add("tables", &entry.folder));
    text.window.iter().for_each(|entry| add("window", &entry.id));
    text.category.iter().for_each(|entry| add("category", &entry.id));
    text.group.iter().for_each(|entry| add("group", &entry.id));
    text.rate.iter().for_each(|entry| add("rate", &entry.id));
    text.day_limit.iter().for_each(|entry| add("day-limit", &entry.id));
    text.kind.iter().for_each(|entry| add("kind", &entry.id));
    text.evidence.iter().for_each(|entry| add("evidence", &entry.id));
    text.certificate.iter().for_each(|entry| add("certificate", &entry.id));
    text.deadline.iter().for_each(|entry| add("deadline", &entry.id));
    text.consequence.iter().for_each(|entry| add("consequence", &entry.id));
    text.annulment.iter().for_each(|entry| add("annulment", &entry.says));
    rules.extend(text.status.iter().map(|_| "status".to_owned()));
    rules.extend(text.verification.iter().map(|_| "verification".to_owned()));
    rules
}

fn put<T>(
    all: &mut Vec<Placed<T>>,
    origin: &Origin<'_>,
    entries: Vec<T>,
    id: impl Fn(&T) -> (&str, usize),
) -> Result<(), PackError> {
    for entry in entries {
        let (name, start) = id(&entry);
        let line = origin.block.line + newlines_before(&origin.block.text, start);
        let id = name.to_owned();
        let placed = Placed { id, file: origin.file.to_owned(), line, article: origin.article.to_owned(), entry };
        match all.iter_mut().find(|earlier| earlier.id == placed.id) {
            Some(earlier) if earlier.file == placed.file => {
                return Err(placed.error(Fault::Twice, format!("“{}”已经在第 {} 行写过", placed.id, earlier.line)));
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
    id: impl Fn(&T) -> (&str, usize),
) -> Result<(), PackError> {
    let Some(entry) = entry else { return Ok(()) };
    let mut found = Vec::new();
    put(&mut found, origin, vec![entry], id)?;
    match (&only, found.first()) {
        (Some(earlier), Some(placed)) if earlier.file == placed.file => {
            Err(placed.error(Fault::OnlyOne, format!("这样的规则只能写一个，第 {} 行已经写过", earlier.line)))
        }
        _ => {
            *only = found.pop();
            Ok(())
        }
    }
}

fn split(file: &str, text: &str) -> Result<Document, PackError> {
    markdown::split(text).map_err(|misread| PackError::new(file, misread.line, misread.fault, misread.problem()))
}

fn parse(file: &str, block: &Block) -> Result<BlockText, PackError> {
    toml::from_str(&block.text).map_err(|error| {
        let (before, fault, problem) = toml_words::of(&error, &block.text);
        PackError::new(file, block.line + before, fault, format!("规则块写法不对：{problem}"))
    })
}

fn at(name: &Spanned<String>) -> (&str, usize) {
    (name.get_ref(), name.span().start)
}

/// A day of the header.
fn day(file: &str, field: &str, (text, line): (String, usize)) -> Result<(Date, usize), PackError> {
    let problem = format!("{field}“{text}”要写成 2022-01-01 这样的日期");
    let day = days::of(&text).ok_or_else(|| PackError::new(file, line, Fault::BadDate, problem))?;
    Ok((day, line))
}

fn line_of(block: &Block, value: &Spanned<String>) -> usize {
    block.line + newlines_before(&block.text, value.span().start)
}

fn newlines_before(text: &str, end: usize) -> usize {
    text.bytes().take(end).filter(|byte| *byte == b'\n').count()
}
