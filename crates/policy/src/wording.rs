//! What changed between two texts, as the sentences that only one of them has. Must not know what the texts are.

use std::collections::BTreeMap;

/// Sentences of one side are told up to this many.
const SENTENCES_MAX: usize = 3;
/// A sentence is told up to this many characters, around what changed in it.
const CHARACTERS_MAX: usize = 120;
/// Characters before the first that changed, where a sentence is cut.
const BEFORE: usize = 20;

/// How a text was changed, after its name: `的前言由“甲。”改为“乙。”。` Nothing where only line breaks differ.
pub(crate) fn reworded(what: &str, old: &str, new: &str) -> Option<String> {
    let (then, now) = (sentences(old), sentences(new));
    if then.concat() == now.concat() {
        return None;
    }
    let (gone, come) = (only_in(&then, &now), only_in(&now, &then));
    Some(match (gone.is_empty(), come.is_empty()) {
        (false, false) => {
            let (gone, come) = (told(&gone, come.first()), told(&come, gone.first()));
            format!("的{what}由{gone}改为{come}。")
        }
        (true, false) => format!("的{what}增加了{}。", told(&come, None)),
        (false, true) => format!("的{what}删去了{}。", told(&gone, None)),
        (true, true) => format!("的{what}只调整了先后，句子没有变。"),
    })
}

/// The sentences of a text. A line break means nothing in prose, and a mark for bold type no more.
fn sentences(text: &str) -> Vec<String> {
    let paragraphs = text
        .split("\n\n")
        .map(|paragraph| paragraph.chars().filter(|one| !one.is_whitespace()).collect::<String>().replace("**", ""));
    let paragraphs: Vec<String> = paragraphs.collect();
    let sentences = paragraphs.iter().flat_map(|paragraph| paragraph.split_inclusive(['。', '！', '？']));
    sentences.map(str::to_owned).collect()
}

/// Those that the other side does not have as often.
fn only_in<'a>(own: &'a [String], other: &[String]) -> Vec<&'a str> {
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for sentence in other {
        *left.entry(sentence).or_default() += 1;
    }
    let is_new = |sentence: &&String| match left.get_mut(sentence.as_str()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    own.iter().filter(is_new).map(String::as_str).collect()
}

/// The sentences in quotes; a long one from where it leaves the other.
fn told(sentences: &[&str], other: Option<&&str>) -> String {
    let quoted = sentences.iter().take(SENTENCES_MAX).map(|sentence| format!("“{}”", cut(sentence, other)));
    let more = sentences.len().saturating_sub(SENTENCES_MAX);
    let more = if more > 0 { format!("等 {} 句", sentences.len()) } else { String::new() };
    format!("{}{more}", quoted.collect::<String>())
}

fn cut(sentence: &str, other: Option<&&str>) -> String {
    let characters: Vec<char> = sentence.chars().collect();
    if characters.len() <= CHARACTERS_MAX {
        return sentence.to_owned();
    }
    let same = |other: &&str| characters.iter().zip(other.chars()).take_while(|(one, other)| **one == *other).count();
    let last = characters.len() - CHARACTERS_MAX;
    let start = other.map_or(0, same).saturating_sub(BEFORE).min(last);
    let part: String = characters.iter().skip(start).take(CHARACTERS_MAX).collect();
    let (before, after) = (if start > 0 { "……" } else { "" }, if start < last { "……" } else { "" });
    format!("{before}{part}{after}")
}

#[cfg(test)]
mod tests {
    use super::reworded;

    fn told(old: &str, new: &str) -> String {
        reworded("前言", old, new).expect("something changed")
    }

    #[test]
    fn only_the_sentences_that_changed_are_told() {
        assert_eq!(told("一。二。三。", "一。四。三。"), "的前言由“二。”改为“四。”。");
        assert_eq!(told("一。", "一。二。"), "的前言增加了“二。”。");
        assert_eq!(told("一。二。", "二。"), "的前言删去了“一。”。");
        assert_eq!(told("一。一。", "一。"), "的前言删去了“一。”。");
        assert_eq!(told("一。\n\n二。", "二。\n\n一。"), "的前言只调整了先后，句子没有变。");
    }

    #[test]
    fn where_lines_break_and_what_is_bold_is_no_change() {
        assert_eq!(reworded("前言", "一，\n二。\n\n三。", "一，二。\n三。"), None);
        assert_eq!(reworded("前言", "**一**。", "一。"), None);
    }

    #[test]
    fn of_many_sentences_the_first_are_told_and_all_are_counted() {
        assert_eq!(told("", "一。二。三。四。"), "的前言增加了“一。”“二。”“三。”等 4 句。");
    }

    #[test]
    fn a_long_sentence_is_told_around_what_changed_in_it() {
        let long = |middle: &str| format!("{}{middle}{}。", "前".repeat(100), "后".repeat(100));
        let said = told(&long("甲"), &long("乙"));
        let part = |middle: &str| format!("“……{}{middle}{}", "前".repeat(20), "后".repeat(99));
        assert_eq!(said, format!("的前言由{}……”改为{}……”。", part("甲"), part("乙")));
    }
}
