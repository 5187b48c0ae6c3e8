//! What changes between two packs, in words and by article: their clauses and their prose held against each other.
//! Must not judge anybody's year.

use serde::Serialize;

use crate::{Article, Clause, Pack, clauses};

/// One change, as a sentence under its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The article that the changed rule stands under, for example 第四条.
    pub article: String,
    /// What changed, in Chinese.
    pub text: String,
}

/// Everything that differs from `old` to `new`, in the order of the new pack's articles; what only the old one has
/// comes last.
#[must_use]
pub fn compare(old: &Pack, new: &Pack) -> Vec<Difference> {
    let mut differences = prose(old, new);
    let (before, after) = (clauses(old), clauses(new));
    for now in &after {
        match before.iter().find(|then| is_same(then, now)) {
            None => differences.push(difference(&now.article, format!("新增{}。", now.name))),
            Some(then) => differences.extend(changes(then, now)),
        }
    }
    for then in before.iter().filter(|then| !after.iter().any(|now| is_same(then, now))) {
        differences.push(difference(&then.article, format!("取消{}。", then.name)));
    }
    let place = |article: &str| new.articles().iter().position(|known| known.id == article).unwrap_or(usize::MAX);
    differences.sort_by_key(|difference| place(&difference.article));
    differences
}

/// The rules that say something else in `new`, in its order, and those that only `old` has. A rule that only moved to
/// another article, or got another name, says the same.
pub(crate) fn changed(old: &Pack, new: &Pack) -> Vec<Clause> {
    let (before, after) = (clauses(old), clauses(new));
    let says_the_same = |now: &Clause| before.iter().any(|then| is_same(then, now) && then.aspects == now.aspects);
    let is_gone = |then: &&Clause| !after.iter().any(|now| is_same(then, now));
    let gone: Vec<Clause> = before.iter().filter(is_gone).cloned().collect();
    after.iter().filter(|now| !says_the_same(now)).cloned().chain(gone).collect()
}

fn is_same(one: &Clause, other: &Clause) -> bool {
    one.section == other.section && one.id == other.id
}

fn difference(article: &str, text: String) -> Difference {
    Difference { article: article.to_owned(), text }
}

fn prose(old: &Pack, new: &Pack) -> Vec<Difference> {
    // A line break means nothing in prose.
    let plain = |article: &Article| article.prose.split_whitespace().collect::<String>();
    let mut differences = Vec::new();
    for now in new.articles() {
        match old.article(&now.id) {
            None => differences.push(difference(&now.id, format!("新增{}“{}”。", now.id, now.title))),
            Some(then) if plain(then) != plain(now) => {
                differences.push(difference(&now.id, format!("{}的说明文字有改动。", now.id)));
            }
            Some(_) => {}
        }
    }
    for then in old.articles().iter().filter(|then| new.article(&then.id).is_none()) {
        differences.push(difference(&then.id, format!("取消{}“{}”。", then.id, then.title)));
    }
    differences
}

fn changes(then: &Clause, now: &Clause) -> Vec<Difference> {
    let mut texts = Vec::new();
    if then.article != now.article {
        texts.push(format!("{}从{}移到{}。", now.name, then.article, now.article));
    }
    if then.name != now.name {
        texts.push(format!("{}改称{}。", then.name, now.name));
    }
    for (aspect, value) in &now.aspects {
        match then.aspect(aspect) {
            None => texts.push(format!("{}增加了{aspect}：{value}。", now.name)),
            Some(old) if old != value => texts.push(format!("{}的{aspect}由“{old}”改为“{value}”。", now.name)),
            Some(_) => {}
        }
    }
    for (aspect, value) in then.aspects.iter().filter(|(aspect, _)| now.aspect(aspect).is_none()) {
        texts.push(format!("{}不再有{aspect}（原为“{value}”）。", now.name));
    }
    texts.into_iter().map(|text| difference(&now.article, text)).collect()
}
