//! Judging everybody's year and keeping what it comes to: a decision for each whose year was not judged yet, or was
//! judged from other facts or by another text of the pack. What was kept in portions is whole portion by portion: whoever
//! is interrupted begins again, and nothing is kept twice.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use domain::{
    access::{Actor, Deed, Thing, may},
    audit::{Event, EventKind},
    clock::{Instant, shanghai_date},
    refusal::Refusal,
    year::Year,
};
use jiff::civil::Date;
use policy::{Judge, Judged, Obligation, Outcome, Pack, PopulationProblem};
use sha2::{Digest, Sha256};
use store::{
    year_decisions::{Judging, YearDecision},
    year_rows::{DecisionRow, YearRow},
};
use tokio::{runtime::Handle, sync::OwnedSemaphorePermit, task::JoinHandle};

use crate::{
    App,
    act::record,
    everybody::{Basket, Everybody, facts, is_approved, items, not_in_bulk, registered_elsewhere},
    load,
    packs::keep_text_in,
    refusals,
};

/// Decisions kept in one transaction.
const KEPT_AT_ONCE: usize = 50_000;
/// Whose year could not be judged, or came out otherwise, is named up to this many.
const NAMED_MAX: usize = 100;

/// What judging everybody's year came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct YearsJudged {
    /// Everybody.
    pub people: u64,
    /// Decisions that were kept now.
    pub kept: u64,
    /// Years that came from the same facts and the same pack as the decision that is kept.
    pub unchanged: u64,
    /// Years that were approved by a text of their pack that this program does not carry: they stay as they were decided.
    pub as_decided: u64,
    /// Everything that the year asks is met, or nothing is asked.
    pub met: u64,
    /// Not met.
    pub unmet: u64,
    /// A fact is missing.
    pub undetermined: u64,
    /// Of those that are met: nothing is asked.
    pub not_asked: u64,
    /// Years whose rows cannot be right, so that nobody can judge them: 工号 and what is wrong, up to a limit.
    pub unreadable: Vec<Differing>,
    /// How many.
    pub unreadable_count: u64,
    /// Years that came out otherwise than what is kept, although facts and pack are the same. There should be none.
    pub differing: Vec<Differing>,
    /// How many.
    pub differing_count: u64,
}

/// Somebody whose year is out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// 工号.
    pub staff_number: String,
    /// What is wrong.
    pub problem: String,
}

/// Judges everybody's year by the pack of their registration, or by the one in force, and keeps what is new; `progress`
/// hears how many of how many were judged. Drafts are left out: they are nobody's business yet.
///
/// # Errors
/// `NotFound` for whoever may not, and for a year that nobody has an account of; `Conflict` for a pack that cannot judge
/// many at once; `Busy` while others wait already. What was kept until then stays, and is whole.
pub async fn judge(
    app: &Arc<App>,
    actor: Actor,
    year: i16,
    now: Instant,
    mut progress: impl FnMut(u64, u64) + Send,
) -> Result<YearsJudged, Refusal> {
    if !may(&actor, Deed::JudgeYears, &Thing::Institution) {
        return Err(load::no_office(Deed::JudgeYears));
    }
    let year = Year::new(year, shanghai_date(now))?.get();
    let place = Arc::new(app.judging.place().await?);
    let mut tx = app.store.read().await.map_err(refusals::store)?;
    let total = store::year_rows::count(&mut tx).await.map_err(refusals::store)?;
    tx.end().await.map_err(refusals::store)?;
    let total = u64::try_from(total).unwrap_or(0);
    let of = Of { year, closed: Some(app.packs.closes(year)).filter(|last| *last < shanghai_date(now)) };
    let mut found = Everybody::walk(app, year, move |everybody, basket| portions(everybody, basket, of));
    let mut keeper = Keeper { app: Arc::clone(app), actor, year, now, place, keeping: None };
    let mut judged = YearsJudged::default();
    let mut waiting: BTreeMap<Ruling, Vec<YearDecision>> = BTreeMap::new();
    while let Some(portion) = found.recv().await {
        let Portion { sums, decisions } = portion?;
        judged.add(sums);
        for (ruling, mut more) in decisions {
            let all = waiting.entry(ruling).or_default();
            all.append(&mut more);
            if all.len() >= KEPT_AT_ONCE {
                keeper.keep(ruling_of(&mut waiting)).await?;
            }
        }
        progress(judged.people, total);
    }
    for one in waiting {
        keeper.keep(one).await?;
    }
    keeper.rest().await?;
    Ok(judged)
}

/// Name and hash of a pack.
type Ruling = (String, String);

/// The fullest one, taken out.
fn ruling_of(waiting: &mut BTreeMap<Ruling, Vec<YearDecision>>) -> (Ruling, Vec<YearDecision>) {
    let fullest = waiting.iter().max_by_key(|(_, decisions)| decisions.len()).map(|(ruling, _)| ruling.clone());
    fullest.and_then(|ruling| waiting.remove_entry(&ruling)).unwrap_or_default()
}

/// Which year is judged.
#[derive(Clone, Copy)]
struct Of {
    year: i16,
    /// Its last day, where that is over: what was kept until then was no conclusion, and is kept anew.
    closed: Option<Date>,
}

/// What came of a portion of people.
#[derive(Default)]
struct Portion {
    sums: YearsJudged,
    decisions: Vec<(Ruling, Vec<YearDecision>)>,
}

/// One thread's work.
fn portions(everybody: &Everybody, basket: &Basket<Portion>, of: Of) -> Result<(), Refusal> {
    let packs = everybody.packs();
    let mut judges: HashMap<&str, Judge<'_>> = HashMap::new();
    loop {
        let mut people = everybody.portion()?;
        if people.is_empty() {
            return Ok(());
        }
        let mut portion = Portion::default();
        for row in &mut people {
            let pack = match packs.of(row) {
                Ok(pack) => pack,
                Err(name) => {
                    portion.sums.unreadable(row, format!("登记所用的学时标准 {name} 不在这个版本里，无法核算"));
                    continue;
                }
            };
            let judge = match judges.entry(pack.hash()) {
                std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
                std::collections::hash_map::Entry::Vacant(new) => new.insert(Judge::new(pack).map_err(refused)?),
            };
            portion.add(row, of, (pack, packs.closed_before), judge)?;
        }
        if !basket.put(portion) {
            return Ok(());
        }
    }
}

fn refused(problem: PopulationProblem) -> Refusal {
    not_in_bulk(&problem, "已经存档的各批都是完整的，没有变化；其余的人没有存档。")
}

impl Portion {
    fn add(
        &mut self,
        row: &mut YearRow,
        of: Of,
        (pack, closed_before): (&Pack, Date),
        judge: &mut Judge<'_>,
    ) -> Result<(), Refusal> {
        self.sums.people += 1;
        let is_by_another_text =
            is_approved(row) && row.registration.as_ref().is_some_and(|held| held.pack_hash != pack.hash());
        if is_by_another_text {
            self.sums.as_decided += 1;
            return Ok(());
        }
        let facts = facts(row, (of.year, pack), closed_before);
        let elsewhere = registered_elsewhere(row, pack)?;
        match judge.judge(&facts, &mut items(row, &elsewhere, &facts.findings)?) {
            Ok(judged) => self.settle(row, of, pack, &judged),
            Err(problem) => {
                self.sums.people -= 1;
                self.sums.unreadable(row, problem.to_string());
                Ok(())
            }
        }
    }

    fn settle(&mut self, row: &YearRow, of: Of, pack: &Pack, judged: &Judged) -> Result<(), Refusal> {
        self.sums.count(judged);
        let inputs_hash = judged.inputs_hash();
        let result = serde_json::to_string(&judged.sum).map_err(refusals::internal)?;
        let explanation_hash = judged.account_hash();
        let is_same = |kept: &&DecisionRow| {
            let is_of_open_year = of.closed.is_some_and(|last| shanghai_date(kept.at) <= last);
            kept.pack_hash == pack.hash() && kept.inputs_hash == inputs_hash && !is_of_open_year
        };
        match row.decision.as_ref().filter(is_same) {
            Some(kept) => self.sums.compare(row, kept, (&result, &explanation_hash)),
            None => {
                self.sums.kept += 1;
                self.of(pack).push(YearDecision { person: row.person, inputs_hash, result, explanation_hash });
            }
        }
        Ok(())
    }
}

impl Portion {
    /// The decisions by this pack.
    fn of(&mut self, pack: &Pack) -> &mut Vec<YearDecision> {
        let place = self.decisions.iter().position(|((_, hash), _)| hash == pack.hash()).unwrap_or_else(|| {
            self.decisions.push(((pack.name().to_owned(), pack.hash().to_owned()), Vec::new()));
            self.decisions.len() - 1
        });
        &mut self.decisions[place].1
    }
}

impl YearsJudged {
    fn count(&mut self, judged: &Judged) {
        match judged.sum.outcome {
            Outcome::Satisfied | Outcome::ReferenceOnly => self.met += 1,
            Outcome::NotSatisfied => self.unmet += 1,
            Outcome::Undetermined => self.undetermined += 1,
        }
        self.not_asked += u64::from(judged.sum.obligation == Obligation::None);
    }

    /// What is kept from the same facts by the same pack has to be the same.
    fn compare(&mut self, row: &YearRow, kept: &DecisionRow, (result, explanation_hash): (&str, &str)) {
        let problem = match (kept.result == result, kept.explanation_hash == explanation_hash) {
            (true, true) => {
                self.unchanged += 1;
                return;
            }
            (false, _) => "同样的事实和标准，重新核算的结论与存档的不同",
            (true, false) => "同样的事实和标准，重新核算的说明与存档的不同",
        };
        self.differing_count += 1;
        name(&mut self.differing, row, problem.to_owned());
    }

    fn unreadable(&mut self, row: &YearRow, problem: String) {
        self.people += 1;
        self.unreadable_count += 1;
        name(&mut self.unreadable, row, problem);
    }

    fn add(&mut self, other: YearsJudged) {
        let YearsJudged { people, kept, unchanged, as_decided, met, unmet, undetermined, not_asked, .. } = other;
        self.people += people;
        self.kept += kept;
        self.unchanged += unchanged;
        self.as_decided += as_decided;
        self.met += met;
        self.unmet += unmet;
        self.undetermined += undetermined;
        self.not_asked += not_asked;
        self.unreadable_count += other.unreadable_count;
        self.differing_count += other.differing_count;
        self.unreadable.extend(other.unreadable);
        self.unreadable.truncate(NAMED_MAX);
        self.differing.extend(other.differing);
        self.differing.truncate(NAMED_MAX);
    }
}

fn name(named: &mut Vec<Differing>, row: &YearRow, problem: String) {
    if named.len() < NAMED_MAX {
        named.push(Differing { staff_number: row.staff_number.clone(), problem });
    }
}

/// Keeps decisions, and records that it did in the same transaction.
struct Keeper {
    app: Arc<App>,
    actor: Actor,
    year: i16,
    now: Instant,
    /// Held by whatever is being kept too: it goes on when nobody waits for it any more, and until it is there nobody else
    /// may judge, or what it keeps would be kept twice.
    place: Arc<OwnedSemaphorePermit>,
    /// What is being kept while the next people are judged.
    keeping: Option<JoinHandle<Result<(), Refusal>>>,
}

impl Keeper {
    /// Waits until everything is kept.
    async fn rest(&mut self) -> Result<(), Refusal> {
        match self.keeping.take() {
            Some(keeping) => keeping.await.map_err(refusals::internal)?,
            None => Ok(()),
        }
    }

    /// On a thread that may wait: so many rows would hold the others up. One portion after the other.
    async fn keep(&mut self, (ruling, decisions): (Ruling, Vec<YearDecision>)) -> Result<(), Refusal> {
        self.rest().await?;
        let (app, actor, year, now) = (Arc::clone(&self.app), self.actor.clone(), self.year, self.now);
        let (runtime, place) = (Handle::current(), Arc::clone(&self.place));
        let work = move || {
            let _place = place;
            runtime.block_on(async {
                let (pack_name, pack_hash) = &ruling;
                let digest = digest(&decisions);
                let judging =
                    Judging { year, pack_name, pack_hash, digest: &digest, decided_by: actor.person, decided_at: now };
                let mut tx = app.store.begin().await.map_err(refusals::store)?;
                keep_text_in(&mut tx, app.library(), (pack_name, pack_hash), now).await?;
                let number =
                    store::year_decisions::keep(&mut tx, &judging, &decisions).await.map_err(refusals::store)?;
                let values = [
                    ("year", year.to_string()),
                    ("number", number.to_string()),
                    ("people", decisions.len().to_string()),
                    ("pack", pack_name.clone()),
                ];
                let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
                let event = Event::new(EventKind::YearsJudged, format!("year:{year}"), &values)
                    .with("pack_hash", pack_hash.as_str())
                    .with("digest", digest.as_str());
                record(&mut tx, Some(&actor), now, &event).await?;
                tx.commit().await.map_err(refusals::store)
            })
        };
        self.keeping = Some(tokio::task::spawn_blocking(work));
        Ok(())
    }
}

/// The digest of decisions, one after another: what the log says of them, so that nobody can quietly change one.
fn digest(decisions: &[YearDecision]) -> String {
    let mut sum = Sha256::new();
    for YearDecision { person, inputs_hash, result, explanation_hash } in decisions {
        for part in [&person.to_string(), inputs_hash, result, explanation_hash] {
            sum.update(part.as_bytes());
            sum.update(b"\n");
        }
    }
    hex::encode(sum.finalize())
}
