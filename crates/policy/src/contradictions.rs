//! Facts that can be read and still cannot be true: whoever takes them from a file refuses them before judging. Must
//! not judge; [`assess`](crate::assess()) copes with all of these, because pages show what is still being filled in.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::told_twice::Told;
use crate::{Answer, Hours, HoursRule, ItemFacts, Kind, Pack, YearFacts};

/// No course is marked higher.
const SCORE_MAX: u16 = 100;

/// Whatever is written otherwise, such as 26, is no year of anybody's work.
pub(crate) const YEARS: RangeInclusive<i16> = 1900..=9999;

/// One thing about a year's facts that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The field to correct, such as `items[2].ends`.
    pub field: String,
    /// What is wrong with it, in Chinese, without a full stop.
    pub text: String,
}

/// Everything in these facts that cannot be on the day `today`: first the year, then the items in their order, then the
/// public courses, the posts, the findings, the approval, the title series, the days on which the rest became known and what
/// is settled of the required course. A missing answer, or one that is no count at all, is no contradiction: it is only not
/// known yet. Nor is a course that was passed in no attempt, because attempts that are not written are none.
#[must_use]
pub fn contradictions(pack: &Pack, facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::from_iter(year(facts));
    found.extend(items(pack, facts, today));
    found.extend(courses(facts, today));
    found.extend(posts(facts, today));
    found.extend(findings(facts, today));
    found.extend(approval(pack, facts, today));
    found.extend(title_series(facts));
    found.extend(learned(facts, today));
    found.extend(training_year(facts, today));
    found
}

/// A year that is written with too few digits.
fn year(facts: &YearFacts) -> Option<Contradiction> {
    let (first, last) = (YEARS.start(), YEARS.end());
    let text = format!("年度要在 {first} 到 {last} 之间，写的却是 {}", facts.year);
    (!YEARS.contains(&facts.year)).then(|| Contradiction { field: "year".to_owned(), text })
}

/// An id that an earlier item has, a kind that the pack does not know, days in another order than things happen in or still
/// to come, a figure for what was not accepted, answers and evidence that the kind does not have, what happened once and is
/// told twice.
fn items(pack: &Pack, facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut earlier = BTreeMap::new();
    let mut told = Told::of(pack, facts);
    for (index, item) in facts.items.iter().enumerate() {
        let mut say = |field: &str, text| found.push(Contradiction { field: format!("items[{index}].{field}"), text });
        if let Some(first) = earlier.get(item.id.as_str()) {
            say("id", format!("和 items[{first}] 的 id 相同，都是“{}”；一年里每个登记项的 id 要各不相同", item.id));
        } else {
            earlier.insert(item.id.as_str(), index);
        }
        let kind = pack.kind(&item.kind);
        if kind.is_none() {
            let name = pack.name();
            say("kind", format!("学时标准 {name} 里没有“{}”这个种类，可用的见 xueshi policy kinds {name}", item.kind));
        }
        for (field, text) in days(item, today) {
            say(field, text);
        }
        if let (Some(false), Some(verified)) = (item.accepted, item.verified) {
            say("verified", format!("审验没有通过（accepted 是 false），就没有核定学时，写的却是 {verified}"));
        }
        let Some(kind) = kind else { continue };
        for (ask, text) in unasked(kind, item).chain(impossible(kind, item)) {
            say(&format!("answers.{ask}"), text);
        }
        for (place, text) in unknown_evidence(kind, item) {
            say(&format!("evidence[{place}]"), text);
        }
        if let Some((field, text)) = told.again(index, kind) {
            say(&field, text);
        }
    }
    found
}

/// Days of an item in another order than things happen in, or still to come, each as its field and what to say.
fn days(item: &ItemFacts, today: Date) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if item.ends < item.starts {
        found.push(("ends", format!("结束日期 {} 早于开始日期 {}", item.ends, item.starts)));
    }
    if item.ends > today {
        found.push(("ends", still_to_come("结束日期", item.ends, today)));
    }
    found.extend(not_known_yet(item.learned, today).map(|text| ("learned", text)));
    for (field, what, day) in [("decided", "审验日期", item.decided), ("learned", "得知日期", item.learned)] {
        if let Some(day) = day.filter(|day| *day < item.starts) {
            found.push((field, format!("{what} {day} 早于开始日期 {}，活动还没有开始", item.starts)));
        }
    }
    let Some(decided) = item.decided else { return found };
    let mut say = |text| found.push(("decided", text));
    if item.starts <= decided && decided < item.ends {
        say(format!("审验日期 {decided} 早于结束日期 {}，活动还没有结束", item.ends));
    }
    if let Some(learned) = item.learned.filter(|learned| decided < *learned) {
        say(format!("审验日期 {decided} 早于得知日期 {learned}，这一项还没有报来，没法审验"));
    }
    if decided > today {
        say(still_to_come("审验日期", decided, today));
    }
    if (item.accepted, item.verified) == (None, None) {
        say(format!("accepted 和 verified 都没有写，就没有审验日期，写的却是 {decided}"));
    }
    found
}

/// What has not happened yet can be neither registered nor recognised (article 4).
fn still_to_come(what: &str, day: Date, today: Date) -> String {
    format!("{what} {day} 晚于 {today}，这件事还没有发生；要按将来的某一天试算，请用 --known-on 写明那一天")
}

/// What to say about a day on which something became known, where that is still to come.
fn not_known_yet(learned: Option<Date>, today: Date) -> Option<String> {
    learned.filter(|learned| *learned > today).map(|learned| still_to_come("得知日期", learned, today))
}

/// An examination still to come, and a score that nobody gives.
fn courses(facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (index, course) in facts.public.iter().enumerate() {
        let mut say = |field: &str, text| found.push(Contradiction { field: format!("public[{index}].{field}"), text });
        if let Some(happened) = course.happened.filter(|happened| *happened > today) {
            say("happened", still_to_come("考试或学习的日期", happened, today));
        }
        if let Some(happened) = course.happened.filter(|happened| happened.year() < facts.year) {
            say("happened", format!("考试或学习的日期 {happened} 早于 {} 年，那一年的课程还没有开始", facts.year));
        }
        if let Some(text) = not_known_yet(course.learned, today) {
            say("learned", text);
        }
        if let (Some(happened), Some(learned)) = (course.happened, course.learned)
            && learned < happened
        {
            say("learned", format!("得知日期 {learned} 早于考试或学习的日期 {happened}"));
        }
        if let Some(score) = course.score.filter(|score| *score > SCORE_MAX) {
            say("score", format!("成绩最高 {SCORE_MAX} 分，写的却是 {score}"));
        }
    }
    found
}

/// Two posts that begin on one day: neither comes after the other. One that is still to come, or to be known.
fn posts(facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut earlier = BTreeMap::new();
    for (index, post) in facts.posts.iter().enumerate() {
        let mut say = |field: &str, text| found.push(Contradiction { field: format!("posts[{index}].{field}"), text });
        if let Some(first) = earlier.get(&post.from) {
            say("from", format!("和 posts[{first}] 的日期相同，都是 {}；同一天只能转到一个岗位", post.from));
        } else {
            earlier.insert(post.from, index);
        }
        if post.from > today {
            say("from", still_to_come("到岗日期", post.from, today));
        }
        if let Some(text) = not_known_yet(post.learned, today) {
            say("learned", text);
        }
    }
    found
}

/// A finding on something that was never registered or had not begun, one that is still to come, or was known before it.
fn findings(facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (index, finding) in facts.findings.iter().enumerate() {
        let mut say =
            |field: &str, text| found.push(Contradiction { field: format!("findings[{index}].{field}"), text });
        match facts.items.iter().find(|item| item.id == finding.item) {
            None => say("item", format!("没有 id 是“{}”的登记项", finding.item)),
            Some(item) if finding.on < item.starts => {
                say("on", format!("认定日期 {} 早于这一项的开始日期 {}，活动还没有开始", finding.on, item.starts));
            }
            Some(_) => {}
        }
        if finding.on > today {
            say("on", still_to_come("认定日期", finding.on, today));
        }
        if let Some(learned) = finding.learned.filter(|learned| *learned < finding.on) {
            say("learned", format!("得知日期 {learned} 早于认定日期 {}", finding.on));
        }
        if let Some(text) = not_known_yet(finding.learned, today) {
            say("learned", text);
        }
    }
    found
}

/// The day of an approval that was not given, is still to come, or came before the year, or before an item had ended, was
/// known or was decided: what is approved is what a verifier has seen.
fn approval(pack: &Pack, facts: &YearFacts, today: Date) -> Option<Contradiction> {
    let day = facts.approved_on?;
    let text = match facts.approved {
        false => format!("登记没有审批通过（approved 不是 true），就没有审批日期，写的却是 {day}"),
        true if day > today => still_to_come("审批日期", day, today),
        true if day.year() < facts.year => format!("审批日期 {day} 早于 {} 年，那一年还没有开始", facts.year),
        true => approved_too_early(pack, facts, day)?,
    };
    Some(Contradiction { field: "approved_on".to_owned(), text })
}

/// The item that stands most against an approval on this day. What a connected system registered needs none, and can become
/// known after it.
fn approved_too_early(pack: &Pack, facts: &YearFacts, day: Date) -> Option<String> {
    let is_registered =
        |item: &ItemFacts| pack.kind(&item.kind).is_some_and(|kind| matches!(kind.hours, HoursRule::Registered { .. }));
    let items: Vec<&ItemFacts> = facts.items.iter().filter(|item| !is_registered(item)).collect();
    let last = |of: fn(&ItemFacts) -> Option<Date>| {
        let days = items.iter().filter_map(|item| Some((of(item)?, item.id.as_str())));
        days.max_by_key(|(last, _)| *last).filter(|(last, _)| *last > day)
    };
    let steps = [
        ("结束日期", last(|item| Some(item.ends)), "活动还没有结束"),
        ("得知日期", last(|item| item.learned), "这一项还没有报来，没法审批"),
        ("审验日期", last(|item| item.decided), "审验完才能审批"),
    ];
    steps.into_iter().find_map(|(what, last, why)| {
        let (last, id) = last?;
        Some(format!("审批日期 {day} 早于登记项 {id} 的{what} {last}，{why}"))
    })
}

/// A series whose registration opens in another year than the one in which it is declared for, or the one after.
fn title_series(facts: &YearFacts) -> Option<Contradiction> {
    let opens = facts.title_series_opens?;
    let is_near = (facts.year..=facts.year.saturating_add(1)).contains(&opens.year());
    let text = format!("{} 年度申报职称的报名，不会在 {opens} 开始", facts.year);
    (!is_near).then(|| Contradiction { field: "title_series_opens".to_owned(), text })
}

/// The day on which something became known that is not there, or that is still to come, and an outcome that was known
/// before its year began.
fn learned(facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut say = |field: &str, text| found.push(Contradiction { field: format!("learned.{field}"), text });
    let without = |field: &str, day: Date| format!("没有写 {field}，就没有得知它的日期，写的却是 {day}");
    if let (None, Some(day)) = (facts.declares_title_this_year, facts.learned.declares_title_this_year) {
        say("declares_title_this_year", without("declares_title_this_year", day));
    }
    let before = facts.year.saturating_sub(1);
    match (facts.last_year, facts.learned.last_year) {
        (None, Some(day)) => say("last_year", without("last_year", day)),
        (Some(_), Some(day)) if day.year() < before => {
            say("last_year", format!("得知日期 {day} 早于 {before} 年，那一年还没有开始"));
        }
        _ => {}
    }
    let days = [
        ("declares_title_next_year", facts.learned.declares_title_next_year),
        ("confirmation_only", facts.learned.confirmation_only),
        ("declares_title_this_year", facts.learned.declares_title_this_year),
        ("last_year", facts.learned.last_year),
    ];
    for (field, day) in days {
        if let Some(text) = not_known_yet(day, today) {
            say(field, text);
        }
    }
    found
}

/// A required course that brings nothing, or that is settled on a day still to come.
fn training_year(facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let Some(settled) = &facts.training_year else { return Vec::new() };
    let mut found = Vec::new();
    let mut say = |field: &str, text| found.push(Contradiction { field: field.to_owned(), text });
    if settled.study + settled.exam == Hours::ZERO {
        say("training_year", "学习和考试合计是 0 学时；学时还没有规定的，不要写 training_year".to_owned());
    }
    if let Some(text) = not_known_yet(settled.learned, today) {
        say("training_year.learned", text);
    }
    found
}

/// Answers to what the kind does not ask, by their keys, and what to say about each.
fn unasked<'a>(kind: &'a Kind, item: &'a ItemFacts) -> impl Iterator<Item = (&'a str, String)> {
    let is_asked = |key: &str| kind.asks.iter().any(|ask| ask.id == key);
    item.answers.keys().filter(move |key| !is_asked(key)).map(|key| {
        let asks: Vec<&str> = kind.asks.iter().map(|ask| ask.id.as_str()).collect();
        let asks = if asks.is_empty() {
            "这个种类没有要填写的内容".to_owned()
        } else {
            format!("可以写：{}", asks.join("、"))
        };
        (key.as_str(), format!("种类“{}”（{}）没有“{key}”这一项，{asks}", kind.id, kind.name))
    })
}

/// Answers that their ask cannot have, by its id, and what to say about each: less than nothing, and what is not among
/// the choices.
fn impossible<'a>(kind: &'a Kind, item: &'a ItemFacts) -> impl Iterator<Item = (&'a str, String)> {
    kind.asks.iter().filter_map(|ask| {
        let answer = item.answers.get(&ask.id).map(|answer| answer.trim()).filter(|answer| !answer.is_empty())?;
        let name = &ask.name;
        let text = match &ask.answer {
            Answer::Count { .. } | Answer::Hours if is_below_zero(answer) => {
                format!("“{name}”不能小于 0，写的却是“{answer}”")
            }
            Answer::YesNo if answer != "yes" && answer != "no" => {
                format!("“{name}”要写 yes 或 no，写的却是“{answer}”")
            }
            Answer::Choice(choices) if choices.iter().all(|(id, _)| id != answer) => {
                let known: Vec<String> = choices.iter().map(|(id, name)| format!("{id}（{name}）")).collect();
                format!("“{name}”没有“{answer}”这个选项，可以写：{}", known.join("、"))
            }
            _ => return None,
        };
        Some((ask.id.as_str(), text))
    })
}

/// Evidence that the kind does not need, by its place, and what to say about each.
fn unknown_evidence<'a>(kind: &'a Kind, item: &'a ItemFacts) -> impl Iterator<Item = (usize, String)> {
    let is_known = |id: &String| kind.evidence.iter().any(|need| need.id == *id);
    item.evidence.iter().enumerate().filter(move |(_, id)| !is_known(id)).map(|(place, id)| {
        let known: Vec<String> = kind.evidence.iter().map(|need| format!("{}（{}）", need.id, need.name)).collect();
        let known = if known.is_empty() {
            "这个种类不用交材料".to_owned()
        } else {
            format!("可以写：{}", known.join("、"))
        };
        (place, format!("种类“{}”（{}）没有“{id}”这样材料，{known}", kind.id, kind.name))
    })
}

/// Of any length, and also with decimals: neither makes it more likely.
fn is_below_zero(answer: &str) -> bool {
    let Some(amount) = answer.strip_prefix('-') else { return false };
    let is_number = amount.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_number && amount.bytes().any(|byte| matches!(byte, b'1'..=b'9'))
}

#[cfg(test)]
mod tests {
    use super::is_below_zero;

    #[test]
    fn only_a_number_below_zero_is_one() {
        for answer in ["-5", "-007", "-0.5", "-99999999999999999999999999"] {
            assert!(is_below_zero(answer), "{answer}");
        }
        for answer in ["", "-", "-0", "0", "5", "+3", "1.5", "--5", "-五", "5-3"] {
            assert!(!is_below_zero(answer), "{answer}");
        }
    }
}
