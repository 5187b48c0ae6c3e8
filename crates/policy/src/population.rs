//! Many people's years in small, for questions about all of them at once: how many are done, and what another pack
//! would change. What people share is kept once: the answers of an item, and the situation of a person (post, public
//! courses). Must not judge, and must not know the rules.

mod account;
mod digest;
mod judge;
mod judging;
mod ready;
mod row;
mod shared;
mod states;
mod threads;

use jiff::civil::Date;

use crate::{Hours, ItemFacts, Pack, YearFacts};

pub use account::{Line, Says, Undone};
pub use judge::{Judge, Judged};
pub use judging::{Change, Outcomes, YearSum};
pub use ready::Ready;
pub use row::ItemRow;

use shared::{Asked, Shared};

/// People's years, packed: 24 bytes an item, 8 bytes a person, and what they share.
#[derive(Debug)]
pub struct Population {
    /// Hashes of the packs that may judge.
    packs: Vec<String>,
    asked: Asked,
    /// Kind and answers, as items.
    cases: Shared<ItemFacts>,
    /// Years without items.
    situations: Shared<YearFacts>,
    people: Vec<Person>,
    items: Vec<Item>,
}

#[derive(Debug, Clone, Copy)]
struct Person {
    situation: u32,
    /// Where the person's items end; they begin where those of the person before end.
    items_end: u32,
}

#[derive(Debug, Clone, Copy)]
struct Item {
    case: u32,
    /// First and last day, in days from 1 January 1970.
    days: (i32, i32),
    applied: Amount,
    verified: Amount,
    accepted: Option<bool>,
    /// Whether it was found to be false.
    is_false: bool,
}

/// Hours or none, in hundredths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Amount(i32);

/// Why a year cannot be packed, or a pack cannot judge.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PopulationProblem {
    /// Hours below zero or above what an item may have.
    #[error("登记项“{0}”的申请学时或核定学时超出了范围")]
    Hours(String),
    /// More than one population holds.
    #[error("一批数据放不下这么多人或登记项，请分批计算")]
    Full,
    /// A pack was asked that the population was not made for.
    #[error("这一批数据不是为学时标准“{0}”准备的，请按它重新准备")]
    Pack(String),
    /// A pack with more requirements, certificates, consequences or groups than one sum holds.
    #[error("学时标准“{0}”的要求、证书、后续影响或学时上限太多，不能批量计算")]
    Outcomes(String),
    /// Days or answers that are not written as they should be.
    #[error("登记项“{0}”的日期或填写内容读不出来")]
    Unreadable(String),
    /// A pack that carries what is left over from one item to the next.
    #[error("学时标准“{0}”把同类各项的零头合起来折算，不能批量计算，请逐人核算")]
    Carried(String),
}

impl Population {
    /// Nobody yet; to be judged by these packs.
    #[must_use]
    pub fn new(packs: &[&Pack]) -> Population {
        Population {
            packs: packs.iter().map(|pack| pack.hash().to_owned()).collect(),
            asked: Asked::by(packs),
            cases: Shared::default(),
            situations: Shared::default(),
            people: Vec::new(),
            items: Vec::new(),
        }
    }

    /// Adds a person's year; its place is the number of people before it.
    ///
    /// # Errors
    /// `Hours` when a figure is out of range, `Full` when there is no more room. Nothing is added then.
    pub fn push(&mut self, facts: &YearFacts) -> Result<(), PopulationProblem> {
        let mut items: Vec<&ItemFacts> = facts.items.iter().collect();
        items.sort_by(|one, other| one.id.cmp(&other.id));
        let before = self.items.len();
        for item in items {
            let packed = self.packed(facts, item);
            if packed.is_err() {
                self.items.truncate(before);
            }
            self.items.push(packed?);
        }
        let items_end = u32::try_from(self.items.len()).map_err(|_| PopulationProblem::Full)?;
        let situation = self.situations.situation(facts).ok_or(PopulationProblem::Full)?;
        self.people.push(Person { situation, items_end });
        Ok(())
    }

    fn packed(&mut self, facts: &YearFacts, item: &ItemFacts) -> Result<Item, PopulationProblem> {
        let amount = |hours| Amount::of(hours).ok_or_else(|| PopulationProblem::Hours(item.id.clone()));
        Ok(Item {
            applied: amount(item.applied)?,
            verified: amount(item.verified)?,
            case: self.cases.case(&self.asked, item).ok_or(PopulationProblem::Full)?,
            days: (day(item.starts), day(item.ends)),
            accepted: item.accepted,
            is_false: facts.findings.iter().any(|finding| finding.item == item.id),
        })
    }

    /// How many people.
    #[must_use]
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody was added.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// A pack made ready to judge these people, on so many threads: whatever they share is judged beforehand, once.
    ///
    /// # Errors
    /// `Pack` for a pack that the population was not made for, `Outcomes` for one with too many requirements.
    pub fn ready<'a>(&'a self, pack: &'a Pack, threads: usize) -> Result<Ready<'a>, PopulationProblem> {
        Ready::of(self, pack, threads)
    }

    /// A person's situation and items.
    fn person(&self, place: usize) -> (usize, &[Item]) {
        let begin = place.checked_sub(1).map_or(0, |before| self.people[before].items_end);
        let Person { situation, items_end } = self.people[place];
        (situation as usize, &self.items[begin as usize..items_end as usize])
    }
}

/// How many, and what they share.
impl std::fmt::Display for Population {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shared = [self.cases.all().len(), self.situations.all().len()];
        let [people, items] = [self.people.len(), self.items.len()];
        write!(f, "{people} people with {items} items of {} cases, in {} situations", shared[0], shared[1])
    }
}

impl Amount {
    const NONE: Amount = Amount(-1);

    fn of(hours: Option<Hours>) -> Option<Amount> {
        Amount::of_hundredths(hours.map(Hours::hundredths))
    }

    fn of_hundredths(hundredths: Option<i64>) -> Option<Amount> {
        let Some(hundredths) = hundredths else { return Some(Amount::NONE) };
        i32::try_from(hundredths).ok().filter(|hundredths| *hundredths >= 0).map(Amount)
    }

    fn hours(self) -> Option<Hours> {
        (self.0 >= 0).then(|| Hours::from_hundredths(i64::from(self.0)))
    }
}

fn day(date: Date) -> i32 {
    date.duration_since(Date::constant(1970, 1, 1)).as_hours().div_euclid(24).try_into().unwrap_or(i32::MAX)
}
