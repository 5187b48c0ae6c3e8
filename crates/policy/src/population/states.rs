//! What a year's requirements came to, one bit each: whoever needs several of them asks for all at once. Must not know what a
//! requirement is.

use crate::Outcome;

/// What each of up to 32 requirements came to, by its place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct States {
    satisfied: u32,
    undetermined: u32,
    not_satisfied: u32,
}

/// The places of some requirements.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Needs(u32);

impl States {
    /// What the requirement in this place came to; said once each.
    pub(super) fn put(&mut self, place: usize, outcome: Outcome) {
        match outcome {
            Outcome::Satisfied => self.satisfied |= 1 << place,
            Outcome::Undetermined => self.undetermined |= 1 << place,
            Outcome::NotSatisfied => self.not_satisfied |= 1 << place,
            Outcome::ReferenceOnly => {}
        }
    }

    /// What the one in this place came to.
    pub(super) fn of(self, place: usize) -> Outcome {
        self.worst(Needs(1 << place))
    }

    /// The worst of those that are needed, as `verdict::together` has it; for reference only when there is none.
    pub(super) fn worst(self, Needs(needs): Needs) -> Outcome {
        if self.not_satisfied & needs != 0 {
            Outcome::NotSatisfied
        } else if self.undetermined & needs != 0 {
            Outcome::Undetermined
        } else if self.satisfied & needs != 0 {
            Outcome::Satisfied
        } else {
            Outcome::ReferenceOnly
        }
    }
}

impl Needs {
    /// Whether this place is one of them.
    pub(super) fn has(self, place: usize) -> bool {
        self.0 >> place & 1 == 1
    }

    /// The places, in their order, each with what it came to.
    pub(super) fn within(self, states: States) -> impl Iterator<Item = (usize, Outcome)> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let place = (left != 0).then_some(left.trailing_zeros() as usize)?;
            left &= left - 1;
            Some((place, states.of(place)))
        })
    }
}

impl FromIterator<usize> for Needs {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Needs {
        Needs(places.into_iter().fold(0, |needs, place| needs | 1 << place))
    }
}

#[cfg(test)]
mod tests {
    use super::{Needs, States};
    use crate::Outcome::{NotSatisfied, ReferenceOnly, Satisfied, Undetermined};
    use crate::verdict;

    #[test]
    fn the_worst_is_what_they_come_to_together() {
        let all = [Satisfied, NotSatisfied, Undetermined, ReferenceOnly];
        for seed in 0..1024_usize {
            let said: Vec<_> = (0..5).map(|place| all[seed >> (2 * place) & 3]).collect();
            let mut states = States::default();
            said.iter().enumerate().for_each(|(place, outcome)| states.put(place, *outcome));
            for some in 0..32_usize {
                let needed = || (0..5).filter(|place| some >> place & 1 == 1);
                let needs: Needs = needed().collect();
                let expected = verdict::together(needed().map(|place| said[place]));
                assert_eq!(states.worst(needs), expected, "{said:?} {some:b}");
                assert!((0..8).all(|place| needs.has(place) == (some >> place & 1 == 1)), "{some:b}");
                let within: Vec<_> = needs.within(states).collect();
                assert_eq!(within, needed().map(|place| (place, said[place])).collect::<Vec<_>>());
            }
        }
    }
}
