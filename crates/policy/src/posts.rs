//! Which post decides what a year asks, where the post changed inside it (第一条). Must not say what it asks.

use jiff::civil::Date;

use crate::rules::Rules;
use crate::trace::Trace;
use crate::{Pack, PostFacts, Reason, YearFacts, chinese_date};

/// Which of the year's posts decides, with the article and the reading; `None` where no change is known that decides.
#[must_use]
pub fn post_reason(pack: &Pack, facts: &YearFacts) -> Option<Reason> {
    let rules = &pack.content.rules;
    held(rules, facts).map(|(day, post)| reason(rules, day, post))
}

/// The post that decides: the one held on the pack's day, or what the facts say of the year where no change is known.
pub(crate) fn post(rules: &Rules, facts: &YearFacts, trace: &mut impl Trace) -> PostFacts {
    if let Some((day, held)) = held(rules, facts) {
        trace.step(1, || reason(rules, day, held));
        return held.clone();
    }
    PostFacts {
        from: Date::ZERO,
        category: facts.category,
        declares_title_next_year: facts.declares_title_next_year,
        confirmation_only: facts.confirmation_only,
        learned: None,
    }
}

fn held<'f>(rules: &Rules, facts: &'f YearFacts) -> Option<(Date, &'f PostFacts)> {
    let status = rules.status.as_ref()?;
    let day = Date::new(facts.year, status.month, status.day).ok()?;
    let held = facts.posts.iter().filter(|post| post.from <= day).max_by_key(|post| post.from)?;
    Some((day, held))
}

fn reason(rules: &Rules, day: Date, held: &PostFacts) -> Reason {
    let changed = if held.from.year() == day.year() { "年内岗位有变动，" } else { "" };
    let (day, from) = (chinese_date(day), chinese_date(held.from));
    let text = format!("{changed}以{day}的岗位为准：自{from}起为{}。", held.category.label());
    let status = rules.status.as_ref();
    Reason::new(text, status.map_or("", |status| status.article.as_str()))
        .by(status.and_then(|status| status.reading.as_ref()))
}
