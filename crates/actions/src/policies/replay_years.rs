//! Judging again what was kept when everybody's year was judged. Such a decision keeps the digest of its facts and not
//! the facts: it can be judged again as long as the same facts are on file, and otherwise it is counted as such.

use std::{collections::BTreeMap, sync::Arc};

use domain::refusal::Refusal;
use policy::{Judge, Pack, YearFacts};
use store::year_rows::{DecisionRow, YearRow};

use crate::{
    App,
    everybody::{Basket, Everybody, facts, items, not_in_bulk, registered_elsewhere},
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
    /// Those whose facts have changed since, so that nobody can judge them again.
    pub facts_changed: u64,
    /// Those that a later decision on the same year replaced: they were made from facts that are no longer on file.
    pub superseded: u64,
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

/// Judges the standing decision on everybody's year again, in each year of which some are kept. The caller decides who
/// may ask, and holds no connection meanwhile.
pub(super) async fn replay_years(
    app: &Arc<App>,
    years: Vec<(i16, i64)>,
    mut progress: impl FnMut(u64) + Send,
) -> Result<YearsReplay, Refusal> {
    let mut all = YearsReplay::default();
    let _place = if years.is_empty() { None } else { Some(app.judging.place().await?) };
    for (year, kept) in years {
        let mut of_year = YearsReplay::default();
        let mut found = Everybody::walk(app, year, move |everybody, basket| portions(everybody, basket, year));
        while let Some(portion) = found.recv().await {
            of_year.add(portion?);
            progress(all.decisions + of_year.decisions);
        }
        of_year.superseded = u64::try_from(kept).unwrap_or(0).saturating_sub(of_year.decisions);
        of_year.decisions += of_year.superseded;
        all.add(of_year);
    }
    Ok(all)
}

/// One thread's work.
fn portions(everybody: &Everybody, basket: &Basket<YearsReplay>, year: i16) -> Result<(), Refusal> {
    let packs = everybody.packs();
    let mut judges: BTreeMap<&str, Judge<'_>> = BTreeMap::new();
    loop {
        let mut people = everybody.portion()?;
        if people.is_empty() {
            return Ok(());
        }
        let mut portion = YearsReplay::default();
        for row in &mut people {
            let Some(kept) = row.decision.take() else { continue };
            portion.decisions += 1;
            // A decision is judged by the very pack that it was made with, whatever is used today.
            let Some(pack) = packs.with_text(&kept.pack_hash) else {
                portion.without_pack += 1;
                *portion.packs_missing.entry(kept.pack_hash).or_default() += 1;
                continue;
            };
            let judge = match judges.entry(pack.hash()) {
                std::collections::btree_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::btree_map::Entry::Vacant(new) => {
                    new.insert(Judge::new(pack).map_err(|problem| not_in_bulk(&problem, "没有改动任何数据。"))?)
                }
            };
            let facts = facts(row, (year, pack), packs.closed_before);
            portion.look_at((row, &facts), pack, judge, &kept)?;
        }
        if !basket.put(portion) {
            return Ok(());
        }
    }
}

impl YearsReplay {
    fn look_at(
        &mut self,
        (row, facts): (&YearRow, &YearFacts),
        pack: &Pack,
        judge: &mut Judge<'_>,
        kept: &DecisionRow,
    ) -> Result<(), Refusal> {
        let elsewhere = registered_elsewhere(row, pack)?;
        let problem = match judge.judge(facts, &mut items(row, &elsewhere)?) {
            Err(problem) => Some(format!("登记的内容读不出来，无法重新核算：{problem}")),
            Ok(judged) if judged.inputs_hash() != kept.inputs_hash => {
                self.facts_changed += 1;
                return Ok(());
            }
            Ok(judged) if serde_json::to_string(&judged.sum).map_err(refusals::internal)? != kept.result => {
                Some("重新核算的结论与存档的不同".to_owned())
            }
            Ok(judged) if judged.account_hash() != kept.explanation_hash => {
                Some("重新核算的说明与存档的不同".to_owned())
            }
            Ok(_) => None,
        };
        match problem {
            None => self.equal += 1,
            Some(problem) => {
                let staff_number = row.staff_number.clone();
                self.different_count += 1;
                self.name(YearDivergence { year: facts.year, staff_number, judging: kept.judging, problem });
            }
        }
        Ok(())
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
        self.facts_changed += other.facts_changed;
        self.superseded += other.superseded;
        self.without_pack += other.without_pack;
        for (hash, count) in other.packs_missing {
            *self.packs_missing.entry(hash).or_default() += count;
        }
        for divergence in other.different {
            self.name(divergence);
        }
    }
}
