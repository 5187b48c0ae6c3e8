//! Rules and numbers that can never decide anything, and two rules for one thing. Must not look at obligations, which are
//! tried case by case, or at days.

use crate::blocks::HoursBlock;
use crate::collection::{Collection, Placed};
use crate::faults::Fault;
use crate::rules::{Group, Share, Test};
use crate::{Hours, HoursRule, Pack, PackError};

/// Everything that is never reached, or said twice.
pub(crate) fn problems(pack: &Pack, collection: &Collection) -> Vec<PackError> {
    let mut problems = caps(pack, collection);
    problems.extend(conversions(pack, collection));
    problems.extend(figures(pack, collection));
    problems.extend(requirements(pack, collection));
    problems.extend(collection.windows.iter().skip(1).map(|placed| {
        let problem = format!("[[window]]“{}”轮不到：前面已有一个", placed.id);
        placed.error(Fault::Unreachable, problem)
    }));
    same_name(&collection.kinds, "种类", |entry| &entry.name, &mut problems);
    same_name(&collection.groups, "分组", |entry| &entry.name, &mut problems);
    same_name(&collection.requirements, "要求", |entry| &entry.name, &mut problems);
    same_name(&collection.certificates, "证书", |entry| &entry.name, &mut problems);
    same_name(&collection.consequences, "后果", |entry| &entry.name, &mut problems);
    same_name(&collection.deadlines, "期限", |entry| &entry.name, &mut problems);
    problems
}

/// People choose by name: two entries of one name are two answers to one question.
fn same_name<T>(entries: &[Placed<T>], what: &str, name: impl Fn(&T) -> &str, problems: &mut Vec<PackError>) {
    for (index, placed) in entries.iter().enumerate() {
        let name_of = name(&placed.entry);
        if let Some(earlier) = entries[..index].iter().find(|earlier| name(&earlier.entry) == name_of) {
            let problem =
                format!("{what}“{name_of}”有两个：第 {} 行的“{}”和这里的“{}”", earlier.line, earlier.id, placed.id);
            problems.push(placed.error(Fault::Overlap, problem));
        }
    }
}

/// A cap that the cap around it reaches first.
fn caps(pack: &Pack, collection: &Collection) -> Vec<PackError> {
    let groups = &pack.content.rules.groups;
    let never = |(group, placed): (&Group, &Placed<_>)| {
        let (outer, cap) = (around(groups, group.within)?, group.cap?);
        let problem = format!("分组“{}”上限 {cap} 学时，用不到：外层上限只有 {} 学时", group.name, outer);
        (cap > outer || cap == Hours::ZERO).then(|| placed.error(Fault::NeverReached, problem))
    };
    groups.iter().zip(&collection.groups).filter_map(never).collect()
}

/// The least cap of a group and of those around it.
fn around(groups: &[Group], mut index: Option<usize>) -> Option<Hours> {
    let mut least: Option<Hours> = None;
    while let Some(group) = index.and_then(|index| groups.get(index)) {
        least = least.into_iter().chain(group.cap).min();
        index = group.within;
    }
    least
}

/// The most of a single item that is more than its group lets through.
fn conversions(pack: &Pack, collection: &Collection) -> Vec<PackError> {
    let rules = &pack.content.rules;
    let mut problems = Vec::new();
    for placed in &collection.kinds {
        let HoursBlock::Conversion { at_most_hours: Some(most), .. } = &placed.entry.hours else { continue };
        let cap = around(&rules.groups, rules.kinds.get(&placed.id).and_then(|rule| rule.group));
        if let Some(cap) = cap.filter(|cap| most > cap) {
            let problem = format!("每项最多 {most} 学时，用不到：所在分组全年最多 {cap} 学时");
            problems.push(placed.error(Fault::NeverReached, problem));
        }
    }
    problems
}

/// Numbers of a kind that are more than its group lets through in a whole year: a row of a table, or the same for every
/// item. Rows stand in a file of their own, and are named there.
fn figures(pack: &Pack, collection: &Collection) -> Vec<PackError> {
    let rules = &pack.content.rules;
    let mut problems = Vec::new();
    for placed in &collection.kinds {
        let cap = rules.kinds.get(&placed.id).and_then(|rule| around(&rules.groups, rule.group));
        let (Some(kind), Some(cap)) = (pack.kind(&placed.id), cap) else { continue };
        let never = |hours: Hours| format!("{hours} 学时用不到：所在分组全年最多 {cap} 学时");
        match &kind.hours {
            HoursRule::Fixed(hours) if *hours > cap => {
                problems.push(placed.error(Fault::NeverReached, format!("每项 {}", never(*hours))));
            }
            HoursRule::Table { file, rows, .. } => {
                let beyond = rows.iter().filter(|(_, row)| row.hours > cap);
                problems.extend(beyond.map(|(key, row)| {
                    let problem = format!("“{}”这一行的 {}", key.join("、"), never(row.hours));
                    PackError::new(file, row.line, Fault::NeverReached, problem)
                }));
            }
            _ => {}
        }
    }
    problems
}

/// A threshold of nothing, and two thresholds for the same people, of which one says nothing.
fn requirements(pack: &Pack, collection: &Collection) -> Vec<PackError> {
    let rules = &pack.content.rules.requirements;
    let mut problems = Vec::new();
    for (index, (rule, placed)) in rules.iter().zip(&collection.requirements).enumerate() {
        let is_nothing = match rule.test {
            Test::Total(hours) | Test::Public(hours) => hours == Hours::ZERO,
            Test::Share(Share { numerator, .. }) => numerator == 0,
            Test::Exam | Test::Study(_) => false,
        };
        if is_nothing {
            problems.push(placed.error(Fault::NeverReached, format!("要求“{}”谁都达到，等于没有写", rule.name)));
        }
        let bound =
            |other: &&crate::rules::Requirement| other.binds.iter().any(|obligation| rule.binds.contains(obligation));
        let same = |other: &&crate::rules::Requirement| {
            std::mem::discriminant(&other.test) == std::mem::discriminant(&rule.test)
        };
        if let Some(earlier) = rules[..index].iter().filter(bound).find(same) {
            let problem = format!("“{}”和“{}”对同样的人规定同一件事", earlier.name, rule.name);
            problems.push(placed.error(Fault::Overlap, problem));
        }
    }
    problems
}
