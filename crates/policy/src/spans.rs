//! Gaps in time: days between two packs on which neither is in force, days on which both are, and years between known
//! training years of which nothing is known. Must not judge anything else.

use std::collections::BTreeSet;

use crate::collection::Collection;
use crate::faults::Fault;
use crate::library::rules_path;
use crate::{Library, PackError};

/// Every gap.
pub(crate) fn problems(library: &Library, name: &str, collection: &Collection) -> Result<Vec<PackError>, PackError> {
    let mut problems = years(collection);
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

/// A year announced twice, and years left out between the first and the last.
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
    known.extend(collection.gaps.iter().flat_map(|gap| gap.entry.training_years.iter().copied()));
    let (Some(first), Some(last)) = (first, last) else { return problems };
    let missing: Vec<String> =
        (first..last).filter(|year| !known.contains(year)).map(|year| year.to_string()).collect();
    if let (false, Some(placed)) = (missing.is_empty(), announced.iter().find(|placed| placed.entry.year == last)) {
        let problem = format!("{first} 年和 {last} 年之间，{} 年的必修课没有写", missing.join("、"));
        problems.push(placed.error(Fault::YearGap, problem));
    }
    problems
}
