//! Items of a kind that are reckoned together over the year, where the pack reads it so (零头合起来折算): what no item makes
//! whole by itself makes further hours together. The hours of the kind are those of all counts together, as far as they
//! are applied for: so nothing more that somebody does gives less, and no order of the items matters. Must not know caps.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::{Hours, HoursRule, ItemFacts, Pack, Rounding, worth};

/// What an item gets of the hours that the items of its kind make only together.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extra {
    /// So many times what the kind gives at once.
    pub(crate) times: i64,
    /// What all items of the kind come to.
    pub(crate) together: i64,
}

/// What each item gets so, by its place. `counts` says of an item whether its hours are reckoned by the pack at all.
pub(crate) fn extras(pack: &Pack, items: &[&ItemFacts], counts: impl Fn(&ItemFacts) -> bool) -> BTreeMap<usize, Extra> {
    let mut extras = BTreeMap::new();
    for kind in pack.kinds() {
        let HoursRule::Conversion { from, per, give, round: Rounding::Carried, at_most } = &kind.hours else {
            continue;
        };
        let (per, give) = ((*per).max(1), give.hundredths().max(1));
        let of_kind = items.iter().enumerate().filter(|(_, item)| item.kind == kind.id && counts(item));
        let parts = of_kind.filter_map(|(place, item)| {
            let count = item.answers.get(from).and_then(|answer| worth::count(answer.trim()))?;
            Some(Part::of(place, count, item.applied, *at_most, (per, give)))
        });
        let mut parts: Vec<Part> = parts.collect();
        let together = parts.iter().map(|part| part.count).sum();
        share(&mut parts, per, give);
        // Less than by itself is what was applied for: that is no matter of what stands beside it.
        let times = |part: &Part| (part.times - part.count / per).max(0);
        extras.extend(parts.iter().map(|part| (part.place, Extra { times: times(part), together })));
    }
    extras
}

/// One item among those of its kind.
#[derive(Debug)]
struct Part {
    place: usize,
    count: i64,
    /// How many times it gets what the kind gives at once.
    times: i64,
    /// What of its count gives nothing by itself.
    left: i64,
    /// What it can still get, in hundredths: as much as is applied for, and as the kind gives one item at most.
    room: i64,
}

impl Part {
    /// An item by itself.
    fn of(place: usize, count: i64, applied: Option<Hours>, at_most: Option<Hours>, (per, give): (i64, i64)) -> Part {
        // What is above the most of an item is nobody's.
        let bound = at_most.map_or(count, |most| most.hundredths().saturating_mul(per) / give);
        let room = [applied, at_most].into_iter().flatten().min().map_or(i64::MAX, Hours::hundredths).max(0);
        let times = (count.min(bound) / per).min(room / give);
        Part { place, count, times, left: count.min(bound) - times * per, room: room - times * give }
    }

    fn take(&mut self, times: i64, give: i64) {
        self.times += times;
        self.room = (self.room - times * give).max(0);
    }
}

/// Gives what is left over of all to those that have room for it: one each at first, who left over most before others.
fn share(parts: &mut [Part], per: i64, give: i64) {
    let mut spare = parts.iter().map(|part| part.left).sum::<i64>() / per;
    parts.sort_by_key(|part| (Reverse(part.left), part.place));
    for most in [1, i64::MAX] {
        for part in &mut *parts {
            let times = spare.min(most).min(part.room / give);
            part.take(times, give);
            spare -= times;
        }
    }
    // Now nobody has room for all that is given at once; who has most of it comes first.
    parts.sort_by_key(|part| (Reverse(part.room), part.place));
    for part in parts.iter_mut().filter(|part| part.room > 0) {
        let times = spare.min(1);
        part.take(times, give);
        spare -= times;
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, share};
    use crate::Hours;

    /// 45 give one hour.
    fn hours(items: &[(i64, Option<i64>)]) -> i64 {
        let parts = items.iter().enumerate();
        let mut parts: Vec<Part> = parts
            .map(|(place, (count, applied))| {
                Part::of(place, *count, applied.map(Hours::from_hundredths), None, (45, 100))
            })
            .collect();
        share(&mut parts, 45, 100);
        let granted = |part: &Part| (part.times * 100).min(items[part.place].1.unwrap_or(i64::MAX));
        parts.iter().map(granted).sum()
    }

    /// Every list of up to three items of these counts and applications.
    fn lists() -> Vec<Vec<(i64, Option<i64>)>> {
        let counts = [1, 44, 45, 89, 90, 135];
        let applied = [None, Some(0), Some(50), Some(100), Some(150), Some(250)];
        let items: Vec<_> = counts.iter().flat_map(|count| applied.map(|applied| (*count, applied))).collect();
        let mut lists = vec![vec![]];
        for _ in 0..2 {
            let longer =
                |list: &Vec<_>| items.iter().map(|item| [list.as_slice(), &[*item]].concat()).collect::<Vec<_>>();
            lists.extend(lists.iter().flat_map(longer).collect::<Vec<_>>());
        }
        lists
    }

    #[test]
    fn one_more_item_or_more_of_one_never_gives_less_and_no_order_matters() {
        for list in lists() {
            let before = hours(&list);
            let turned: Vec<_> = list.iter().rev().copied().collect();
            assert_eq!(hours(&turned), before, "{list:?}");
            for more in [(1, None), (1, Some(0)), (44, Some(100)), (90, Some(50))] {
                for place in 0..=list.len() {
                    let mut longer = list.clone();
                    longer.insert(place, more);
                    assert!(hours(&longer) >= before, "{more:?} at {place} of {list:?}");
                }
            }
            for place in 0..list.len() {
                let mut more = list.clone();
                more[place].0 += 1;
                assert!(hours(&more) >= before, "{place} of {list:?}");
                more[place].1 = None;
                assert!(hours(&more) >= before, "all of {place} of {list:?} applied for");
            }
        }
    }

    #[test]
    fn all_together_give_what_they_are_applied_for_and_no_more_than_all_counts_give() {
        assert_eq!(hours(&[(89, Some(100)), (1, None)]), 200);
        assert_eq!(hours(&[(1, None), (89, Some(100)), (1, None)]), 200);
        assert_eq!(hours(&[(44, None), (44, None), (44, None), (44, None)]), 300);
        assert_eq!(hours(&[(44, Some(0)), (44, Some(0))]), 0);
        assert_eq!(hours(&[(44, Some(50)), (44, Some(70))]), 70);
        assert_eq!(hours(&[(90, Some(150))]), 150);
    }

    #[test]
    fn whoever_has_all_that_they_applied_for_is_given_nothing_more() {
        let part = |place, count, applied| Part::of(place, count, Some(Hours::from_whole(applied)), None, (45, 100));
        let mut parts = [part(0, 89, 1), part(1, 44, 0)];
        share(&mut parts, 45, 100);
        assert_eq!(parts.map(|part| part.times).iter().sum::<i64>(), 1);
    }

    #[test]
    fn what_is_above_the_most_of_one_item_goes_to_no_other() {
        let one = |count| Part::of(0, count, None, Some(Hours::from_whole(2)), (45, 100));
        assert_eq!((one(1000).times, one(1000).left, one(1000).room), (2, 0, 0));
        assert_eq!((one(89).times, one(89).left, one(89).room), (1, 44, 100));
    }
}
