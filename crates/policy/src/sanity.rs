//! Texts that have to say something and say nothing, numbers that mean nothing, parts of articles that are not there. Must
//! not look at how entries fit together.

use crate::Hours;
use crate::PackError;
use crate::blocks::{AskBlock, HoursBlock};
use crate::collection::{Collection, Placed};
use crate::faults::Fault;

/// Refuses the first of them.
pub(crate) fn check(collection: &Collection) -> Result<(), PackError> {
    texts(collection)?;
    kinds(collection)?;
    numbers(collection)?;
    parts(collection)
}

/// Refuses an entry whose `field` is empty.
fn said<T>(placed: &Placed<T>, field: &str, text: &str) -> Result<(), PackError> {
    let problem = || format!("“{}”的 {field} 不能为空", placed.id);
    if text.trim().is_empty() { Err(placed.error(Fault::EmptyText, problem())) } else { Ok(()) }
}

/// Each entry of a list with a few of its texts.
fn each<T>(entries: &[Placed<T>], texts: impl Fn(&T) -> Vec<(&str, &str)>) -> Result<(), PackError> {
    for placed in entries {
        said(placed, "id", &placed.id)?;
        texts(&placed.entry).into_iter().try_for_each(|(field, text)| said(placed, field, text))?;
    }
    Ok(())
}

fn texts(collection: &Collection) -> Result<(), PackError> {
    each(&collection.readings, |entry| vec![("question", &entry.question)])?;
    each(&collection.gaps, |entry| vec![("says", &entry.says), ("meanwhile", &entry.meanwhile)])?;
    each(&collection.training_years, |entry| vec![("theme", &entry.theme), ("notice", &entry.notice)])?;
    each(&collection.title_series, |entry| vec![("series", &entry.series), ("notice", &entry.notice)])?;
    each(&collection.obligations, |_| Vec::new())?;
    each(&collection.categories, |entry| vec![("name", &entry.name)])?;
    each(&collection.groups, |entry| vec![("name", &entry.name)])?;
    each(&collection.windows, |entry| vec![("advice", &entry.advice)])?;
    each(&collection.evidence, |entry| vec![("name", &entry.name)])?;
    each(&collection.requirements, |entry| vec![("name", &entry.name)])?;
    each(&collection.certificates, |entry| vec![("name", &entry.name)])?;
    each(&collection.deadlines, |entry| vec![("name", &entry.name)])?;
    each(&collection.consequences, |entry| vec![("name", &entry.name), ("unmet", &entry.unmet)])?;
    if let Some(placed) = &collection.public_course {
        said(placed, "after_attempts", &placed.id)?;
        placed.entry.required.iter().try_for_each(|name| said(placed, "required", name))?;
    }
    collection.annulment.iter().try_for_each(|placed| said(placed, "says", &placed.id))
}

fn kinds(collection: &Collection) -> Result<(), PackError> {
    each(&collection.kinds, |entry| vec![("name", &entry.name), ("hint", entry.hint.as_deref().unwrap_or("无"))])?;
    for placed in &collection.kinds {
        for AskBlock { id, name, unit, choices, .. } in &placed.entry.asks {
            let own = [("asks 的 id", id), ("asks 的 name", name)];
            let unit = unit.iter().map(|unit| ("asks 的 unit", unit));
            let choices = choices.iter().flat_map(|(id, name)| [("choices", id), ("choices", name)]);
            own.into_iter().chain(unit).chain(choices).try_for_each(|(field, text)| said(placed, field, text))?;
        }
    }
    Ok(())
}

/// Refuses an amount of nothing.
fn some<T>(placed: &Placed<T>, field: &str, amount: Option<Hours>) -> Result<(), PackError> {
    let is_nothing = amount == Some(Hours::ZERO);
    if is_nothing { Err(placed.error(Fault::BadNumber, format!("{field} 写了 0"))) } else { Ok(()) }
}

fn numbers(collection: &Collection) -> Result<(), PackError> {
    if let Some(placed) = collection.public_course.as_ref().filter(|placed| placed.entry.attempts_max == 0) {
        return Err(placed.error(Fault::BadNumber, "attempts_max 写了 0，一次也不能考"));
    }
    for placed in &collection.training_years {
        let (hours, study) = (placed.entry.hours, placed.entry.study_hours);
        some(placed, "hours", Some(hours))?;
        some(placed, "study_hours", study)?;
        if let Some(study) = study.filter(|study| *study > hours) {
            let problem = format!("学习 {study} 学时，比学习和考试合计的 {hours} 学时还多");
            return Err(placed.error(Fault::BadNumber, problem));
        }
    }
    collection.rates.iter().try_for_each(|placed| some(placed, "give_hours", placed.entry.give_hours))?;
    for placed in &collection.day_limits {
        some(placed, "hours", Some(placed.entry.hours.value(collection, placed)?))?;
    }
    for placed in &collection.kinds {
        match &placed.entry.hours {
            HoursBlock::Fixed { fixed } => some(placed, "fixed", Some(*fixed))?,
            HoursBlock::Conversion { give_hours, at_most_hours, .. } => {
                some(placed, "give_hours", Some(*give_hours))?;
                some(placed, "at_most_hours", *at_most_hours)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// A part of an article, such as the `（四）` of 第六条（四）, has to stand in the article's text.
fn parts(collection: &Collection) -> Result<(), PackError> {
    // An article that is not there is told as such.
    let has_part = |article: &str, part: &str| {
        let known = collection.articles.iter().find(|known| known.id == article);
        known.is_none_or(|known| known.prose.contains(part))
    };
    let unknown = |article: &str, part: &str| format!("{article}的文字里没有{part}这一项");
    for placed in &collection.provisions {
        let cited = placed.entry.1.get_ref();
        let Some(at) = cited.find('（').filter(|_| collection.articles.iter().all(|known| known.id != *cited)) else {
            continue;
        };
        let (article, part) = cited.split_at(at);
        if !has_part(article, part) {
            return Err(placed.error(Fault::UnknownPart, unknown(article, part)));
        }
    }
    for placed in collection.deadlines.iter().filter(|placed| !placed.entry.part.is_empty()) {
        let (article, part) = (placed.article.as_str(), placed.entry.part.as_str());
        if !has_part(article, part) {
            return Err(placed.error(Fault::UnknownPart, unknown(article, part)));
        }
    }
    Ok(())
}
