//! What one item is worth by itself, and what stops it from being registered. Must not look at other items or caps.

use crate::carry::Extra;
use crate::pack::{Pack, Rounding};
use crate::{
    Answer, Ask, ChecklistLine, Hours, HoursRule, ItemFacts, ItemPreview, Kind, Reason, Status, TableRow, chinese_date,
    window,
};

/// A count with more digits than this is a slip of the keyboard.
const COUNT_DIGITS_MAX: usize = 7;

/// What one item would be worth in that year, and what stops it from being registered.
#[must_use]
pub fn item_preview(pack: &Pack, item: &ItemFacts, year: i16) -> ItemPreview {
    let mut problems = window::dates(pack, item, year);
    let Some(kind) = pack.kind(&item.kind) else {
        problems.push(unknown_kind(item));
        return ItemPreview { computed: None, reasons: Vec::new(), problems };
    };
    problems.extend(kind.asks.iter().filter_map(|ask| answer_problem(kind, ask, item)));
    problems.extend(beyond_days(pack, kind, item));
    let Computed { hours, reasons, .. } = computed(pack, kind, item, Extra::default());
    ItemPreview { computed: hours, reasons, problems }
}

/// The evidence that the item needs, as answered.
#[must_use]
pub fn checklist(pack: &Pack, item: &ItemFacts) -> Vec<ChecklistLine> {
    let Some(kind) = pack.kind(&item.kind) else { return Vec::new() };
    let is_yes = |ask: &String| item.answers.get(ask).is_some_and(|answer| answer.trim() == "yes");
    kind.evidence
        .iter()
        .map(|need| ChecklistLine {
            need: need.clone(),
            required: need.when.as_ref().is_none_or(is_yes),
            present: item.evidence.contains(&need.id),
        })
        .collect()
}

/// Why an item of a kind that the pack does not have is worth nothing.
pub(crate) fn unknown_kind(item: &ItemFacts) -> Reason {
    Reason::new(format!("学时标准里没有“{}”这个种类，请重新选择种类。", item.kind), "")
}

fn answer_problem(kind: &Kind, ask: &Ask, item: &ItemFacts) -> Option<Reason> {
    let answer = item.answers.get(&ask.id).map_or("", |answer| answer.trim());
    let missing = || ask.required.then(|| format!("请填写“{}”。", ask.name));
    let problem = if answer.is_empty() { missing() } else { wrong_answer(ask, answer) };
    problem.map(|text| Reason::new(text, &kind.article))
}

/// Why nobody can read this as an answer, where something was written; as a sentence.
#[must_use]
pub fn wrong_answer(ask: &Ask, answer: &str) -> Option<String> {
    match &ask.answer {
        Answer::Text => None,
        Answer::Count { unit } => match count(answer) {
            Some(count) if count >= 1 => None,
            _ => Some(format!(
                "“{}”要填从 1 起的整数，不带小数，例如 3（{unit}，最多 {COUNT_DIGITS_MAX} 位）；现在是“{answer}”。",
                ask.name
            )),
        },
        Answer::Hours => match Hours::parse(answer) {
            Ok(hours) if hours > Hours::ZERO => None,
            _ => Some(format!("“{}”要填大于 0 的学时数，小数最多两位，例如 4 或 4.5；现在是“{answer}”。", ask.name)),
        },
        Answer::YesNo if answer == "yes" || answer == "no" => None,
        Answer::YesNo => Some(format!("“{}”请选择是或否。", ask.name)),
        Answer::Choice(choices) if choices.iter().any(|(id, _)| id == answer) => None,
        Answer::Choice(_) => Some(format!("“{}”请从列表中选择。", ask.name)),
    }
}

/// More than the item's days can hold, as the pack limits a day.
pub(crate) fn beyond_days(pack: &Pack, kind: &Kind, item: &ItemFacts) -> Option<Reason> {
    let days = i64::from(item.starts.until(item.ends).ok()?.get_days()) + 1;
    let limit = pack.content.rules.kinds.get(&kind.id)?.day_limit.as_ref()?;
    let answer = |id: &String| item.answers.get(id).map_or("", |answer| answer.trim());
    let (holds, hours, said, mend) = match &kind.hours {
        HoursRule::PerHalfDay { half_days, give, a_day_holds: Some(holds) } => {
            let count = count(answer(half_days))?;
            let hours = give.times(count);
            (holds, hours, format!("{count} 个半天、合 {hours} 学时"), "半天数")
        }
        HoursRule::Stated { from, a_day_holds: Some(holds) } => {
            let hours = Hours::parse(answer(from)).ok()?;
            (holds, hours, format!("{hours} 学时"), "学时")
        }
        _ => return None,
    };
    let most = holds.times(days);
    let text = format!(
        "{}到{}共 {days} 天，每天最多 {holds} 学时，合计最多 {most} 学时，填写的是 {said}，不能认定。\
         请核对日期或{mend}。",
        chinese_date(item.starts),
        chinese_date(item.ends)
    );
    (days >= 1 && hours > most).then(|| Reason::new(text, &limit.article).by(limit.reading.as_ref()))
}

/// Hours that an acceptance grants (article 6): what was applied for, never above the standard; the one of the two that
/// is known, where only one is. `None` when neither is.
#[must_use]
pub fn acceptable(computed: Option<Hours>, applied: Option<Hours>) -> Option<Hours> {
    match (computed, applied) {
        (Some(computed), Some(applied)) => Some(computed.min(applied)),
        (computed, applied) => computed.or(applied),
    }
}

/// Hours by the pack, and how they come about.
#[derive(Debug)]
pub(crate) struct Computed {
    /// Absent when the pack leaves them to the verifier or an answer is missing.
    pub(crate) hours: Option<Hours>,
    /// Whether an answer is missing.
    pub(crate) is_unanswered: bool,
    pub(crate) reasons: Vec<Reason>,
}

impl Computed {
    /// What nobody can tell but the verifier.
    pub(crate) fn unknown(reason: Reason) -> Computed {
        Computed { hours: None, is_unanswered: false, reasons: vec![reason] }
    }

    fn known(hours: Hours, reason: Reason) -> Computed {
        Computed { hours: Some(hours), is_unanswered: false, reasons: vec![reason] }
    }
}

/// The hours by the pack, and how they come about. `extra` is what it gets together with the other items of its kind.
pub(crate) fn computed(pack: &Pack, kind: &Kind, item: &ItemFacts, extra: Extra) -> Computed {
    let rule = pack.content.rules.kinds.get(&kind.id);
    let reading = rule.and_then(|rule| rule.reading.as_ref());
    let cited = rule.map_or(kind.article.as_str(), |rule| rule.cited.as_str());
    let answer = |id: &String| item.answers.get(id).map_or("", |answer| answer.trim());
    let known = |hours, text: String| Computed::known(hours, Reason::new(text, cited).by(reading).sampled(kind.sample));
    let missing = |id: &String| {
        let name = kind.asks.iter().find(|ask| ask.id == *id).map_or(id.as_str(), |ask| ask.name.as_str());
        let reason = Reason::new(format!("填好“{name}”以后才能计算学时。"), &kind.article);
        Computed { is_unanswered: true, ..Computed::unknown(reason) }
    };
    match &kind.hours {
        HoursRule::Conversion { from, per, give, round, at_most } => {
            let Some(count) = count(answer(from)) else { return missing(from) };
            let (hours, how) = converted((count, extra), kind.unit(from), *per, *give, *round, *at_most);
            known(hours, how)
        }
        HoursRule::PerHalfDay { half_days, give, .. } => {
            let Some(count) = count(answer(half_days)) else { return missing(half_days) };
            let hours = give.times(count);
            known(hours, format!("{count} 个半天，每半天 {give} 学时，合 {hours} 学时。"))
        }
        HoursRule::Stated { from, .. } => match Hours::parse(answer(from)) {
            Ok(hours) => known(hours, format!("主办或派出单位写明 {hours} 学时。")),
            Err(_) => missing(from),
        },
        HoursRule::Registered { from, .. } => match Hours::parse(answer(from)) {
            Ok(hours) => known(hours, format!("对接的系统已经登记 {hours} 学时，照此计入，不必再登记。")),
            Err(_) => missing(from),
        },
        // What is worth the same every time has to be shown to be what it is: its required answers are there.
        HoursRule::Fixed(hours) => match kind.asks.iter().find(|ask| ask.required && answer(&ask.id).is_empty()) {
            Some(ask) => missing(&ask.id),
            None => known(*hours, format!("每项认定 {hours} 学时。")),
        },
        HoursRule::Table { by, rows, .. } => {
            if let Some(id) = by.iter().find(|id| answer(id).is_empty()) {
                return missing(id);
            }
            let key: Vec<String> = by.iter().map(|id| key(kind, id, answer(id))).collect();
            match rows.get(&key) {
                Some(row) => Computed::known(row.hours, looked_up(row, cited)),
                None => Computed::unknown(Reason::new("标准表里没有这种情形，由单位审验核定。", &kind.article)),
            }
        }
        HoursRule::Reviewer => {
            Computed::unknown(Reason::new("标准没有给出折算数，由本人申请、单位审验核定。", &kind.article))
        }
    }
}

fn looked_up(row: &TableRow, cited: &str) -> Reason {
    let text = format!("按标准表认定 {} 学时（出处：{}）。", row.hours, row.source);
    Reason::new(text, cited).sampled(row.status == Status::Sample)
}

fn converted(
    (count, extra): (i64, Extra),
    unit: &str,
    per: i64,
    give: Hours,
    round: Rounding,
    at_most: Option<Hours>,
) -> (Hours, String) {
    let per = per.max(1);
    let full = match round {
        Rounding::Down | Rounding::Carried => give.times(count / per),
        Rounding::Nearest => give.times((2 * count + per) / (2 * per)),
        Rounding::Exact => Hours::from_hundredths(give.times(count).hundredths() / per),
    };
    let mut text = format!("{count} {unit}，按每 {per} {unit}认定 {give} 学时折算，合 {full} 学时。");
    let Extra { times, together } = extra;
    let more = give.times(times);
    let full = full + more;
    if times > 0 {
        text.push_str(&format!(
            "全年同类各项合计 {together} {unit}，零头合起来再折算 {more} 学时，计在本项，共 {full} 学时。"
        ));
    }
    let hours = at_most.map_or(full, |most| most.min(full));
    if hours < full {
        text.push_str(&format!("每项最多 {hours} 学时，取 {hours} 学时。"));
    }
    (hours, text)
}

/// An answer as tables write it: counts without leading zeros.
fn key(kind: &Kind, id: &str, answer: &str) -> String {
    let is_count = kind.asks.iter().any(|ask| ask.id == id && matches!(ask.answer, Answer::Count { .. }));
    match count(answer) {
        Some(count) if is_count => count.to_string(),
        _ => answer.to_owned(),
    }
}

pub(crate) fn count(answer: &str) -> Option<i64> {
    let is_digits = !answer.is_empty() && answer.bytes().all(|byte| byte.is_ascii_digit());
    (is_digits && answer.len() <= COUNT_DIGITS_MAX).then(|| answer.parse().ok()).flatten()
}
