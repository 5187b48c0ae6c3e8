//! Facts that can be read and still cannot be true: whoever takes them from a file refuses them before judging. Must
//! not judge; [`assess`](crate::assess()) copes with all of these, because pages show what is still being filled in.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{Answer, ItemFacts, Kind, Pack, YearFacts};

/// No course is marked higher.
const SCORE_MAX: u16 = 100;

/// One thing about a year's facts that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The field to correct, such as `items[2].ends`.
    pub field: String,
    /// What is wrong with it, in Chinese, without a full stop.
    pub text: String,
}

/// Everything in these facts that cannot be on the day `today`: first the items in their order, then the public courses,
/// the posts and the findings. A missing answer, or one that is no count at all, is no contradiction: it is only not
/// known yet. Nor is a course that was passed in no attempt, because attempts that are not written are none.
#[must_use]
pub fn contradictions(pack: &Pack, facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = items(pack, facts, today);
    found.extend(courses(facts, today));
    found.extend(posts(facts));
    found.extend(findings(facts));
    found
}

/// An id that an earlier item has, a kind that the pack does not know, an end before its start or still to come, a
/// decision on what had not begun, an answer that the kind does not ask for, a count below zero.
fn items(pack: &Pack, facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut earlier = BTreeMap::new();
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
        if item.ends < item.starts {
            say("ends", format!("结束日期 {} 早于开始日期 {}", item.ends, item.starts));
        }
        if item.ends > today {
            say("ends", still_to_come("结束日期", item.ends, today));
        }
        if let Some(decided) = item.decided.filter(|decided| *decided < item.starts) {
            say("decided", format!("审验日期 {decided} 早于开始日期 {}，活动还没有开始", item.starts));
        }
        for (ask, text) in kind.into_iter().flat_map(|kind| unasked(kind, item)) {
            say(&format!("answers.{ask}"), text);
        }
        for (ask, text) in kind.into_iter().flat_map(|kind| counts_below_zero(kind, item)) {
            say(&format!("answers.{ask}"), text);
        }
    }
    found
}

/// What has not happened yet can be neither registered nor recognised (article 4).
fn still_to_come(what: &str, day: Date, today: Date) -> String {
    format!("{what} {day} 晚于 {today}，这件事还没有发生；要按将来的某一天试算，请用 --known-on 写明那一天")
}

/// An examination still to come, and a score that nobody gives.
fn courses(facts: &YearFacts, today: Date) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for (index, course) in facts.public.iter().enumerate() {
        let mut say = |field: &str, text| found.push(Contradiction { field: format!("public[{index}].{field}"), text });
        if let Some(happened) = course.happened.filter(|happened| *happened > today) {
            say("happened", still_to_come("考试或学习的日期", happened, today));
        }
        if let Some(score) = course.score.filter(|score| *score > SCORE_MAX) {
            say("score", format!("成绩最高 {SCORE_MAX} 分，写的却是 {score}"));
        }
    }
    found
}

/// Two posts that begin on one day: neither comes after the other.
fn posts(facts: &YearFacts) -> Vec<Contradiction> {
    let mut found = Vec::new();
    let mut earlier = BTreeMap::new();
    for (index, post) in facts.posts.iter().enumerate() {
        if let Some(first) = earlier.get(&post.from) {
            let text = format!("和 posts[{first}] 的日期相同，都是 {}；同一天只能转到一个岗位", post.from);
            found.push(Contradiction { field: format!("posts[{index}].from"), text });
        } else {
            earlier.insert(post.from, index);
        }
    }
    found
}

/// A finding on something that was never registered.
fn findings(facts: &YearFacts) -> Vec<Contradiction> {
    let is_lost = |id: &str| facts.items.iter().all(|item| item.id != id);
    let lost = facts.findings.iter().enumerate().filter(|(_, finding)| is_lost(&finding.item));
    lost.map(|(index, finding)| Contradiction {
        field: format!("findings[{index}].item"),
        text: format!("没有 id 是“{}”的登记项", finding.item),
    })
    .collect()
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

/// The asks whose count is below zero, by their ids, and what to say about each.
fn counts_below_zero<'a>(kind: &'a Kind, item: &'a ItemFacts) -> impl Iterator<Item = (&'a str, String)> {
    let counts = kind.asks.iter().filter(|ask| matches!(ask.answer, Answer::Count { .. }));
    counts.filter_map(|ask| {
        let answer = item.answers.get(&ask.id)?.trim();
        is_below_zero(answer).then(|| (ask.id.as_str(), format!("“{}”不能小于 0，写的却是“{answer}”", ask.name)))
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
