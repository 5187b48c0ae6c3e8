//! What a simulation adds up: by unit, by article, and who would gain and lose. What it holds does not grow with the people.
//! Must not read the database.

use std::{collections::BTreeMap, sync::Arc};

use domain::{
    ids::{PersonId, UnitId},
    person::Unit,
};
use policy::{Cause, Direction, Effect, Outcome, Pack, Stand, cited};

/// Those whom nobody can judge are named up to this many.
const UNREADABLE_MAX: usize = 20;

/// What another pack would change in one year.
#[derive(Debug, Clone)]
pub struct Simulated {
    /// The pack before.
    pub old: Arc<Pack>,
    /// The pack after.
    pub new: Arc<Pack>,
    /// The year.
    pub year: i16,
    /// Everybody who could be judged.
    pub all: Tally,
    /// Unit by unit, in the order of their codes; units without people are left out.
    pub units: Vec<UnitTally>,
    /// Article by article, in the new pack's order; what only the old pack has comes last.
    pub articles: Vec<ArticleTally>,
    /// Who would gain, first those whose year would then be satisfied.
    pub gainers: MovedPeople,
    /// Who would lose, first those whose year would no longer be satisfied.
    pub losers: MovedPeople,
    /// Years whose rows cannot be right, so that nobody can judge them: how many.
    pub unreadable: u64,
    /// The first of them by 工号, up to a limit.
    pub unreadable_named: Vec<String>,
    /// Who is named at all.
    only: Only,
    /// The place of each unit.
    places: BTreeMap<UnitId, usize>,
}

/// People who are moved one way: named up to a limit, the others counted.
#[derive(Debug, Clone, Default)]
pub struct MovedPeople {
    /// Those who are named: first those whose year turns, then by unit and staff number.
    pub named: Vec<MovedPerson>,
    /// How many more there are.
    pub unnamed: u64,
    /// Most that are named.
    named_max: usize,
    /// Those who are named while they are found, the first of all that there are.
    found: BTreeMap<(bool, usize, String), MovedPerson>,
}

/// Who is named of those who are moved; everybody is counted all the same.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Only {
    /// Code of a unit.
    pub unit: Option<String>,
    /// An article whose difference moves them.
    pub article: Option<String>,
}

/// What the change does to one person's year; nothing when nobody can judge it.
pub(super) struct Moved {
    pub(super) person: PersonId,
    pub(super) unit: UnitId,
    pub(super) staff_number: String,
    pub(super) effect: Option<Effect>,
}

/// How many people, and which way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Judged.
    pub people: u64,
    /// Better off.
    pub gains: u64,
    /// Worse off.
    pub loses: u64,
    /// Of those who gain: the year was not satisfied before and is after.
    pub newly_met: u64,
    /// Of those who lose: the year was satisfied before and is not after.
    pub newly_unmet: u64,
}

/// One unit.
#[derive(Debug, Clone)]
pub struct UnitTally {
    /// The unit.
    pub unit: Unit,
    /// Its people.
    pub tally: Tally,
}

/// One article whose difference moves somebody. Whom several articles move is counted under each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleTally {
    /// 第四条; empty for what stands under none.
    pub article: String,
    /// Its title.
    pub title: String,
    /// The rules that move somebody.
    pub rules: Vec<String>,
    /// People better off.
    pub gains: u64,
    /// People worse off.
    pub loses: u64,
}

/// Somebody who would be better or worse off.
#[derive(Debug, Clone)]
pub struct MovedPerson {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// 工号.
    pub staff_number: String,
    /// Their unit's name.
    pub unit: String,
    /// Under the old pack.
    pub before: Stand,
    /// Under the new one.
    pub after: Stand,
    /// The changed rules that touch them.
    pub causes: Vec<Cause>,
}

impl Simulated {
    pub(super) fn new(
        (old, new): (Arc<Pack>, Arc<Pack>),
        year: i16,
        units: Vec<Unit>,
        (only, named_max): (Only, usize),
    ) -> Simulated {
        let nobody = MovedPeople { named_max, ..MovedPeople::default() };
        Simulated {
            old,
            new,
            year,
            all: Tally::default(),
            places: units.iter().enumerate().map(|(place, unit)| (unit.id, place)).collect(),
            units: units.into_iter().map(|unit| UnitTally { unit, tally: Tally::default() }).collect(),
            articles: Vec::new(),
            gainers: nobody.clone(),
            losers: nobody,
            unreadable: 0,
            unreadable_named: Vec::new(),
            only,
        }
    }

    /// Adds one person.
    pub(super) fn add(&mut self, moved: Moved) {
        let Some(effect) = &moved.effect else {
            self.add_unreadable(moved.staff_number);
            return;
        };
        self.all.add(effect);
        let place = self.places.get(&moved.unit).copied();
        if let Some(unit) = place.and_then(|place| self.units.get_mut(place)) {
            unit.tally.add(effect);
        }
        if effect.direction == Direction::Stays {
            return;
        }
        self.add_causes(effect);
        self.add_person(place.unwrap_or(usize::MAX), moved);
    }

    fn add_unreadable(&mut self, staff_number: String) {
        self.unreadable += 1;
        let place = self.unreadable_named.partition_point(|known| *known < staff_number);
        self.unreadable_named.insert(place, staff_number);
        self.unreadable_named.truncate(UNREADABLE_MAX);
    }

    /// Who cannot be judged and what to do about it, as whole sentences; `None` where everybody can.
    #[must_use]
    pub fn unreadable_note(&self) -> Option<String> {
        let named = u64::try_from(self.unreadable_named.len()).unwrap_or(0);
        let more = if self.unreadable > named { "等" } else { "" };
        (self.unreadable > 0).then(|| {
            format!(
                "另有 {} 人的登记内容读不出来，没有核算，也不在上面的人数里：工号 {}{more}。其他人的结果不受影响。\
                 他们的登记数据可能被改坏了：请把工号告诉系统管理员，用备份核对、恢复以后再试算。",
                self.unreadable,
                self.unreadable_named.join("、")
            )
        })
    }

    /// How many were looked at, judged or not.
    pub(super) fn seen(&self) -> u64 {
        self.all.people + self.unreadable
    }

    fn add_person(&mut self, unit: usize, moved: Moved) {
        let Moved { person, staff_number, effect: Some(effect), .. } = moved else { return };
        let known = self.units.get(unit).map(|known| &known.unit);
        if !self.only.holds(known, &effect.causes) {
            return;
        }
        let turns = is_met(effect.before.outcome) != is_met(effect.after.outcome);
        let place = (!turns, unit, staff_number.clone());
        let person = MovedPerson {
            person,
            name: String::new(),
            staff_number,
            unit: known.map(|unit| unit.name.clone()).unwrap_or_default(),
            before: effect.before,
            after: effect.after,
            causes: effect.causes,
        };
        match effect.direction {
            Direction::Gains => self.gainers.add(place, person),
            Direction::Loses => self.losers.add(place, person),
            Direction::Stays => {}
        }
    }

    /// Who is named.
    pub(super) fn named(&self) -> Vec<PersonId> {
        [&self.gainers, &self.losers]
            .into_iter()
            .flat_map(|people| people.found.values())
            .map(|one| one.person)
            .collect()
    }

    fn add_causes(&mut self, effect: &Effect) {
        let mut by_article: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for cause in &effect.causes {
            by_article.entry(&cause.article).or_default().push(&cause.rule);
        }
        if by_article.is_empty() {
            by_article.insert("", Vec::new());
        }
        for (article, rules) in by_article {
            let line = self.article(article);
            match effect.direction {
                Direction::Gains => line.gains += 1,
                Direction::Loses => line.loses += 1,
                Direction::Stays => {}
            }
            for rule in rules {
                if !line.rules.iter().any(|known| known == rule) {
                    line.rules.push(rule.to_owned());
                }
            }
        }
    }

    fn article(&mut self, id: &str) -> &mut ArticleTally {
        let place = self.articles.iter().position(|line| line.article == id).unwrap_or_else(|| {
            let found = self.new.article(id).or_else(|| self.old.article(id));
            let title = found.map(|article| article.title.clone()).unwrap_or_default();
            self.articles.push(ArticleTally { article: id.to_owned(), title, rules: Vec::new(), gains: 0, loses: 0 });
            self.articles.len() - 1
        });
        &mut self.articles[place]
    }

    /// Puts everything in the order in which it is read.
    pub(super) fn finish(mut self, names: &BTreeMap<PersonId, String>) -> Simulated {
        self.units.retain(|unit| unit.tally.people > 0);
        let new = Arc::clone(&self.new);
        let place = |id: &str| new.articles().iter().position(|known| known.id == id).unwrap_or(usize::MAX);
        self.articles.sort_by_key(|line| place(&line.article));
        for line in &mut self.articles {
            line.rules.sort();
        }
        self.gainers.finish(names);
        self.losers.finish(names);
        self
    }
}

impl MovedPerson {
    /// The rules that touch them, each with its article.
    #[must_use]
    pub fn causes_in_words(&self) -> String {
        let told = self.causes.iter().map(|cause| format!("{}{}", cause.rule, cited(&cause.article)));
        told.collect::<Vec<_>>().join("、")
    }
}

impl MovedPeople {
    fn add(&mut self, place: (bool, usize, String), person: MovedPerson) {
        self.found.insert(place, person);
        if self.found.len() > self.named_max {
            self.found.pop_last();
            self.unnamed += 1;
        }
    }

    fn finish(&mut self, names: &BTreeMap<PersonId, String>) {
        let named = std::mem::take(&mut self.found).into_values().map(|person| {
            let name = names.get(&person.person).cloned().unwrap_or_default();
            MovedPerson { name, ..person }
        });
        self.named = named.collect();
    }
}

impl Only {
    fn holds(&self, unit: Option<&Unit>, causes: &[Cause]) -> bool {
        let is_of_unit = |code: &String| unit.is_some_and(|unit| unit.code == *code);
        let is_moved_by = |article: &String| causes.iter().any(|cause| cause.article == *article);
        self.unit.as_ref().is_none_or(is_of_unit) && self.article.as_ref().is_none_or(is_moved_by)
    }
}

impl Tally {
    fn add(&mut self, effect: &Effect) {
        let (met, is_met) = (is_met(effect.before.outcome), is_met(effect.after.outcome));
        self.people += 1;
        match effect.direction {
            Direction::Gains => {
                self.gains += 1;
                self.newly_met += u64::from(!met && is_met);
            }
            Direction::Loses => {
                self.loses += 1;
                self.newly_unmet += u64::from(met && !is_met);
            }
            Direction::Stays => {}
        }
    }
}

fn is_met(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Satisfied | Outcome::ReferenceOnly)
}
