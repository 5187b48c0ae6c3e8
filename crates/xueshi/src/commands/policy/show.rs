//! `xueshi policy show`: the articles of a pack, or its readings with their alternatives.

use policy::{Article, Library, Pack, Reading, ReadingOption, chinese_date};

use crate::failure::Failure;
use crate::packs;

/// The articles, or the one that was cited.
pub(crate) fn articles(library: &Library, name: &str, article: Option<&str>) -> Result<(), Failure> {
    let pack = packs::load(library, name)?;
    let Some(id) = article else {
        print_head(library, &pack);
        for article in pack.articles() {
            println!("\n{} {}\n{}", article.id, article.title, prose(&article.prose));
        }
        return Ok(());
    };
    let article = cited(&pack, id)?;
    println!("{} {}\n{}", article.id, article.title, prose(&article.prose));
    Ok(())
}

/// What kind of text it is, when it is in force and what it took the place of, before the first article.
fn print_head(library: &Library, pack: &Pack) {
    println!("{}", pack.title());
    let until = pack.until().map_or_else(String::new, |until| format!("，到{}为止", chinese_date(until)));
    println!("执行日期：自{}起{until}", chinese_date(pack.from()));
    if let Some(name) = pack.succeeds() {
        let title = packs::load(library, name).map_or_else(|_| name.to_owned(), |earlier| earlier.title().to_owned());
        println!("接替：《{title}》（{name}）");
    }
    for said in pack.preambles() {
        let of =
            if said.pack == pack.name() { String::new() } else { format!("所依据的《{}》：\n", said.title) };
        println!("\n{of}{}", prose(&said.prose));
    }
}

/// The article that is cited as explanations cite it, 第六条（四） too, whose text has that part.
fn cited<'a>(pack: &'a Pack, cited: &str) -> Result<&'a Article, Failure> {
    let is_there = |article: &&Article| {
        let part = cited.strip_prefix(article.id.as_str()).unwrap_or_default();
        article.prose.contains(part)
    };
    pack.article_cited(cited).filter(is_there).ok_or_else(|| {
        let ids: Vec<&str> = pack.articles().iter().map(|article| article.id.as_str()).collect();
        let name = pack.name();
        Failure::new(format!("“{name}”里没有“{cited}”。数据没有改动。请改写为其中之一：{}。", ids.join("、")))
    })
}

/// The text with one blank line at most between two paragraphs: where the pack has a block of rules, nothing is left.
fn prose(text: &str) -> String {
    let mut lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    lines.dedup_by(|one, other| one.is_empty() && other.is_empty());
    lines.join("\n")
}

/// The readings, each with its question, what is in force, and what else was possible.
pub(crate) fn readings(library: &Library, name: &str, article: Option<&str>) -> Result<(), Failure> {
    let pack = packs::load(library, name)?;
    let article = article.map(|id| cited(&pack, id)).transpose()?;
    let is_wanted = |reading: &&Reading| article.is_none_or(|article| reading.article == article.id);
    let wanted: Vec<&Reading> = pack.readings().iter().filter(is_wanted).collect();
    println!("{}：解释性规定", pack.title());
    if wanted.is_empty() {
        println!("{}没有解释性规定。", article.map_or("这份标准", |article| article.id.as_str()));
    }
    for reading in wanted {
        println!("\n{}〔{}〕{}", reading.id, reading.article, reading.question);
        let chosen = reading.options.iter().filter(|option| option.id == reading.chosen);
        chosen.for_each(|option| print_option("采用", option));
        reading.alternatives().for_each(|option| print_option("也可以", option));
    }
    Ok(())
}

fn print_option(word: &str, option: &ReadingOption) {
    println!("  {word} {}：{}", option.id, option.says);
    let by_hand = if option.computes { "" } else { "（程序不按它计算）" };
    println!("      就是说：{}{by_hand}", option.means);
}
