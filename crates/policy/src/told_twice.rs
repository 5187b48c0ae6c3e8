//! Items that tell of one activity a second time: it counts once. Must not look at what else is wrong with them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::{HoursRule, ItemFacts, Kind, Pack, YearFacts};

/// What makes two items one activity: kind, title, days, organiser and answers.
type Activity<'a> = (&'a str, &'a str, Date, Date, &'a str, Vec<(&'a str, &'a str)>);

/// What was told so far of a year's items.
pub(crate) struct Told<'a> {
    facts: &'a YearFacts,
    /// The first place of each activity.
    activities: BTreeMap<Activity<'a>, usize>,
    /// What a connected system registered, by title and days.
    registered: BTreeMap<(&'a str, Date, Date), usize>,
}

impl<'a> Told<'a> {
    /// Of these facts nothing yet, but what a connected system registered, wherever it stands.
    pub(crate) fn of(pack: &Pack, facts: &'a YearFacts) -> Told<'a> {
        let is_registered = |item: &ItemFacts| pack.kind(&item.kind).is_some_and(is_registered);
        let places = facts.items.iter().enumerate().filter(|(_, item)| is_registered(item));
        let registered = places.map(|(place, item)| ((item.title.trim(), item.starts, item.ends), place)).collect();
        Told { facts, activities: BTreeMap::new(), registered }
    }

    /// The field of the item at this place which says that it was told before, and what to say about it.
    pub(crate) fn again(&mut self, place: usize, kind: &Kind) -> Option<(String, String)> {
        let item = &self.facts.items[place];
        if let Some((ask, first)) = registered_before(kind, item, &self.facts.items[..place]) {
            let text = format!("和 items[{first}] 是同一个系统的同一条登记，只能计一次");
            return Some((format!("answers.{ask}"), text));
        }
        if item.title.trim().is_empty() || self.counts_nothing(item) {
            return None;
        }
        let first = *self.activities.entry(activity(item)).or_insert(place);
        // An id that is there twice is told by itself.
        let same = (first != place && self.facts.items[first].id != item.id)
            .then(|| format!("和 items[{first}] 是同一项活动，只能计一次；确实是两次活动的，请在名称里写明区别"));
        let elsewhere = || {
            let key = (item.title.trim(), item.starts, item.ends);
            let first = self.registered.get(&key).filter(|_| !is_registered(kind))?;
            Some(format!("和 items[{first}] 的名称、起止日期相同，那一项对接系统已经登记，只能计一次"))
        };
        same.or_else(elsewhere).map(|text| ("title".to_owned(), text))
    }

    /// What was turned down, or found to be false, may well have been so because it was told twice.
    fn counts_nothing(&self, item: &ItemFacts) -> bool {
        item.accepted == Some(false) || self.facts.findings.iter().any(|finding| finding.item == item.id)
    }
}

fn is_registered(kind: &Kind) -> bool {
    matches!(kind.hours, HoursRule::Registered { .. })
}

fn activity(item: &ItemFacts) -> Activity<'_> {
    let answers = item.answers.iter().map(|(ask, answer)| (ask.as_str(), answer.trim()));
    (&item.kind, item.title.trim(), item.starts, item.ends, item.organiser.trim(), answers.collect())
}

/// The ask that holds the reference, and the place of the earlier item with the same reference of the same system.
fn registered_before<'a>(kind: &'a Kind, item: &ItemFacts, earlier: &[ItemFacts]) -> Option<(&'a str, usize)> {
    let HoursRule::Registered { system, reference, .. } = &kind.hours else { return None };
    let answer = |item: &ItemFacts, ask: &String| item.answers.get(ask).map(|answer| answer.trim().to_owned());
    let key = |item: &ItemFacts| (answer(item, system), answer(item, reference));
    answer(item, reference).filter(|reference| !reference.is_empty())?;
    let first = earlier.iter().position(|one| one.kind == item.kind && key(one) == key(item))?;
    Some((reference, first))
}
