//! Everybody's year, read on as many threads as there are cores and judged where it was read: each thread takes the next
//! people, in a transaction of its own, and hands on what came of them. What is held at once does not grow with the
//! people. Must not decide what becomes of a year.

use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, OnceLock, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use domain::{
    ids::PersonId,
    industry_hours,
    person::Standing,
    refusal::{Refusal, RefusalKind},
    registration::State,
};
use jiff::civil::Date;
use policy::{Finding, ItemFacts, ItemRow, Pack, PopulationProblem, PostFacts, TrainingYearFacts, YearFacts};
use store::{
    Tx, training_years, year_decisions,
    year_rows::{self, DecisionRow, YearRow},
};
use tokio::{runtime::Handle, sync::mpsc};

use crate::{App, refusals, year_before::YearBefore};

/// People read at once by one thread.
const PORTION: usize = 8_000;
/// Portions that may wait to be taken up.
const WAITING: usize = 4;

/// The year of everybody, being walked through.
pub(crate) struct Everybody {
    app: Arc<App>,
    year: i16,
    runtime: Handle,
    /// After whom the next portion begins; `None` when there is nobody any more.
    next: Mutex<Option<Option<PersonId>>>,
    is_over: AtomicBool,
    /// What is settled for the required course, once somebody asked.
    training_year: OnceLock<Option<TrainingYearFacts>>,
}

/// What the threads hand on.
pub(crate) type Found<T> = mpsc::Receiver<Result<T, Refusal>>;

/// Where a thread puts what came of its portions.
pub(crate) struct Basket<T>(mpsc::Sender<Result<T, Refusal>>);

impl<T> Basket<T> {
    /// Hands on; false when nobody wants it any more.
    pub(crate) fn put(&self, one: T) -> bool {
        self.0.blocking_send(Ok(one)).is_ok()
    }
}

impl Everybody {
    /// Begins. `work` runs on each thread: it takes portions with [`Everybody::portion`] until there are none. When what
    /// they hand on is dropped, or one of them fails, all of them stop.
    pub(crate) fn walk<T: Send + 'static>(
        app: &Arc<App>,
        year: i16,
        work: impl Fn(&Everybody, &Basket<T>) -> Result<(), Refusal> + Send + Sync + 'static,
    ) -> Found<T> {
        let (sender, found) = mpsc::channel(WAITING);
        let everybody = Arc::new(Everybody {
            app: Arc::clone(app),
            year,
            runtime: Handle::current(),
            next: Mutex::new(Some(None)),
            is_over: AtomicBool::new(false),
            training_year: OnceLock::new(),
        });
        let work = Arc::new(work);
        for _ in 0..std::thread::available_parallelism().map_or(1, std::num::NonZero::get) {
            let (everybody, work, basket) = (Arc::clone(&everybody), Arc::clone(&work), Basket(sender.clone()));
            tokio::task::spawn_blocking(move || {
                // Whatever ends it, a broken thread too, is told: silence would look like the end of the people.
                let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| work(&everybody, &basket)));
                let done = done.unwrap_or_else(|_| Err(refusals::internal("a thread broke while everybody was read")));
                if let Err(refusal) = done {
                    everybody.is_over.store(true, Ordering::Release);
                    basket.0.blocking_send(Err(refusal)).ok();
                }
            });
        }
        found
    }

    /// The next people; empty when there are none, or when it is over.
    pub(crate) fn portion(&self) -> Result<Vec<YearRow>, Refusal> {
        let runtime = &self.runtime;
        let mut tx = runtime.block_on(self.app.store.read()).map_err(refusals::store)?;
        let people = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(after) = next.filter(|_| !self.is_over.load(Ordering::Acquire)) else { return Ok(Vec::new()) };
            let people = runtime.block_on(year_rows::people(&mut tx, after, PORTION)).map_err(refusals::store)?;
            *next = people.last().map(|row| Some(row.person));
            people
        };
        let mut filled = runtime.block_on(year_rows::fill(&mut tx, self.year, people)).map_err(refusals::store)?;
        let training_year = self.training_year(&mut tx)?;
        filled.iter_mut().for_each(|row| row.training_year = training_year);
        runtime.block_on(tx.end()).map_err(refusals::store)?;
        Ok(filled)
    }

    /// All decisions about the year of these people, whose order is theirs, each person's in the order in which they were kept.
    pub(crate) fn decisions(&self, people: &[YearRow]) -> Result<Vec<(PersonId, DecisionRow)>, Refusal> {
        let (Some(first), Some(last)) = (people.first(), people.last()) else { return Ok(Vec::new()) };
        self.runtime
            .block_on(async {
                let mut tx = self.app.store.read().await?;
                let found = year_decisions::between(&mut tx, self.year, (first.person, last.person)).await?;
                tx.end().await?;
                Ok(found)
            })
            .map_err(refusals::store)
    }

    /// Waits for work that reads by itself, which is given the application.
    pub(crate) fn wait<T, F: Future<Output = T>>(&self, work: impl FnOnce(Arc<App>) -> F) -> T {
        self.runtime.block_on(work(Arc::clone(&self.app)))
    }

    fn training_year(&self, tx: &mut Tx) -> Result<Option<TrainingYearFacts>, Refusal> {
        if let Some(known) = self.training_year.get() {
            return Ok(*known);
        }
        let settled = self.runtime.block_on(training_years::get(tx, self.year)).map_err(refusals::store)?;
        Ok(*self.training_year.get_or_init(|| settled.map(|settled| settled.facts())))
    }

    /// The packs that a year can be judged by; those that cannot be read are not there.
    pub(crate) fn packs(&self) -> Rulings {
        let by_text = self.app.packs.by_text();
        let names = self.app.library().names().into_iter();
        let carried = names.filter_map(|name| Some((name.to_owned(), self.app.pack_named(name).ok()?))).collect();
        let in_force = self
            .app
            .packs
            .for_year(self.year)
            .map_or_else(|_| self.app.pack().name().to_owned(), |pack| pack.name().to_owned());
        Rulings { by_text, carried, in_force, closed_before: self.app.packs.closes(self.year.saturating_sub(1)) }
    }
}

/// The packs that somebody's year can be judged by.
pub(crate) struct Rulings {
    /// By the hash of their text.
    by_text: BTreeMap<String, Arc<Pack>>,
    /// Those that the program carries, by name.
    carried: BTreeMap<String, Arc<Pack>>,
    /// The name of the one that judges whoever has no registration.
    in_force: String,
    /// The last day of the year before.
    pub(crate) closed_before: Date,
}

impl Rulings {
    /// The pack with this very text.
    pub(crate) fn with_text(&self, hash: &str) -> Option<&Pack> {
        self.by_text.get(hash).map(Arc::as_ref)
    }

    /// The pack that judges this year, see [`crate::packs::Packs::of`]; the name of one that is not there.
    pub(crate) fn of(&self, row: &YearRow) -> Result<&Pack, String> {
        let name = row.registration.as_ref().map_or(&self.in_force, |held| &held.pack_name);
        let carried = self.carried.get(name).map(Arc::as_ref);
        let decided = row.registration.as_ref().filter(|held| held.state == State::Approved);
        let decided = decided.filter(|held| carried.is_none_or(|pack| pack.hash() != held.pack_hash));
        decided.and_then(|held| self.with_text(&held.pack_hash)).or(carried).ok_or_else(|| name.clone())
    }
}

/// What the pack looks at of a year, without its items: what [`crate::dossier`] says of one person; `closes` is the last day
/// of the year before. The row gives its results away.
pub(crate) fn facts(row: &mut YearRow, (year, pack): (i16, &Pack), closes: Date) -> YearFacts {
    let public = std::mem::take(&mut row.public);
    let series = row.title_series.as_deref();
    YearFacts {
        declares_title_next_year: row.standing.declares_title_next_year,
        confirmation_only: row.standing.confirmation_only,
        public,
        findings: std::mem::take(&mut row.findings),
        posts: row.posts.iter().map(|(from, standing)| post(*from, *standing)).collect(),
        approved: is_approved(row),
        declares_title_this_year: row.stood_before.map(|said| said.declares_title_next_year && !said.confirmation_only),
        title_series_opens: series.and_then(|series| pack.title_series_opens(year, series)),
        last_year: before(row).outcome(closes),
        training_year: row.training_year,
        ..YearFacts::of(year, row.standing.category)
    }
}

/// Whether the registration is approved.
pub(crate) fn is_approved(row: &YearRow) -> bool {
    row.registration.as_ref().is_some_and(|held| held.state == State::Approved)
}

/// A post, without the day on which it became known: nothing is judged by that, and many share what is left.
fn post(from: Date, standing: Standing) -> PostFacts {
    let Standing { category, declares_title_next_year, confirmation_only } = standing;
    PostFacts { from, category, declares_title_next_year, confirmation_only, learned: None }
}

/// What a connected system registered, written as an item's row is.
pub(crate) struct RegisteredElsewhere {
    facts: ItemFacts,
    days: [String; 2],
    answers: String,
    typed: Option<String>,
}

/// What connected systems registered for a year; nothing where the pack says nothing of them.
pub(crate) fn registered_elsewhere(row: &YearRow, pack: &Pack) -> Result<Vec<RegisteredElsewhere>, Refusal> {
    let known = row.industry.iter().filter_map(|hours| Some((hours.facts(pack)?, hours.typed_item)));
    known
        .map(|(facts, typed)| {
            let answers = serde_json::to_string(&facts.answers).map_err(refusals::internal)?;
            let days = [facts.starts, facts.ends].map(|day| day.to_string());
            Ok(RegisteredElsewhere { facts, days, answers, typed: typed.map(|id| id.to_string()) })
        })
        .collect()
}

/// The items of a year with these findings: what was handed in, and what connected systems registered, unless it is among the
/// former.
pub(crate) fn items<'r>(
    row: &'r YearRow,
    elsewhere: &'r [RegisteredElsewhere],
    findings: &[Finding],
) -> Result<Vec<ItemRow<'r>>, Refusal> {
    let mut items = match &row.registration {
        Some(held) => held.items().map_err(refusals::store)?,
        None => Vec::new(),
    };
    let typed = items.len();
    for RegisteredElsewhere { facts, days, answers, typed: typed_as } in elsewhere {
        let is_it = |item: &ItemRow<'_>| {
            Some(item.id) == typed_as.as_deref() && industry_hours::stands(item.id, item.accepted, findings)
        };
        if items[..typed].iter().any(is_it) {
            continue;
        }
        let [starts, ends] = days;
        let (id, kind) = (&facts.id, &facts.kind);
        items.push(ItemRow { id, kind, starts, ends, answers, applied: None, verified: None, accepted: None });
    }
    Ok(items)
}

fn before(row: &YearRow) -> YearBefore<'_> {
    YearBefore {
        is_approved: row.was_approved_before,
        decided: row.decided_before.as_ref(),
        judged: row.judged_before.as_ref(),
    }
}

/// A pack that can only judge people one by one.
pub(crate) fn not_in_bulk(problem: &PopulationProblem, safe: &str) -> Refusal {
    Refusal::new(
        RefusalKind::Conflict,
        "policy.not-in-bulk",
        format!("{problem}。"),
        safe,
        "请逐人查看年度账；或请维护学时标准的人改写这条规则后再来。",
    )
}
