//! Chance with a seed: the same seed and the same subject always give the same draws.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of draws.
pub(super) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream for one subject, such as a person's year; independent of all other streams.
    pub(super) fn new(seed: u64, subject: &str) -> Self {
        // FNV-1a, so that the draws do not depend on the standard library's hasher.
        let mixed = subject.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |sum, byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Chance(ChaCha8Rng::seed_from_u64(mixed))
    }

    /// A number from `low` to `high`, both included.
    pub(super) fn between(&mut self, low: i64, high: i64) -> i64 {
        self.0.random_range(low..=high.max(low))
    }

    /// True in this many cases of a hundred.
    pub(super) fn percent(&mut self, cases: i64) -> bool {
        self.between(1, 100) <= cases
    }

    /// One of these; the list must not be empty.
    pub(super) fn pick<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        &list[self.0.random_range(0..list.len())]
    }

    /// One of these words; the list must not be empty.
    pub(super) fn word(&mut self, list: &[&'static str]) -> &'static str {
        list[self.0.random_range(0..list.len())]
    }

    /// One of these, each as often as its weight says; the list must not be empty.
    pub(super) fn weighted<T: Copy>(&mut self, list: &[(i64, T)]) -> T {
        let mut left = self.between(1, list.iter().map(|(weight, _)| weight).sum());
        for (weight, value) in list {
            left -= weight;
            if left <= 0 {
                return *value;
            }
        }
        list[list.len() - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_subject_draws_the_same_and_another_differs() {
        let draw = |subject: &str| {
            let mut chance = Chance::new(7, subject);
            (0..8).map(|_| chance.between(0, 1_000_000)).collect::<Vec<_>>()
        };
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
    }

    #[test]
    fn a_weight_of_nothing_is_never_drawn() {
        let mut chance = Chance::new(1, "weights");
        assert!((0..200).all(|_| chance.weighted(&[(0, 'a'), (3, 'b')]) == 'b'));
    }
}
