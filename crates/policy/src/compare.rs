//! What changes between two packs, in words and by article: their clauses and their prose held against each other.
//! Must not judge anybody's year.

use serde::Serialize;

use crate::matching::{Matching, WORDS, is_numbered};
use crate::wording::reworded;
use crate::{Clause, Gap, Pack, chinese_date, clauses, reading_clauses};

/// One change, as a sentence under its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The article that the changed rule stands under, for example 第四条.
    pub article: String,
    /// What changed, in Chinese.
    pub text: String,
}

/// Everything that differs from `old` to `new`, in the order of the new pack's articles; then what stands under articles
/// that only the old one has, and last what stands under none.
#[must_use]
pub fn compare(old: &Pack, new: &Pack) -> Vec<Difference> {
    let mut differences = head(old, new);
    differences.extend(prose(old, new));
    differences.extend(gaps(old, new));
    let (before, after) = (clauses(old), clauses(new));
    let matching = Matching::of(&before, &after);
    for pair in &matching.pairs {
        match pair {
            (Some(then), Some(now)) => differences.extend(changes(then, now, matching.is_reordered)),
            (None, Some(now)) => differences.push(difference(&now.article, format!("新增{}。", called(now)))),
            (Some(then), None) => differences.push(difference(&then.article, format!("取消{}。", called(then)))),
            (None, None) => {}
        }
    }
    differences.sort_by_key(|difference| place(&difference.article, old, new));
    differences
}

/// Where an article comes: first those of the new pack, then those that only the old one has, last what stands under none.
fn place(article: &str, old: &Pack, new: &Pack) -> (usize, usize) {
    let of = |pack: &Pack| pack.articles().iter().position(|known| known.id == article).unwrap_or(usize::MAX);
    (of(new), of(old))
}

/// The rules that say something else in `new`, in its order, and those that only `old` has. A rule that only moved to
/// another article, or got another name, says the same.
pub(crate) fn changed(old: &Pack, new: &Pack) -> Vec<Clause> {
    let (before, after) = (clauses(old), clauses(new));
    let matching = Matching::of(&before, &after);
    let says_the_same = |then: &Clause, now: &Clause| {
        then.all().eq(now.all()) && !(matching.is_reordered && is_numbered(now) && then.id != now.id)
    };
    let changed = matching.pairs.iter().filter_map(|pair| match *pair {
        (Some(then), Some(now)) if says_the_same(then, now) => None,
        (then, now) => now.or(then),
    });
    changed.cloned().collect()
}

/// A rule as a comparison calls it: one whose name is only a number is told in words as well.
fn called(clause: &Clause) -> String {
    let words = clause.aspect(WORDS).filter(|_| is_numbered(clause));
    words.map_or_else(|| clause.name.clone(), |words| format!("{}：{}", clause.name, words.trim_end_matches('。')))
}

fn difference(article: &str, text: String) -> Difference {
    Difference { article: article.to_owned(), text }
}

/// What a pack says of itself.
fn head(old: &Pack, new: &Pack) -> Vec<Difference> {
    let day = |day: Option<jiff::civil::Date>| day.map(chinese_date);
    let sample = |pack: &Pack| pack.is_sample().then(|| "是".to_owned());
    let aspects = [
        ("名称", Some(old.title().to_owned()), Some(new.title().to_owned())),
        ("开始执行的日期", day(Some(old.from())), day(Some(new.from()))),
        ("执行的最后一天", day(old.until()), day(new.until())),
        ("示例标准", sample(old), sample(new)),
    ];
    let told =
        |(what, then, now): (&str, Option<String>, Option<String>)| turned(what, (then.as_deref(), now.as_deref()));
    let said = |pack: &Pack| pack.preambles().iter().map(|said| said.prose.as_str()).collect::<Vec<_>>().join("\n\n");
    let preamble = reworded("前言", &said(old), &said(new));
    let texts = aspects.into_iter().filter_map(told).chain(preamble);
    texts.map(|text| difference("", format!("这份标准{text}"))).collect()
}

/// How one thing of something else was changed: `的名称由“甲”改为“乙”。`
fn turned(what: &str, change: (Option<&str>, Option<&str>)) -> Option<String> {
    match change {
        (Some(then), Some(now)) if then != now => Some(format!("的{what}由“{then}”改为“{now}”。")),
        (None, Some(now)) => Some(format!("增加了{what}：{now}。")),
        (Some(then), None) => Some(format!("不再有{what}（原为“{then}”）。")),
        (Some(_), Some(_)) | (None, None) => None,
    }
}

/// What nothing carries out yet.
fn gaps(old: &Pack, new: &Pack) -> Vec<Difference> {
    let mut differences = Vec::new();
    for now in new.gaps() {
        let Some(then) = old.gaps().iter().find(|then| then.id == now.id) else {
            differences.push(difference(&now.article, format!("新增尚未落实的事项：{}。", now.says)));
            continue;
        };
        if then.article != now.article {
            let text = format!("尚未落实的事项“{}”从{}移到{}。", now.says, then.article, now.article);
            differences.push(difference(&now.article, text));
        }
        let years =
            |gap: &Gap| gap.training_years.iter().map(|year| format!("{year} 年")).collect::<Vec<_>>().join("、");
        let aspects = [
            ("内容", then.says.clone(), now.says.clone()),
            ("目前的办法", then.meanwhile.clone(), now.meanwhile.clone()),
            ("没有通知的年份", years(then), years(now)),
        ];
        let told = |(what, then, now): (&str, String, String)| turned(what, (Some(&then), Some(&now)));
        let texts = aspects.into_iter().filter_map(told);
        differences.extend(texts.map(|text| difference(&now.article, format!("尚未落实的事项“{}”{text}", now.says))));
    }
    for then in old.gaps().iter().filter(|then| !new.gaps().iter().any(|now| now.id == then.id)) {
        differences.push(difference(&then.article, format!("不再有尚未落实的事项：{}。", then.says)));
    }
    differences
}

fn prose(old: &Pack, new: &Pack) -> Vec<Difference> {
    let mut differences = Vec::new();
    for now in new.articles() {
        match old.article(&now.id) {
            None => differences.push(difference(&now.id, format!("新增{}“{}”。", now.id, now.title))),
            Some(then) => {
                if then.title != now.title {
                    let text = format!("{}的标题由“{}”改为“{}”。", now.id, then.title, now.title);
                    differences.push(difference(&now.id, text));
                }
                let words = reworded("说明文字", &then.prose, &now.prose);
                differences.extend(words.map(|text| difference(&now.id, format!("{}{text}", now.id))));
                let reasons = (then.no_rule.as_deref(), now.no_rule.as_deref());
                differences.extend(
                    turned("不写规则的理由", reasons).map(|text| difference(&now.id, format!("{}{text}", now.id))),
                );
            }
        }
    }
    for then in old.articles().iter().filter(|then| new.article(&then.id).is_none()) {
        differences.push(difference(&then.id, format!("取消{}“{}”。", then.id, then.title)));
    }
    differences
}

fn changes(then: &Clause, now: &Clause, is_reordered: bool) -> Vec<Difference> {
    let mut texts = Vec::new();
    if then.article != now.article {
        texts.push(format!("{}从{}移到{}。", now.name, then.article, now.article));
    }
    // Numbers move on where a rule was put in or taken out, which is told of that one.
    if then.name != now.name && (is_reordered || !is_numbered(now)) {
        texts.push(format!("{}改称{}。", then.name, now.name));
    }
    let of =
        |clause: &Clause, aspect: &str| clause.all().find(|(known, _)| known == aspect).map(|(_, value)| value.clone());
    for (aspect, value) in now.all().filter(|(aspect, value)| !reading_clauses::is_chosen(now, aspect, value)) {
        match of(then, aspect) {
            None => texts.push(format!("{}增加了{aspect}：{value}。", now.name)),
            Some(old) if old != *value => texts.push(format!("{}的{aspect}由“{old}”改为“{value}”。", now.name)),
            Some(_) => {}
        }
    }
    for (aspect, value) in then.all().filter(|(aspect, _)| of(now, aspect).is_none()) {
        texts.push(format!("{}不再有{aspect}（原为“{value}”）。", now.name));
    }
    texts.into_iter().map(|text| difference(&now.article, text)).collect()
}
