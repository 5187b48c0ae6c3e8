//! Finds entries of a pack's own that no rule uses: a reading, a rate, a piece of evidence, a cap, or a requirement that
//! neither binds nor is needed. Such an entry reads as law and does nothing. Must not look at the packs around it.

use std::collections::BTreeSet;

use crate::blocks::{HoursBlock, NeedBlock};
use crate::collection::{Collection, Placed};
use crate::faults::Fault;
use crate::settings::Setting;
use crate::{PackError, citations};

/// Refuses the first entry of this file that nothing uses.
pub(crate) fn check(file: &str, collection: &Collection) -> Result<(), PackError> {
    let kinds = || collection.kinds.iter().map(|placed| &placed.entry);
    let evidence = kinds().flat_map(|kind| &kind.evidence).map(|need| match need {
        NeedBlock::Always(id) | NeedBlock::When { id, .. } => id.as_str(),
    });
    refuse(file, "材料", &collection.evidence, &evidence.collect())?;
    let rates = kinds().filter_map(|kind| match &kind.hours {
        HoursBlock::HalfDays { rate, .. } | HoursBlock::Stated { rate, .. } => Some(rate.as_str()),
        _ => None,
    });
    refuse(file, "折算标准", &collection.rates, &rates.collect())?;
    let groups = kinds().filter_map(|kind| kind.group.as_deref());
    let groups = groups.chain(collection.groups.iter().map(|placed| placed.entry.within.as_str()));
    refuse(file, "分组", &collection.groups, &groups.collect())?;
    let categories = kinds().map(|kind| kind.category.as_str());
    refuse(file, "类别", &collection.categories, &categories.collect())?;
    let readings = citations::all(collection).into_iter().map(String::as_str);
    refuse(file, "解释性规定", &collection.readings, &readings.collect())?;
    idle_reading(file, collection)?;
    let needs = collection.certificates.iter().flat_map(|placed| &placed.entry.needs);
    let needs = needs.chain(collection.consequences.iter().flat_map(|placed| &placed.entry.needs));
    let binds_nobody = |binds: &Setting<Vec<_>>| matches!(binds, Setting::Plain(binds) if binds.is_empty());
    let binding = collection.requirements.iter().filter(|placed| !binds_nobody(&placed.entry.binds));
    let needed = needs.map(String::as_str).chain(binding.map(|placed| placed.id.as_str()));
    refuse(file, "要求", &collection.requirements, &needed.collect())
}

/// A reading that rules only name: whatever is chosen there, they do the same, and people are told otherwise.
fn idle_reading(file: &str, collection: &Collection) -> Result<(), PackError> {
    let taken = citations::taken(collection);
    let idle = collection.readings.iter().find(|placed| placed.file == file && !taken.contains(&&placed.id));
    idle.map_or(Ok(()), |placed| {
        let problem = format!("没有规则取用解释性规定“{}”的 value，换一种读法规则也不会变", placed.id);
        Err(placed.error(Fault::Idle, problem))
    })
}

fn refuse<T>(file: &str, what: &str, entries: &[Placed<T>], used: &BTreeSet<&str>) -> Result<(), PackError> {
    let unused = entries.iter().find(|placed| placed.file == file && !used.contains(placed.id.as_str()));
    unused.map_or(Ok(()), |placed| {
        Err(placed.error(Fault::Unused, format!("{what}“{}”没有规则用到，请删去或用上", placed.id)))
    })
}
