//! Judging again what was kept when everybody's year was judged. Such a decision keeps the digest of its facts and not
//! the facts: they are those on file, or, where those have another digest, what was known at the moment of the decision.

use std::{collections::BTreeMap, sync::Arc};

use domain::{ids::PersonId, refusal::Refusal};
use policy::{Judge, Judged};
use store::year_rows::{DecisionRow, YearRow};

use super::replay_then;
use crate::{
    App,
    everybody::{Basket, Everybody, Rulings, facts, items, not_in_bulk, registered_elsewhere},
    refusals,
};

/// Those that come out otherwise are named up to this many.
const NAMED_MAX: usize = 100;

/// What judging everybody's kept year again found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearsReplay {
    /// Decisions that are kept, in all years.
    pub decisions: u64,
    /// Those that come out as they were kept, result and account.
    pub equal: u64,
    /// Those that do not, up to a limit.
    pub different: Vec<YearDivergence>,
    /// How many.
    pub different_count: u64,
    /// Those of the equal ones whose facts have changed since, and were put together as they were known then.
    pub as_known_then: u64,
    /// Those whose facts have changed since and cannot be put together any more, so that nobody can judge them again.
    pub facts_lost: u64,
    /// Those made with a pack whose text is neither carried nor kept.
    pub without_pack: u64,
    /// The same by hash of the pack.
    pub packs_missing: BTreeMap<String, u64>,
}

/// A year that does not come out as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearDivergence {
    /// The year.
    pub year: i16,
    /// 工号 of whose year it is.
    pub staff_number: String,
    /// The number of the judging that kept it.
    pub judging: i64,
    /// What differs.
    pub problem: String,
}

/// Judges the decisions on everybody's year again, those that were superseded too, in these years. The caller decides
/// who may ask, and holds no connection meanwhile.
pub(super) async fn replay_years(
    app: &Arc<App>,
    years: Vec<i16>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<YearsReplay, Refusal> {
    let mut all = YearsReplay::default();
    let _place = if years.is_empty() { None } else { Some(app.judging.place().await?) };
    for year in years {
        let mut found = Everybody::walk(app, year, move |everybody, basket| portions(everybody, basket, year));
        while let Some(portion) = found.recv().await {
            all.add(portion?);
            progress(all.decisions);
        }
    }
    Ok(all)
}

/// One thread's work.
fn portions(everybody: &Everybody, basket: &Basket<YearsReplay>, year: i16) -> Result<(), Refusal> {
    let packs = everybody.packs();
    let mut again = Again { everybody, packs: &packs, year, judges: BTreeMap::new(), found: YearsReplay::default() };
    loop {
        let mut people = everybody.portion()?;
        if people.is_empty() {
            return Ok(());
        }
        let mut kept = by_person(everybody.decisions(&people)?);
        for row in &mut people {
            again.look_at(row, kept.remove(&row.person).unwrap_or_default())?;
        }
        if !basket.put(std::mem::take(&mut again.found)) {
            return Ok(());
        }
    }
}

fn by_person(decisions: Vec<(PersonId, DecisionRow)>) -> BTreeMap<PersonId, Vec<DecisionRow>> {
    let mut of_each: BTreeMap<PersonId, Vec<DecisionRow>> = BTreeMap::new();
    for (person, decision) in decisions {
        of_each.entry(person).or_default().push(decision);
    }
    of_each
}

/// A thread that judges a year again.
struct Again<'p> {
    everybody: &'p Everybody,
    packs: &'p Rulings,
    year: i16,
    /// By the hash of their pack.
    judges: BTreeMap<&'p str, Judge<'p>>,
    found: YearsReplay,
}

impl Again<'_> {
    /// All decisions about one person's year, the one that stands last.
    fn look_at(&mut self, row: &mut YearRow, mut kept: Vec<DecisionRow>) -> Result<(), Refusal> {
        let standing = kept.pop();
        for superseded in kept {
            self.judge(&mut row.clone(), &superseded)?;
        }
        standing.map_or(Ok(()), |standing| self.judge(row, &standing))
    }

    fn judge(&mut self, row: &mut YearRow, kept: &DecisionRow) -> Result<(), Refusal> {
        self.found.decisions += 1;
        // A decision is judged by the very pack that it was made with, whatever is used today.
        let Some(pack) = self.packs.with_text(&kept.pack_hash) else {
            self.found.without_pack += 1;
            *self.found.packs_missing.entry(kept.pack_hash.clone()).or_default() += 1;
            return Ok(());
        };
        let judge = match self.judges.entry(pack.hash()) {
            std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::btree_map::Entry::Vacant(new) => {
                new.insert(Judge::new(pack).map_err(|problem| not_in_bulk(&problem, "没有改动任何数据。"))?)
            }
        };
        let facts = facts(row, (self.year, pack), self.packs.closed_before);
        let elsewhere = registered_elsewhere(row, pack)?;
        let now = judge.judge(&facts, &mut items(row, &elsewhere, &facts.findings)?);
        let problem = match now {
            Ok(judged) if judged.inputs_hash() == kept.inputs_hash => difference(&judged, kept)?,
            now => {
                let whose = (row.person, self.year);
                let then = self.everybody.wait(|app| replay_then::judged(app, whose, pack, judge, kept))?;
                match (then, now) {
                    (Some(judged), _) => {
                        let problem = difference(&judged, kept)?;
                        self.found.as_known_then += u64::from(problem.is_none());
                        problem
                    }
                    (None, Err(problem)) => Some(format!("登记的内容读不出来，无法重新核算：{problem}")),
                    (None, Ok(_)) => {
                        self.found.facts_lost += 1;
                        return Ok(());
                    }
                }
            }
        };
        self.found.count(row, self.year, kept.judging, problem);
        Ok(())
    }
}

/// How what comes out differs from what was kept.
fn difference(judged: &Judged, kept: &DecisionRow) -> Result<Option<String>, Refusal> {
    Ok(if serde_json::to_string(&judged.sum).map_err(refusals::internal)? != kept.result {
        Some("重新核算的结论与存档的不同".to_owned())
    } else if judged.account_hash() != kept.explanation_hash {
        Some("重新核算的说明与存档的不同".to_owned())
    } else {
        None
    })
}

impl YearsReplay {
    fn count(&mut self, row: &YearRow, year: i16, judging: i64, problem: Option<String>) {
        let Some(problem) = problem else {
            self.equal += 1;
            return;
        };
        self.different_count += 1;
        self.name(YearDivergence { year, staff_number: row.staff_number.clone(), judging, problem });
    }

    fn name(&mut self, divergence: YearDivergence) {
        if self.different.len() < NAMED_MAX {
            self.different.push(divergence);
        }
    }

    fn add(&mut self, other: YearsReplay) {
        self.decisions += other.decisions;
        self.equal += other.equal;
        self.different_count += other.different_count;
        self.as_known_then += other.as_known_then;
        self.facts_lost += other.facts_lost;
        self.without_pack += other.without_pack;
        for (hash, count) in other.packs_missing {
            *self.packs_missing.entry(hash).or_default() += count;
        }
        for divergence in other.different {
            self.name(divergence);
        }
    }
}
