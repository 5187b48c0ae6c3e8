//! What a person types about an item, and how it becomes facts. Must not load or store.

use std::collections::BTreeMap;

use domain::{
    clock::chinese_date,
    half_width::half_width,
    refusal::{NOTHING_CHANGED, Refusal},
};
use jiff::civil::Date;
use policy::{Answer, Hours, ItemFacts, Pack, wrong_answer};

use super::outside_year;

const TEXT_CHARS_MAX: usize = 200;
const ANSWER_CHARS_MAX: usize = 1000;

/// What a person typed about an item, as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemForm {
    /// Kind of activity, an identifier of the pack.
    pub kind: String,
    /// What it was.
    pub title: String,
    /// Who held it.
    pub organiser: String,
    /// First day, `2026-03-01`.
    pub starts: String,
    /// Last day; empty for one day.
    pub ends: String,
    /// Answers to the kind's questions.
    pub answers: BTreeMap<String, String>,
    /// Hours applied for; empty for none.
    pub applied: String,
}

impl ItemForm {
    /// The facts, for an item of the year.
    ///
    /// # Errors
    /// `Invalid`: unknown kind, no title, no organiser where one is asked for, no date, an end before the start, days in
    /// two years, of a year whose activities the pack does not let register here, or still to come (article 4), an answer
    /// that is none.
    pub(crate) fn check(&self, pack: &Pack, year: i16, today: Date) -> Result<ItemFacts, Refusal> {
        self.is_filled_in(pack)?;
        let facts = self.facts(pack)?;
        if facts.title.is_empty() {
            return Err(invalid("item.title", "没有填写名称。", "请填写活动、课程或成果的名称。"));
        }
        if facts.organiser.is_empty() && pack.kind(&facts.kind).is_some_and(|kind| kind.asks_organiser) {
            return Err(invalid("item.organiser", "没有填写主办单位。", "请填写举办或组织这项活动的单位。"));
        }
        if facts.ends < facts.starts {
            return Err(invalid("item.dates", "结束日期早于开始日期。", "请核对两个日期后再保存。"));
        }
        let (first, last) = (facts.starts.year(), facts.ends.year());
        if first != last || !pack.activity_years(year).contains(&first) {
            return Err(outside_year::refusal(first..=last, year, pack.years_later()).under(pack.name()));
        }
        is_over(&facts, today)?;
        is_readable(pack, &facts)?;
        Ok(facts)
    }

    /// Names everything at once where more than one of the first fields is empty.
    fn is_filled_in(&self, pack: &Pack) -> Result<(), Refusal> {
        let asks_organiser = pack.kind(self.kind.trim()).is_some_and(|kind| kind.asks_organiser);
        let fields = [
            ("名称", &self.title, true),
            ("主办单位", &self.organiser, asks_organiser),
            ("开始日期", &self.starts, true),
        ];
        let is_missing = |(_, text, is_asked): &(&str, &String, bool)| *is_asked && text.trim().is_empty();
        let missing: Vec<&str> = fields.into_iter().filter(is_missing).map(|(name, ..)| name).collect();
        match missing.len() {
            0 | 1 => Ok(()),
            _ => Err(invalid("item.missing", &format!("没有填写{}。", missing.join("、")), "请填好以后再保存。")),
        }
    }

    /// The facts as far as they can be read, of something that is over.
    ///
    /// # Errors
    /// `Invalid` as for [`ItemForm::facts`], and for a day still to come.
    pub(crate) fn facts_by(&self, pack: &Pack, today: Date) -> Result<ItemFacts, Refusal> {
        let facts = self.facts(pack)?;
        is_over(&facts, today)?;
        Ok(facts)
    }

    /// The facts as far as they can be read, for a preview.
    ///
    /// # Errors
    /// `Invalid`: unknown kind, a date or hours that cannot be read, a text that is too long.
    pub(crate) fn facts(&self, pack: &Pack) -> Result<ItemFacts, Refusal> {
        let kind = pack
            .kind(self.kind.trim())
            .filter(|kind| !kind.is_registered_elsewhere())
            .ok_or_else(|| invalid("item.kind", "没有这种学习类别。", "请从列表中重新选择类别。"))?;
        let starts = date(&self.starts, "开始日期")?;
        let ends = if self.ends.trim().is_empty() { starts } else { date(&self.ends, "结束日期")? };
        let answers = kind
            .asks
            .iter()
            .filter_map(|ask| {
                let typed = self.answers.get(&ask.id)?;
                let is_number = matches!(ask.answer, Answer::Count { .. } | Answer::Hours);
                let answer = if is_number { half_width(typed) } else { typed.clone() };
                let answer = answer.trim();
                (!answer.is_empty()).then(|| Ok((ask.id.clone(), plain(answer, &ask.name, ANSWER_CHARS_MAX)?)))
            })
            .collect::<Result<_, Refusal>>()?;
        Ok(ItemFacts {
            id: String::new(),
            kind: kind.id.clone(),
            title: plain(&self.title, "名称", TEXT_CHARS_MAX)?,
            organiser: plain(&self.organiser, "主办单位", TEXT_CHARS_MAX)?,
            starts,
            ends,
            answers,
            applied: applied(&self.applied)?,
            verified: None,
            accepted: None,
            evidence: Vec::new(),
            learned: None,
            decided: None,
        })
    }
}

/// What is still to come was not done yet (article 4).
fn is_over(facts: &ItemFacts, today: Date) -> Result<(), Refusal> {
    if facts.ends <= today {
        return Ok(());
    }
    let problem = format!("这项活动到 {} 才结束，还没有完成。", chinese_date(facts.ends));
    Err(invalid("item.future", &problem, "请等活动结束、拿到佐证材料以后再登记；日期填错的请改正。"))
}

/// An answer may be missing from a draft. One that nobody can read would only be told when the draft is handed in.
fn is_readable(pack: &Pack, facts: &ItemFacts) -> Result<(), Refusal> {
    let asks = pack.kind(&facts.kind).map(|kind| kind.asks.as_slice()).unwrap_or_default();
    let wrong = asks.iter().filter_map(|ask| wrong_answer(ask, facts.answers.get(&ask.id)?));
    let wrong: Vec<String> = wrong.collect();
    if wrong.is_empty() {
        return Ok(());
    }
    Err(invalid("item.answer", &wrong.concat(), "请改正后再保存；还不知道的可以先空着，提交以前补上。"))
}

/// Hours as people type them; empty is none.
fn applied(text: &str) -> Result<Option<Hours>, Refusal> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let hours = hours(text)?;
    if hours == Hours::ZERO {
        let next = "请填写申请的学时，例如 8；标准算得出学时的类别可以不填。";
        return Err(invalid("item.hours", "申请学时要大于 0。", next));
    }
    Ok(Some(hours))
}

/// Hours as people type them, from 0 to 9999.
pub(super) fn hours(text: &str) -> Result<Hours, Refusal> {
    if text.trim().is_empty() {
        return Err(invalid(
            "item.hours",
            "还没有填写核定学时。",
            "选“调整学时”的，请填写核定的学时，例如 12 或 12.5。",
        ));
    }
    let read = Hours::parse(half_width(text).trim()).ok();
    read.filter(|hours| *hours >= Hours::ZERO && *hours <= Hours::from_whole(9999)).ok_or_else(|| {
        invalid(
            "item.hours",
            &format!("“{}”不是可以使用的学时数。", text.trim()),
            "请填写数字，例如 12 或 12.5，最多两位小数。",
        )
    })
}

/// A text as it was typed, without the spaces around it. Nothing inside it is cut or dropped without a word.
fn plain(text: &str, what: &str, characters_max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if text.chars().count() > characters_max {
        let problem = format!("“{what}”超过 {characters_max} 个字。");
        return Err(invalid("item.text", &problem, "请写得短一些，细节可以放在佐证材料里。"));
    }
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
        let problem = format!("“{what}”里有看不见的控制字符，可能是从别的软件复制来的。");
        return Err(invalid("item.text", &problem, "请删去重新输入这一栏，再保存。"));
    }
    let missing = documents::fonts::missing(text);
    if !missing.is_empty() {
        let problem = format!("“{what}”里有印不出来的字：{}。", documents::listed(&missing));
        return Err(invalid("item.text", &problem, "表情符号、自造字请删去或换一种写法，再保存。"));
    }
    // What browsers send for a new line, and what a table cell brings along, is a space on one line.
    Ok(text.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "))
}

fn date(text: &str, what: &str) -> Result<Date, Refusal> {
    text.trim().parse().map_err(|_| {
        let problem = format!("{what}没有填写，或者不是一个日期。");
        invalid("item.dates", &problem, "请按 2026-03-01 的样子填写年、月、日。")
    })
}

fn invalid(code: &'static str, what: &str, next: &str) -> Refusal {
    Refusal::invalid(code, what, NOTHING_CHANGED, next)
}
