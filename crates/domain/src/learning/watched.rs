//! Holds which stretches of a lesson somebody has been through. Must not know time: whoever adds a stretch has decided
//! that it counts.

use std::{fmt, str::FromStr};

/// Stretches of one lesson in milliseconds from its beginning: sorted, apart from each other, none empty. Their sum is the
/// time that counts, so that nothing can count twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Watched {
    stretches: Vec<(u32, u32)>,
}

impl Watched {
    /// The most stretches that are kept of one lesson. Whoever jumps about that much watches nothing; and the row of one
    /// person and lesson stays small.
    pub const STRETCHES_MAX: usize = 200;

    /// Milliseconds that count.
    #[must_use]
    pub fn total(&self) -> u32 {
        self.stretches.iter().map(|(from, to)| to - from).sum()
    }

    /// Milliseconds between `from` and `to` that count already.
    #[must_use]
    pub fn within(&self, from: u32, to: u32) -> u32 {
        self.stretches.iter().map(|&(a, b)| b.min(to).saturating_sub(a.max(from))).sum()
    }

    /// Adds what lies between `from` and `to`; answers how many milliseconds of it are new. Adds nothing when the
    /// stretches would become more than [`Watched::STRETCHES_MAX`].
    ///
    /// # Errors
    /// [`TooScattered`] then.
    pub fn add(&mut self, from: u32, to: u32) -> Result<u32, TooScattered> {
        if from >= to {
            return Ok(0);
        }
        // Touching stretches become one, so that a lesson watched from end to end is one stretch.
        let first = self.stretches.partition_point(|&(_, end)| end < from);
        let after = self.stretches.partition_point(|&(start, _)| start <= to);
        let fresh = to - from - self.within(from, to);
        if first == after && self.stretches.len() == Self::STRETCHES_MAX {
            return Err(TooScattered);
        }
        let joined = &self.stretches[first..after];
        let start = joined.first().map_or(from, |&(start, _)| start.min(from));
        let end = joined.last().map_or(to, |&(_, end)| end.max(to));
        self.stretches.splice(first..after, [(start, end)]);
        Ok(fresh)
    }

    /// The first stretch before `end` that is not there: where a learner goes on.
    #[must_use]
    pub fn first_gap(&self, end: u32) -> Option<(u32, u32)> {
        let mut at = 0;
        for &(from, to) in &self.stretches {
            if from > at {
                break;
            }
            at = to;
        }
        let next = self.stretches.iter().map(|&(from, _)| from).find(|&from| from > at).unwrap_or(end);
        (at < end).then_some((at, next.min(end)))
    }

    /// Every stretch before `end` that is not there.
    #[must_use]
    pub fn gaps(&self, end: u32) -> Vec<(u32, u32)> {
        let starts = std::iter::once(0).chain(self.stretches.iter().map(|&(_, to)| to));
        let ends = self.stretches.iter().map(|&(from, _)| from).chain(std::iter::once(end));
        starts.zip(ends).map(|(from, to)| (from, to.min(end))).filter(|(from, to)| from < to).collect()
    }

    /// The stretches, for a picture of the lesson.
    #[must_use]
    pub fn stretches(&self) -> &[(u32, u32)] {
        &self.stretches
    }
}

/// There are too many separate stretches to add another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooScattered;

impl fmt::Display for Watched {
    /// As it is stored: `0-30000,45000-60000`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (from, to)) in self.stretches.iter().enumerate() {
            if place > 0 {
                f.write_str(",")?;
            }
            write!(f, "{from}-{to}")?;
        }
        Ok(())
    }
}

/// A text that names no stretches.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("不是学习记录：“{0}”")]
pub struct NotWatched(pub String);

impl FromStr for Watched {
    type Err = NotWatched;

    fn from_str(text: &str) -> Result<Self, NotWatched> {
        let mut watched = Self::default();
        for part in text.split(',').filter(|part| !part.is_empty()) {
            let (from, to) = part.split_once('-').ok_or_else(|| NotWatched(text.to_owned()))?;
            let (from, to) = from.parse().ok().zip(to.parse().ok()).ok_or_else(|| NotWatched(text.to_owned()))?;
            let in_order = watched.stretches.last().is_none_or(|&(_, end)| end < from);
            if from >= to || !in_order || watched.stretches.len() == Self::STRETCHES_MAX {
                return Err(NotWatched(text.to_owned()));
            }
            watched.stretches.push((from, to));
        }
        Ok(watched)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_stretch_counts_once_and_says_how_much_is_new(parts in prop::collection::vec((0u32..120, 0u32..40), 0..30)) {
            let mut watched = Watched::default();
            let mut seen = BTreeSet::new();
            for (from, length) in parts {
                let before = seen.len();
                seen.extend(from..from + length);
                let fresh = watched.add(from, from + length).expect("few stretches");
                prop_assert_eq!(fresh as usize, seen.len() - before);
                prop_assert_eq!(watched.total() as usize, seen.len());
            }
            let gap = (0..200).find(|second| !seen.contains(second));
            prop_assert_eq!(watched.first_gap(200).map(|(from, _)| from), gap);
            prop_assert_eq!(watched.gaps(200).first().copied(), watched.first_gap(200));
            let missing: u32 = watched.gaps(100).iter().map(|(from, to)| to - from).sum();
            prop_assert_eq!(missing + watched.within(0, 100), 100);
            prop_assert_eq!(watched.to_string().parse::<Watched>(), Ok(watched));
        }
    }

    #[test]
    fn scattered_stretches_are_bounded() {
        let mut watched = Watched::default();
        for place in 0..Watched::STRETCHES_MAX as u32 {
            assert_eq!(watched.add(place * 10, place * 10 + 1), Ok(1));
        }
        assert_eq!(watched.add(9_000_000, 9_000_001), Err(TooScattered));
        assert_eq!(watched.add(1, 10), Ok(9), "what joins two is still taken");
        assert_eq!(watched.total(), Watched::STRETCHES_MAX as u32 + 9);
    }

    #[test]
    fn what_was_stored_wrongly_is_named() {
        for bad in ["x", "5-5", "9-3", "0-5,5-7", "0-5,3-9", "-1-5", "1-2-3"] {
            assert_eq!(bad.parse::<Watched>(), Err(NotWatched(bad.to_owned())));
        }
        assert_eq!("".parse::<Watched>(), Ok(Watched::default()));
    }
}
