//! How hours flow through capped groups: inner caps first, then the caps around them. Must not know what an item is.

use crate::Hours;
use crate::rules::Group;

/// Hours of one item and the innermost group they flow into.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inflow {
    pub(crate) hours: Hours,
    pub(crate) group: Option<usize>,
}

/// What one group took in and let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Through {
    pub(crate) sum: Hours,
    pub(crate) counted: Hours,
}

/// Where every hour went.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// Hours that count, item by item, in the order given.
    pub(crate) counted: Vec<Hours>,
    /// For each item the group whose cap cut it last, if one did.
    pub(crate) cut_by: Vec<Option<usize>>,
    /// Group by group.
    pub(crate) groups: Vec<Through>,
    /// Everything that counts.
    pub(crate) total: Hours,
}

/// Lets the hours through. Where a cap cuts, earlier items come first; the total does not depend on the order.
pub(crate) fn flow(groups: &[Group], inflows: &[Inflow]) -> Flow {
    let mut flow = Flow::default();
    flow.run(groups, inflows);
    flow
}

impl Flow {
    /// The same, in the room of an earlier flow.
    pub(crate) fn run(&mut self, groups: &[Group], inflows: &[Inflow]) {
        let Flow { counted, cut_by, groups: through, total } = self;
        counted.clear();
        counted.extend(inflows.iter().map(|inflow| inflow.hours));
        cut_by.clear();
        cut_by.resize(inflows.len(), None);
        through.clear();
        through.resize(groups.len(), Through::default());
        // An inner group stands after the group around it, so the walk from the end meets inner caps first.
        for (index, group) in groups.iter().enumerate().rev() {
            let mut left = group.cap;
            let inside = inflows.iter().enumerate().filter(|(_, inflow)| inflow.group.is_some());
            for (item, inflow) in inside {
                if !is_within(groups, inflow.group, index) {
                    continue;
                }
                let hours = counted[item];
                let taken = left.map_or(hours, |left| left.min(hours));
                if taken < hours {
                    cut_by[item] = Some(index);
                }
                left = left.map(|left| left.less(taken));
                counted[item] = taken;
                through[index].sum += hours;
                through[index].counted += taken;
            }
        }
        *total = counted.iter().sum();
    }
}

/// Hours by group, where only what they come to is asked for and not what becomes of each item.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    /// Hours in no group first, then those of each group.
    hours: Vec<Hours>,
}

impl Sums {
    /// Begins anew with so many groups.
    pub(crate) fn clear(&mut self, groups: usize) {
        self.hours.clear();
        self.hours.resize(groups + 1, Hours::ZERO);
    }

    /// Hours of one item, in the place that [`Sums::place`] gives its group.
    #[inline]
    pub(crate) fn add(&mut self, place: usize, hours: Hours) {
        self.hours[place] += hours;
    }

    /// Everything that counts, as [`Flow`] has it: inner caps first, then the caps around them.
    #[inline]
    pub(crate) fn total(&mut self, groups: &[Group]) -> Hours {
        for (index, group) in groups.iter().enumerate().rev() {
            let sum = self.hours[Sums::place(Some(index))];
            self.hours[Sums::place(group.within)] += group.cap.map_or(sum, |cap| cap.min(sum));
        }
        self.hours[Sums::place(None)]
    }

    /// Where the hours of a group are added up.
    #[inline]
    pub(crate) fn place(group: Option<usize>) -> usize {
        group.map_or(0, |group| group + 1)
    }
}

fn is_within(groups: &[Group], mut inner: Option<usize>, outer: usize) -> bool {
    while let Some(index) = inner {
        if index == outer {
            return true;
        }
        inner = groups.get(index).and_then(|group| group.within);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::{Inflow, Sums, flow};
    use crate::Hours;
    use crate::rules::Group;

    fn group(within: Option<usize>, cap: i64) -> Group {
        let cap = Some(Hours::from_whole(cap));
        Group { id: String::new(), name: String::new(), within, cap, article: String::new(), reading: None }
    }

    #[test]
    fn an_inner_cap_cuts_before_the_cap_around_it() {
        let groups = [group(None, 20), group(Some(0), 10)];
        let inflow = |hours, group| Inflow { hours: Hours::from_whole(hours), group: Some(group) };
        let flow = flow(&groups, &[inflow(15, 1), inflow(18, 0)]);
        assert_eq!(flow.counted, [10, 10].map(Hours::from_whole));
        assert_eq!(flow.cut_by, [Some(1), Some(0)]);
        assert_eq!(flow.groups[0].sum, Hours::from_whole(28));
        assert_eq!(flow.total, Hours::from_whole(20));
    }

    #[test]
    fn sums_come_to_what_the_flow_comes_to() {
        let groups = [group(None, 20), group(Some(0), 10), group(Some(1), 4), group(None, 6)];
        let mut sums = Sums::default();
        for seed in 0_i64..500 {
            let item = |place: i64| {
                let group = usize::try_from((seed + place * 3) % 5).ok().filter(|group| *group < groups.len());
                Inflow { hours: Hours::from_whole(seed * (place + 1) % 13), group }
            };
            let inflows: Vec<Inflow> = (0..6).map(item).collect();
            sums.clear(groups.len());
            inflows.iter().for_each(|inflow| sums.add(Sums::place(inflow.group), inflow.hours));
            assert_eq!(sums.total(&groups), flow(&groups, &inflows).total, "{inflows:?}");
        }
    }
}
