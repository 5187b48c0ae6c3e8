//! Holds what others knew of an item before it was changed, and which wording of every item they knew at a moment. Must not
//! decide what may be changed.

use std::collections::BTreeMap;

use policy::ItemFacts;

use crate::{
    clock::{Instant, shanghai_date},
    evidence::Evidence,
    ids::RegistrationId,
    item::{Decision, Item},
};

/// An item as it was handed in and decided, before that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRevision {
    /// The registration that it belonged to.
    pub registration_id: RegistrationId,
    /// What it said, with what was decided about it.
    pub facts: ItemFacts,
    /// When it was handed in.
    pub told_at: Instant,
    /// When the verifier decided what stands there.
    pub decided_at: Option<Instant>,
    /// When others learned of what came after it; `None` until that is handed in.
    pub superseded_at: Option<Instant>,
}

impl ItemRevision {
    /// An item that its person is about to change or take away: others go by it until the registration is handed in
    /// again. `None` where nobody was told of it.
    #[must_use]
    pub fn before_rewording(item: &Item, evidence: &[Evidence]) -> Option<Self> {
        ItemRevision::of(item, evidence, None)
    }

    /// An item whose decision is about to change. `None` where nothing was decided.
    #[must_use]
    pub fn before_deciding(item: &Item, evidence: &[Evidence], now: Instant) -> Option<Self> {
        ItemRevision::of(item, evidence, Some(now)).filter(|_| item.decision != Decision::Open)
    }

    fn of(item: &Item, evidence: &[Evidence], superseded_at: Option<Instant>) -> Option<Self> {
        Some(ItemRevision {
            registration_id: item.registration_id,
            facts: item.facts(evidence),
            told_at: item.told_at?,
            decided_at: item.decided_at,
            superseded_at,
        })
    }

    fn stood(&self, before: Instant) -> bool {
        self.told_at < before && self.end() >= before
    }

    fn end(&self) -> Instant {
        self.superseded_at.unwrap_or(Instant::MAX)
    }

    fn told(self) -> ItemFacts {
        ItemFacts { learned: Some(shanghai_date(self.told_at)), ..self.facts }
    }
}

/// The items of a registration as others knew them just before a moment, in their order, each with the day on which it was
/// handed in; what is there no longer comes last. What was handed in first after that moment is among them, and so is a
/// word of the verifier from after it: both with their day, so that whoever judges can leave them out and say so.
#[must_use]
pub fn known_before(
    items: &[Item],
    evidence: &[Evidence],
    revisions: &[ItemRevision],
    before: Instant,
) -> Vec<ItemFacts> {
    let mut stood = stood(revisions, before);
    let of_item = |item: &Item| {
        let earlier = stood.remove(item.id.to_string().as_str()).cloned();
        earlier.or_else(|| ItemRevision::of(item, evidence, None))
    };
    let mut known: Vec<ItemRevision> = items.iter().filter_map(of_item).collect();
    known.extend(stood.into_values().cloned());
    known.into_iter().map(ItemRevision::told).collect()
}

/// The same, without what came later: nothing that was handed in first after that moment, and no word of the verifier from
/// after it.
#[must_use]
pub fn known_exactly(
    items: &[Item],
    evidence: &[Evidence],
    revisions: &[ItemRevision],
    before: Instant,
) -> Vec<ItemFacts> {
    let (mut items, mut revisions) = (items.to_vec(), revisions.to_vec());
    for item in &mut items {
        if item.decided_at.is_some_and(|at| at >= before) {
            item.reopen();
        }
        item.told_at = item.told_at.filter(|at| *at < before);
    }
    for revision in revisions.iter_mut().filter(|revision| revision.decided_at.is_some_and(|at| at >= before)) {
        let facts = &mut revision.facts;
        (facts.verified, facts.accepted, facts.decided) = (None, None, None);
    }
    known_before(&items, evidence, &revisions, before)
}

/// By item, the revision that stood just before a moment: of several the one that was superseded first, because the others
/// carry what was decided later.
fn stood(revisions: &[ItemRevision], before: Instant) -> BTreeMap<&str, &ItemRevision> {
    let mut stood = BTreeMap::new();
    for revision in revisions.iter().filter(|revision| revision.stood(before)) {
        let first = stood.entry(revision.facts.id.as_str()).or_insert(revision);
        if revision.end() < first.end() {
            *first = revision;
        }
    }
    stood
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, slice::from_ref};

    use jiff::civil::date;
    use policy::Hours;
    use uuid::Uuid;

    use super::*;
    use crate::ids::{ItemId, PersonId};

    fn at(day: i8) -> Instant {
        format!("2026-12-{day:02}T02:00:00Z").parse().expect("a moment")
    }

    fn item(number: u128) -> Item {
        Item {
            id: ItemId::from_uuid(Uuid::from_u128(number)),
            registration_id: RegistrationId::from_uuid(Uuid::from_u128(1)),
            position: 1,
            kind: "conference".to_owned(),
            title: "第一次".to_owned(),
            organiser: String::new(),
            starts: date(2026, 5, 8),
            ends: date(2026, 5, 8),
            answers: BTreeMap::new(),
            applied: None,
            decision: Decision::Open,
            decided_by: None,
            decided_at: None,
            told_at: Some(at(1)),
        }
    }

    fn decided(item: Item, hours: i64, day: i8) -> Item {
        let decision = Decision::Changed { hours: Hours::from_whole(hours), reason: "按课表".to_owned() };
        Item { decision, decided_by: Some(PersonId::from_uuid(Uuid::from_u128(2))), decided_at: Some(at(day)), ..item }
    }

    /// Title, figure and day of handing in of what was known when the day began.
    fn known(items: &[Item], revisions: &[ItemRevision], day: i8) -> Vec<(String, Option<Hours>, Option<String>)> {
        let told = |facts: ItemFacts| (facts.title, facts.verified, facts.learned.map(|day| day.to_string()));
        known_before(items, &[], revisions, at(day)).into_iter().map(told).collect()
    }

    #[test]
    fn of_several_wordings_and_decisions_the_one_that_stood_is_known() {
        let first = decided(item(7), 10, 3);
        let second = decided(item(7), 20, 5);
        let mut reworded = item(7);
        reworded.reword();
        reworded.title = "第二次".to_owned();
        let mut revisions = vec![
            ItemRevision::before_rewording(&second, &[]).expect("it was told"),
            ItemRevision::before_deciding(&first, &[], at(5)).expect("it was decided"),
        ];
        let line = |title: &str, hours: Option<i64>, day: &str| {
            vec![(title.to_owned(), hours.map(Hours::from_whole), Some(format!("2026-12-{day}")))]
        };
        assert_eq!(known(from_ref(&reworded), &revisions, 1), vec![], "before it was handed in");
        assert_eq!(
            known(from_ref(&item(7)), &[], 1),
            line("第一次", None, "01"),
            "handed in later, which its day says"
        );
        // With the verifier's word of the third, which has its day: whoever judges leaves it out.
        assert_eq!(known(from_ref(&reworded), &revisions, 2), line("第一次", Some(10), "01"));
        assert_eq!(known(from_ref(&reworded), &revisions, 5), line("第一次", Some(10), "01"));
        assert_eq!(known(from_ref(&reworded), &revisions, 6), line("第一次", Some(20), "01"));
        assert_eq!(known(from_ref(&reworded), &revisions, 30), line("第一次", Some(20), "01"), "it is not handed in");
        revisions[0].superseded_at = Some(at(8));
        reworded.told_at = Some(at(8));
        assert_eq!(known(from_ref(&reworded), &revisions, 8), line("第一次", Some(20), "01"));
        assert_eq!(known(from_ref(&reworded), &revisions, 9), line("第二次", None, "08"));
    }

    #[test]
    fn exactly_known_is_nothing_that_came_later_be_it_on_the_same_day() {
        let known = |items: &[Item], revisions: &[ItemRevision], before: &str| {
            let told = |facts: ItemFacts| (facts.title, facts.verified);
            let before = before.parse().expect("a moment");
            known_exactly(items, &[], revisions, before).into_iter().map(told).collect::<Vec<_>>()
        };
        let line = |hours: Option<i64>| vec![("第一次".to_owned(), hours.map(Hours::from_whole))];
        let decided_once = decided(item(7), 10, 3);
        for (before, expected) in [
            ("2026-12-01T02:00:00Z", vec![]),
            ("2026-12-01T02:00:00.001Z", line(None)),
            ("2026-12-03T02:00:00Z", line(None)),
            ("2026-12-03T02:00:00.001Z", line(Some(10))),
        ] {
            assert_eq!(known(from_ref(&decided_once), &[], before), expected, "{before}");
        }
        let first = ItemRevision::before_deciding(&decided_once, &[], at(5)).expect("it was decided");
        let decided_again = decided(item(7), 20, 5);
        for (before, hours) in [
            ("2026-12-03T02:00:00Z", None),
            ("2026-12-03T02:00:00.001Z", Some(10)),
            ("2026-12-05T02:00:00Z", Some(10)),
            ("2026-12-05T02:00:00.001Z", Some(20)),
        ] {
            assert_eq!(known(from_ref(&decided_again), from_ref(&first), before), line(hours), "{before}");
        }
    }

    #[test]
    fn what_was_taken_away_is_known_until_it_is_handed_in_without_it() {
        let mut gone = ItemRevision::before_rewording(&item(7), &[]).expect("it was told");
        let stays = item(6);
        let titles = |revisions: &[ItemRevision]| known(from_ref(&stays), revisions, 9).len();
        assert_eq!(titles(from_ref(&gone)), 2);
        gone.superseded_at = Some(at(8));
        assert_eq!(titles(from_ref(&gone)), 1);
    }

    #[test]
    fn nothing_is_kept_of_what_nobody_was_told_or_nobody_decided() {
        let mut own = item(7);
        assert_eq!(ItemRevision::before_deciding(&own, &[], at(2)), None);
        own.reword();
        assert_eq!(ItemRevision::before_rewording(&own, &[]), None);
    }
}
