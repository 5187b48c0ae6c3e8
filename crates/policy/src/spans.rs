//! Gaps in time: days between two packs on which neither is in force, days on which both are, and training
//! years of which nothing is known, from the first that is spoken of to the last that is known. Must not judge anything else.

use std::collections::BTreeSet;

use crate::blocks::TitleSeriesBlock;
use crate::collection::Collection;
use crate::faults::Fault;
use crate::library::rules_path;
use crate::{Library, PackError};

/// Every gap.
pub(crate) fn problems(library: &Library, name: &str, collection: &Collection) -> Result<Vec<PackError>, PackError> {
    let mut problems = years(collection);
    problems.extend(title_series(collection));
    let header = library.succession(name)?;
    let (Some((from, line)), Some((earlier, _))) = (header.from, &header.succeeds) else { return Ok(problems) };
    let Some((until, _)) = library.succession(earlier)?.until else { return Ok(problems) };
    let next = until.tomorrow().unwrap_or(until);
    if next != from {
        let what = if next < from { "这中间没有标准可用" } else { "这中间有两个标准" };
        let problem = format!("所接替的“{earlier}”执行到 {until}，这里从 {from} 起执行，{what}");
        problems.push(PackError::new(&rules_path(name), line, Fault::TimeGap, problem));
    }
    Ok(problems)
}

/// A year announced twice, and years left out up to the last one announced: from the first one that is announced, or that
/// the article itself speaks of.
fn years(collection: &Collection) -> Vec<PackError> {
    let mut problems = Vec::new();
    let announced = &collection.training_years;
    for (index, placed) in announced.iter().enumerate() {
        let year = placed.entry.year;
        if let Some(earlier) = announced[..index].iter().find(|earlier| earlier.entry.year == year) {
            let problem = format!("{year} 年的必修课有两个：“{}”和“{}”", earlier.id, placed.id);
            problems.push(placed.error(Fault::Overlap, problem));
        }
    }
    let mut known: BTreeSet<i16> = announced.iter().map(|placed| placed.entry.year).collect();
    let (first, last) = (known.first().copied(), known.last().copied());
    let first = announced.iter().flat_map(|placed| years_named(collection, &placed.article)).chain(first).min();
    known.extend(collection.gaps.iter().flat_map(|gap| gap.entry.training_years.iter().copied()));
    let (Some(first), Some(last)) = (first, last) else { return problems };
    let missing: Vec<String> =
        (first..last).filter(|year| !known.contains(year)).map(|year| year.to_string()).collect();
    if let (false, Some(placed)) = (missing.is_empty(), announced.iter().find(|placed| placed.entry.year == last)) {
        let problem = format!("从 {first} 年到 {last} 年，{} 年的必修课没有写", missing.join("、"));
        problems.push(placed.error(Fault::YearGap, problem));
    }
    problems
}

/// A title series with two days in one year, and one that opens in another year than it is of.
fn title_series(collection: &Collection) -> Vec<PackError> {
    let mut problems = Vec::new();
    for (index, placed) in collection.title_series.iter().enumerate() {
        let TitleSeriesBlock { series, year, opens, .. } = &placed.entry;
        let mut earlier = collection.title_series[..index].iter();
        if let Some(earlier) = earlier.find(|one| (&one.entry.series, one.entry.year) == (series, *year)) {
            let problem = format!("{year} 年“{series}”系列的报名日期有两个：“{}”和“{}”", earlier.id, placed.id);
            problems.push(placed.error(Fault::Overlap, problem));
        }
        if opens.year() != *year {
            let problem = format!("“{}”是 {year} 年的，报名却从 {opens} 开始", placed.id);
            problems.push(placed.error(Fault::SeriesYear, problem));
        }
    }
    problems
}

/// The years that an article's own words name, such as 2019 年.
fn years_named(collection: &Collection, article: &str) -> Vec<i16> {
    let prose = collection.articles.iter().filter(|known| known.id == article).map(|known| known.prose.as_str());
    let before_the_word = prose.flat_map(|prose| prose.split('年').map(str::trim_end));
    before_the_word
        .filter_map(|text| text.get(text.len().checked_sub(4)?..)?.parse().ok())
        .filter(|year| *year > 999)
        .collect()
}
