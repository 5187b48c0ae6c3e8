//! Turns a `[[kind]]` entry into a kind that forms can show: every name it uses has to stand for something. Must not
//! look at other kinds.

use std::collections::{BTreeMap, BTreeSet};

use crate::assembly::Tables;
use crate::blocks::{AnswerBlock, AskBlock, HoursBlock, KindBlock, NeedBlock, RateBlock};
use crate::collection::{Collection, Placed};
use crate::faults::Fault;
use crate::{Answer, Ask, EvidenceNeed, Hours, HoursRule, Kind, PackError, Rounding, Status, TableRow, tables};

/// The first count that has too many digits for a form.
const COUNT_END: i64 = 10_000_000;

/// The kind, checked.
pub(crate) fn kind(placed: &Placed<KindBlock>, collection: &Collection, files: &Tables<'_>) -> Result<Kind, PackError> {
    let block = &placed.entry;
    let category = collection.categories.iter().find(|category| category.id == block.category);
    let category =
        category.ok_or_else(|| placed.error(Fault::UnknownCategory, format!("没有类别“{}”", block.category)))?;
    let asks = block.asks.iter().map(|ask| self::ask(placed, ask)).collect::<Result<Vec<_>, _>>()?;
    let ids: BTreeSet<&str> = asks.iter().map(|ask| ask.id.as_str()).collect();
    if ids.len() < asks.len() {
        return Err(placed.error(Fault::AskTwice, "asks 里有两个相同的 id"));
    }
    let evidence =
        block.evidence.iter().map(|need| self::need(placed, need, &asks, collection)).collect::<Result<_, _>>()?;
    let (hours, sample) = hours(placed, &asks, collection, files)?;
    let sample = sample || collection.is_sample;
    let hint = block.hint.clone().unwrap_or_else(|| hint(&hours, &asks, sample));
    Ok(Kind {
        id: placed.id.clone(),
        name: block.name.clone(),
        category: block.category.clone(),
        category_name: category.entry.name.clone(),
        article: placed.article.clone(),
        asks,
        evidence,
        hours,
        hint,
        caps: caps(placed, collection)?,
        sample,
        asks_organiser: category.entry.organiser,
    })
}

fn ask(placed: &Placed<KindBlock>, ask: &AskBlock) -> Result<Ask, PackError> {
    let problem = |fault, text: &str| placed.error(fault, format!("“{}”：{text}", ask.id));
    if ask.unit.is_some() != (ask.answer == AnswerBlock::Count) {
        return Err(problem(Fault::Unit, "type 为 count 时要写 unit，其他类型不写"));
    }
    if ask.choices.is_empty() == (ask.answer == AnswerBlock::Choice) {
        return Err(problem(Fault::Choices, "type 为 choice 时要写 choices，其他类型不写"));
    }
    if let Some(same) = same_choices(&ask.choices) {
        return Err(problem(Fault::ChoiceTwice, &same));
    }
    let answer = match ask.answer {
        AnswerBlock::Text => Answer::Text,
        AnswerBlock::Count => Answer::Count { unit: ask.unit.clone().unwrap_or_default() },
        AnswerBlock::Hours => Answer::Hours,
        AnswerBlock::YesNo => Answer::YesNo,
        AnswerBlock::Choice => Answer::Choice(ask.choices.clone()),
    };
    Ok(Ask { id: ask.id.clone(), name: ask.name.clone(), answer, required: !ask.optional })
}

/// Two choices of a question that nobody could tell apart: by the id that is kept, or by the name on the form.
fn same_choices(choices: &[(String, String)]) -> Option<String> {
    choices.iter().enumerate().find_map(|(place, (id, name))| {
        let earlier = &choices[..place];
        if earlier.iter().any(|(known, _)| known == id) {
            return Some(format!("choices 里有两个选项的标识都是“{id}”"));
        }
        let is_named_so = |(_, known): &(String, String)| known == name;
        earlier.iter().any(is_named_so).then(|| format!("choices 里有两个选项的名称都是“{name}”"))
    })
}

fn need(
    placed: &Placed<KindBlock>,
    need: &NeedBlock,
    asks: &[Ask],
    collection: &Collection,
) -> Result<EvidenceNeed, PackError> {
    let (id, when) = match need {
        NeedBlock::Always(id) => (id, None),
        NeedBlock::When { id, when } => (id, Some(when)),
    };
    let known = collection.evidence.iter().find(|evidence| evidence.id == *id);
    let known =
        known.ok_or_else(|| placed.error(Fault::UnknownEvidence, format!("没有材料“{id}”，请先写 [[evidence]]")))?;
    if let Some(when) = when
        && !asks.iter().any(|ask| ask.id == *when && ask.answer == Answer::YesNo)
    {
        return Err(placed.error(Fault::NotYesNo, format!("when 里的“{when}”不是本种类的 yes-no 问题")));
    }
    Ok(EvidenceNeed {
        id: id.clone(),
        name: known.entry.name.clone(),
        when: when.cloned(),
        article: known.article.clone(),
    })
}

/// The rule, and whether it rests on sample numbers.
fn hours(
    placed: &Placed<KindBlock>,
    asks: &[Ask],
    collection: &Collection,
    files: &Tables<'_>,
) -> Result<(HoursRule, bool), PackError> {
    let count = |id: &String| match asks.iter().find(|ask| ask.id == *id).map(|ask| &ask.answer) {
        Some(Answer::Count { .. }) => Ok(id.clone()),
        _ => Err(placed.error(Fault::NotCount, format!("hours 用到的“{id}”不是本种类的 count 问题"))),
    };
    Ok(match &placed.entry.hours {
        HoursBlock::Word(word) if word == "reviewer" => (HoursRule::Reviewer, false),
        HoursBlock::Word(word) => {
            return Err(placed.error(Fault::HoursWord, format!("hours 不能写“{word}”，只能写 reviewer 或规则")));
        }
        HoursBlock::Fixed { fixed } => (HoursRule::Fixed(*fixed), false),
        HoursBlock::Stated { stated, rate } => {
            if !asks.iter().any(|ask| ask.id == *stated && ask.answer == Answer::Hours) {
                return Err(placed.error(Fault::NotHours, format!("hours 用到的“{stated}”不是本种类的 hours 问题")));
            }
            let rate = self::rate(placed, collection, rate, true)?;
            let a_day_holds = day_bound(collection, rate)?;
            (HoursRule::Stated { from: stated.clone(), a_day_holds }, rate.entry.status == Status::Sample)
        }
        HoursBlock::Registered { registered, system, reference } => {
            for (id, answer, fault) in [
                (registered, Answer::Hours, Fault::NotHours),
                (system, Answer::Text, Fault::UnknownAsk),
                (reference, Answer::Text, Fault::UnknownAsk),
            ] {
                if !asks.iter().any(|ask| ask.id == *id && ask.answer == answer) {
                    return Err(placed.error(fault, format!("hours 用到的“{id}”不是本种类合适的问题")));
                }
            }
            let [from, system, reference] = [registered, system, reference].map(String::clone);
            (HoursRule::Registered { from, system, reference }, false)
        }
        HoursBlock::HalfDays { half_days, rate } => {
            let rate = self::rate(placed, collection, rate, false)?;
            let (half_days, give) = (count(half_days)?, rate.entry.give_hours.unwrap_or_default());
            let a_day_holds = day_bound(collection, rate)?;
            (HoursRule::PerHalfDay { half_days, give, a_day_holds }, rate.entry.status == Status::Sample)
        }
        HoursBlock::Conversion { from, per, give_hours, round, at_most_hours } => {
            if *per < 1 {
                return Err(placed.error(Fault::Per, "per 至少为 1"));
            }
            let (per, give, at_most, round) = (*per, *give_hours, *at_most_hours, round.value(collection, placed)?);
            (HoursRule::Conversion { from: count(from)?, per, give, round, at_most }, false)
        }
        HoursBlock::Table { table, by, otherwise } => {
            if otherwise != "reviewer" {
                return Err(placed.error(Fault::Otherwise, "otherwise 只能写 reviewer"));
            }
            self::table(placed, (table.as_str(), by.as_slice()), asks, files)?
        }
    })
}

/// The rule of a table by these asks, and whether some of its numbers are samples.
fn table(
    placed: &Placed<KindBlock>,
    (table, by): (&str, &[String]),
    asks: &[Ask],
    files: &Tables<'_>,
) -> Result<(HoursRule, bool), PackError> {
    let (path, text) = files(table).ok_or_else(|| placed.error(Fault::UnknownTable, format!("缺少表格“{table}”")))?;
    // Before the table is read: one that is looked up by what nobody asks is not wrong itself.
    let asked = |id: &String| {
        let ask = asks.iter().find(|ask| ask.id == *id);
        ask.ok_or_else(|| placed.error(Fault::UnknownAsk, format!("by 里的“{id}”不是本种类的问题")))
    };
    let columns = by.iter().map(asked).collect::<Result<Vec<&Ask>, _>>()?;
    let rows = tables::read(path, text, by)?;
    check_keys(path, &columns, &rows)?;
    if rows.is_empty() {
        return Ok((HoursRule::Reviewer, false));
    }
    let sample = rows.values().any(|row| row.status == Status::Sample);
    Ok((HoursRule::Table { file: path.to_owned(), by: by.to_vec(), rows }, sample))
}

/// The rate with this id: one that takes the stated figure, or one that gives hours itself.
fn rate<'a>(
    placed: &Placed<KindBlock>,
    collection: &'a Collection,
    id: &str,
    stated: bool,
) -> Result<&'a Placed<RateBlock>, PackError> {
    let known = collection.rates.iter().find(|known| known.id == *id);
    let known =
        known.ok_or_else(|| placed.error(Fault::UnknownRate, format!("没有折算标准“{id}”，请先写 [[rate]]")))?;
    let RateBlock { give_hours, stated: takes, .. } = &known.entry;
    if give_hours.is_some() == *takes {
        return Err(known.error(Fault::RateShape, "give_hours 和 stated = true 要写且只写一个"));
    }
    if *takes != stated {
        return Err(placed.error(Fault::RateMismatch, format!("折算标准“{id}”不是这种算法用的")));
    }
    Ok(known)
}

/// The most that a day can hold by this rate.
fn day_bound(collection: &Collection, rate: &Placed<RateBlock>) -> Result<Option<Hours>, PackError> {
    let limit = collection.day_limit(rate);
    limit.map(|placed| placed.entry.hours.value(collection, placed)).transpose()
}

/// That every row can be reached by answers to the asks of its columns.
fn check_keys(path: &str, columns: &[&Ask], rows: &BTreeMap<Vec<String>, TableRow>) -> Result<(), PackError> {
    for (column, ask) in columns.iter().enumerate() {
        for (key, row) in rows {
            let value = key.get(column).map_or("", String::as_str);
            let fits = match &ask.answer {
                Answer::Choice(choices) => choices.iter().any(|(choice, _)| choice == value),
                // What the form takes: see how answers are read.
                Answer::Count { .. } => {
                    value.parse().is_ok_and(|count: i64| (1..COUNT_END).contains(&count) && count.to_string() == value)
                }
                Answer::YesNo => value == "yes" || value == "no",
                Answer::Text | Answer::Hours => false,
            };
            if !fits {
                let problem = format!("{} 列里的“{value}”不是“{}”的可能答案", ask.id, ask.name);
                return Err(PackError::new(path, row.line, Fault::BadKey, problem));
            }
        }
    }
    Ok(())
}

impl Kind {
    /// What the answers to a question are counted in, such as 字; empty for one that is not counted.
    pub(crate) fn unit(&self, ask: &str) -> &str {
        unit(&self.asks, ask)
    }
}

fn unit<'a>(asks: &'a [Ask], id: &str) -> &'a str {
    match asks.iter().find(|ask| ask.id == id).map(|ask| &ask.answer) {
        Some(Answer::Count { unit }) => unit,
        _ => "",
    }
}

/// What a form says about where the hours of this kind come from, where its pack has no words of its own for it.
pub(crate) fn generated_hint(kind: &Kind) -> String {
    hint(&kind.hours, &kind.asks, kind.sample)
}

/// What the form says about where the hours come from.
fn hint(hours: &HoursRule, asks: &[Ask], sample: bool) -> String {
    let name = |id: &str| asks.iter().find(|ask| ask.id == id).map_or(id.to_owned(), |ask| ask.name.clone());
    let text = match hours {
        HoursRule::Conversion { from, per, give, round, at_most } => {
            let unit = unit(asks, from);
            let round = match round {
                Rounding::Down => "，不足的部分不计",
                Rounding::Exact => "",
                Rounding::Nearest => "，不足的部分四舍五入",
                Rounding::Carried => "，同类各项的零头全年合起来算，最后不足的部分不计",
            };
            let most = at_most.map_or(String::new(), |most| format!("，每项最多 {most} 学时"));
            format!("每 {per} {unit}认定 {give} 学时{round}{most}。")
        }
        HoursRule::Table { by, .. } => {
            let by: Vec<String> = by.iter().map(|id| name(id)).collect();
            format!("按{}查标准表；表中没有的由单位审验确定。", by.join("、"))
        }
        HoursRule::Fixed(hours) => format!("每项认定 {hours} 学时。"),
        HoursRule::PerHalfDay { give, a_day_holds, .. } => {
            format!("每半天认定 {give} 学时{}。", a_day(*a_day_holds))
        }
        HoursRule::Stated { a_day_holds, .. } => {
            format!("以主办单位或派出单位证明上写明的学时为准{}。", a_day(*a_day_holds))
        }
        HoursRule::Registered { .. } => "以对接系统登记的学时为准，由人事处导入，本人不必再登记。".to_owned(),
        HoursRule::Reviewer => "由本人申请，单位审验时核定。".to_owned(),
    };
    if sample { format!("{text}示例标准，不是正式标准。") } else { text }
}

/// What the caps of the kind's groups leave of it in a year, the inner one first.
fn caps(placed: &Placed<KindBlock>, collection: &Collection) -> Result<String, PackError> {
    let mut capped = Vec::new();
    let mut inner = placed.entry.group.clone();
    // At most so often, because groups that lie in a circle are only found later.
    for _ in &collection.groups {
        let Some(group) = inner.and_then(|id| collection.groups.iter().find(|group| group.id == id)) else { break };
        if let Some(cap) = &group.entry.cap_hours {
            capped.push(format!("“{}”全年最多 {} 学时", group.entry.name, cap.value(collection, group)?));
        }
        inner = Some(group.entry.within.clone());
    }
    Ok(if capped.is_empty() { String::new() } else { format!("{}。", capped.join("，")) })
}

fn a_day(holds: Option<Hours>) -> String {
    holds.map_or_else(String::new, |most| format!("，按起止日期每天最多 {most} 学时"))
}
