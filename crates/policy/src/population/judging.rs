//! Judges the people of a population, one after another and on several threads, generic over where the account goes.
//! Must not look at names or texts.

use serde::{Serialize, Serializer};

use super::account::{self, Account, Line, Lines, Nothing, Says};
use super::ready::{Bench, Case, Ready, Situation};
use super::states::{Needs, States};
use super::{Item, PopulationProblem, threads};
use crate::assess::Figures;
use crate::caps::{Flow, Inflow, Sums};
use crate::verdict::{self, Standing, Waiting};
use crate::{Hours, Obligation, Outcome, consequences};

/// How many outcomes one [`Outcomes`] holds.
pub(super) const OUTCOMES_MAX: usize = 31;

/// What one person's year comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct YearSum {
    /// What the year asks of the person.
    pub obligation: Obligation,
    /// All requirements together.
    pub outcome: Outcome,
    /// Public hours.
    pub public: Hours,
    /// Professional hours, after every cap.
    pub professional: Hours,
    /// One for each requirement that binds somebody, in the pack's order.
    pub requirements: Outcomes,
    /// One for each certificate.
    pub certificates: Outcomes,
    /// One for each consequence.
    pub consequences: Outcomes,
}

/// A few outcomes in the pack's order, two bits each behind a one that marks where they begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcomes(u64);

/// A person whose year two packs judge differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The person's place in the population.
    pub place: usize,
    /// By the first pack.
    pub before: YearSum,
    /// By the second.
    pub after: YearSum,
}

/// As the compiler numbers them.
const ORDER: [Outcome; 4] = [Outcome::Satisfied, Outcome::NotSatisfied, Outcome::Undetermined, Outcome::ReferenceOnly];

impl Default for Outcomes {
    fn default() -> Outcomes {
        Outcomes(1)
    }
}

impl Outcomes {
    fn push(&mut self, outcome: Outcome) {
        self.0 = self.0 << 2 | outcome as u64;
    }

    /// How many of them are this one.
    #[must_use]
    pub fn count(&self, of: Outcome) -> usize {
        self.iter().filter(|outcome| *outcome == of).count()
    }

    /// The outcomes in the pack's order.
    pub fn iter(&self) -> impl Iterator<Item = Outcome> + use<> {
        let bits = self.0;
        (0..bits.ilog2() / 2).rev().map(move |place| ORDER[(bits >> (2 * place) & 3) as usize])
    }
}

impl Serialize for Outcomes {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

/// Room that is used again for each person.
#[derive(Debug, Default)]
pub(super) struct Room {
    recognised: Sums,
    possible: Sums,
    hoped: Sums,
    /// Item by item, where the account tells of each.
    inflows: Vec<Inflow>,
    flow: Flow,
}

/// What keeps an item from counting.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Stop {
    pub(super) is_misplaced: bool,
    pub(super) is_beyond_days: bool,
    pub(super) is_annulled: bool,
}

impl Ready<'_> {
    /// Everybody's year, in the order of adding.
    #[must_use]
    pub fn sums(&self) -> Vec<YearSum> {
        let parts = self.fold(Vec::new, |sums, _, sum| sums.push(sum));
        let mut sums = Vec::with_capacity(self.population.len());
        sums.extend(parts.into_iter().flatten());
        sums
    }

    /// Judges everybody quietly: `each` takes a person's place and sum, beginning from `start` on each thread. What the
    /// threads came to, in the order of the people.
    pub fn fold<A: Send>(&self, start: impl Fn() -> A + Sync, each: impl Fn(&mut A, usize, YearSum) + Sync) -> Vec<A> {
        let start = || (start(), Room::default());
        let parts = threads::fold(self.threads, self.population.len(), start, |(made, room), place| {
            each(made, place, self.bench.judge(self.population.person(place), room, &mut Nothing));
        });
        parts.into_iter().map(|(made, _)| made).collect()
    }

    /// The same with every line of the account: why each hour counts or does not, with its article.
    pub fn explain<A: Send>(
        &self,
        start: impl Fn() -> A + Sync,
        each: impl Fn(&mut A, usize, YearSum, &[Line<'_>]) + Sync,
    ) -> Vec<A> {
        let told = self.told();
        let start = || (start(), Room::default(), Lines { told: &told, lines: Vec::new() });
        let parts = threads::fold(self.threads, self.population.len(), start, |(made, room, account), place| {
            account.lines.clear();
            let sum = self.bench.judge(self.population.person(place), room, account);
            each(made, place, sum, &account.lines);
        });
        parts.into_iter().map(|(made, _, _)| made).collect()
    }

    /// Everybody whose year the other pack judges differently, in the order of adding.
    ///
    /// # Errors
    /// `Pack` when the other is ready for other people.
    pub fn changes(&self, other: &Ready<'_>) -> Result<Vec<Change>, PopulationProblem> {
        if !std::ptr::eq(self.population, other.population) {
            return Err(PopulationProblem::Pack(other.bench.pack.name().to_owned()));
        }
        let start = || (Vec::new(), Room::default(), Room::default());
        let each = |(changes, room, other_room): &mut (Vec<Change>, Room, Room), place| {
            let person = self.population.person(place);
            let before = self.bench.judge(person, room, &mut Nothing);
            let after = other.bench.judge(person, other_room, &mut Nothing);
            if before != after {
                changes.push(Change { place, before, after });
            }
        };
        let parts = threads::fold(self.threads, self.population.len(), start, each);
        // What the first thread found stays where it lies: there may be a change for everybody.
        let mut parts = parts.into_iter().map(|(changes, _, _)| changes);
        let mut all = parts.next().unwrap_or_default();
        parts.for_each(|mut changes| all.append(&mut changes));
        Ok(all)
    }
}

impl Bench<'_> {
    /// One person's year, of a situation by its number and with these items.
    pub(super) fn judge<'s>(
        &'s self,
        (number, items): (usize, &[Item]),
        room: &mut Room,
        account: &mut impl Account<'s>,
    ) -> YearSum {
        account.situation(number);
        let situation = &self.situations[number];
        let waiting = self.grant(situation, items, room, account);
        let groups = &self.rules().groups;
        let professional = room.recognised.total(groups);
        let (professional_possible, professional_hoped) = if waiting.is_over() {
            (professional, professional)
        } else {
            (room.possible.total(groups), room.hoped.total(groups))
        };
        let standing =
            Standing { professional, professional_possible, professional_hoped, waiting, ..situation.standing };
        if is_wanted(account) {
            room.flow.run(groups, &room.inflows);
            self.tell_items(situation, items, &room.flow, account);
        }
        self.sum(situation, &standing, account)
    }

    /// What each item is worth by itself; how many wait for what.
    fn grant<'s>(&self, situation: &Situation, items: &[Item], room: &mut Room, account: &impl Account<'s>) -> Waiting {
        let groups = self.rules().groups.len();
        room.recognised.clear(groups);
        room.possible.clear(groups);
        room.hoped.clear(groups);
        room.inflows.clear();
        let mut waiting = Waiting::default();
        for item in items {
            let case = self.cases[item.case as usize];
            let grant = figures(case, item, self.stop(situation, case, item)).grant();
            waiting.add(grant.awaits);
            room.recognised.add(case.place(), grant.recognised);
            room.possible.add(case.place(), grant.possible);
            room.hoped.add(case.place(), grant.hoped);
            if is_wanted(account) {
                room.inflows.push(Inflow { hours: grant.recognised, group: case.group() });
            }
        }
        waiting
    }

    fn stop(&self, situation: &Situation, case: Case, item: &Item) -> Stop {
        let (starts, ends) = item.days;
        let days = i64::from(ends) - i64::from(starts) + 1;
        let years = &self.windows[situation.window].years;
        let is_outside =
            self.rules().window.is_some() && !years.iter().any(|(first, last)| *first <= starts && ends <= *last);
        Stop {
            is_misplaced: ends < starts || is_outside,
            is_beyond_days: days >= 1 && days < case.days_needed() && item.verified.hours().is_none(),
            is_annulled: item.is_false && self.rules().annulment.is_some(),
        }
    }

    fn sum<'s>(&'s self, situation: &Situation, standing: &Standing, account: &mut impl Account<'s>) -> YearSum {
        let mut states = States::default();
        let (mut requirements, mut outcome) = (Outcomes::default(), Outcome::ReferenceOnly);
        for (place, rule) in self.rules().requirements.iter().enumerate() {
            let weight = verdict::weigh(self.pack, rule, standing);
            states.put(place, weight.outcome);
            if rule.binds.is_empty() {
                continue;
            }
            let binds = rule.binds.contains(&standing.obligation);
            let own = if binds { weight.outcome } else { Outcome::ReferenceOnly };
            requirements.push(own);
            outcome = verdict::together([outcome, own].into_iter());
            account::requirement(rule, own, weight, account);
        }
        account.line(1, "", Says::Year(outcome));
        let certificates = self.certificates(situation, states, account);
        let consequences = self.consequences(situation, outcome, states, account);
        if is_wanted(account) {
            account::left(self, situation, standing, account);
        }
        let Standing { obligation, public, professional, .. } = *standing;
        YearSum { obligation, outcome, public, professional, requirements, certificates, consequences }
    }

    fn certificates<'s>(&'s self, situation: &Situation, states: States, account: &mut impl Account<'s>) -> Outcomes {
        let mut outcomes = Outcomes::default();
        for (rule, &needs) in self.rules().certificates.iter().zip(&self.certificate_needs) {
            let approval = if situation.is_approved { Outcome::Satisfied } else { Outcome::NotSatisfied };
            let approval = Some(approval).filter(|_| rule.after_approval);
            let outcome = verdict::together([states.worst(needs)].into_iter().chain(approval));
            outcomes.push(outcome);
            if is_wanted(account) {
                account::certificate(self.rules(), rule, outcome, needs.within(states), situation.is_approved, account);
                if outcome == Outcome::Satisfied && self.asks_beyond(situation, states, needs) {
                    account.line(2, &rule.article, Says::Beyond);
                }
            }
        }
        outcomes
    }

    /// Whether the year asks the person for something that is not met and that the certificate does not need.
    fn asks_beyond(&self, situation: &Situation, states: States, needs: Needs) -> bool {
        self.rules().requirements.iter().enumerate().any(|(place, rule)| {
            rule.binds.contains(&situation.standing.obligation)
                && states.of(place) != Outcome::Satisfied
                && !needs.has(place)
        })
    }

    fn consequences<'s>(
        &'s self,
        situation: &Situation,
        year: Outcome,
        states: States,
        account: &mut impl Account<'s>,
    ) -> Outcomes {
        let mut outcomes = Outcomes::default();
        let rules = self.rules().consequences.iter().zip(&self.consequence_needs).zip(&situation.unconcerned);
        for ((rule, &needs), unconcerned) in rules {
            let whole = consequences::whole_year(rule, year, situation.standing.obligation, situation.is_approved);
            let whole = Some(whole).filter(|_| rule.whole_year);
            let in_time = situation.standing.before_title_series.filter(|_| rule.before_title_series);
            let together = || verdict::together([states.worst(needs)].into_iter().chain(in_time).chain(whole));
            let outcome = unconcerned.unwrap_or_else(together);
            outcomes.push(outcome);
            if is_wanted(account) {
                let needs = unconcerned.is_none().then(|| (needs.within(states), in_time));
                account::consequence(self.pack, rule, outcome, needs, account);
            }
        }
        outcomes
    }

    fn tell_items<'s>(&'s self, situation: &Situation, items: &[Item], flow: &Flow, account: &mut impl Account<'s>) {
        let groups = &self.rules().groups;
        for (place, item) in items.iter().enumerate() {
            let (case, counted) = (self.cases[item.case as usize], flow.counted[place]);
            let stop = self.stop(situation, case, item);
            account::item(self, (place, counted), item, (stop, figures(case, item, stop)), account);
            if let Some(group) = flow.cut_by[place] {
                account::cut(&groups[group], counted, account);
            }
        }
        for (group, through) in groups.iter().zip(&flow.groups) {
            if through.sum > Hours::ZERO {
                account::group(group, *through, account);
            }
        }
    }
}

fn is_wanted<'s, A: Account<'s>>(_: &A) -> bool {
    A::IS_WANTED
}

fn figures(case: Case, item: &Item, stop: Stop) -> Figures {
    Figures {
        computed: case.computed(),
        is_unanswered: case.is_unanswered(),
        applied: item.applied.hours(),
        verified: item.verified.hours(),
        accepted: item.accepted,
        is_stopped: !case.is_known() || stop.is_misplaced || stop.is_beyond_days || stop.is_annulled,
    }
}
