//! Facts that can be read and still cannot be true: whoever takes them from a file refuses them before judging. Must
//! not judge; [`assess`](crate::assess()) copes with all of these, because pages show what is still being filled in.

use std::collections::BTreeMap;

use crate::{Answer, ItemFacts, Kind, Pack, YearFacts};

/// One thing about a year's facts that cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contradiction {
    /// The field to correct, such as `items[2].ends`.
    pub field: String,
    /// What is wrong with it, in Chinese, without a full stop.
    pub text: String,
}

/// Everything in these facts that cannot be, in the order of the items: an id that an earlier item has, a kind that the
/// pack does not know, an end before its start, a count below zero. A missing answer, or one that is no count at all,
/// is no contradiction: it is only not known yet.
#[must_use]
pub fn contradictions(pack: &Pack, facts: &YearFacts) -> Vec<Contradiction> {
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
        for (ask, text) in kind.into_iter().flat_map(|kind| counts_below_zero(kind, item)) {
            say(&format!("answers.{ask}"), text);
        }
    }
    found
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
