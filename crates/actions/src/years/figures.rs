//! What was worked out for everybody of a year, kept until something is done. Every change has its event in its own
//! transaction, so figures hold exactly as long as the log ends where it ended. Must not know how they are worked out.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

use super::progress::PersonProgress;

/// How many years are kept at once; who compares years looks at two or three.
const YEARS_MAX: usize = 3;

/// Where the log ended, and how everybody stood then.
type Figures = (i64, Arc<Vec<PersonProgress>>);

/// The figures of the years that were asked for last.
#[derive(Default)]
pub(crate) struct YearFigures {
    years: Mutex<BTreeMap<i16, Figures>>,
}

impl YearFigures {
    /// The figures of a year, if they were worked out while the log ended at `end`.
    pub(super) fn get(&self, year: i16, end: i64) -> Option<Arc<Vec<PersonProgress>>> {
        let years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        years.get(&year).filter(|(at, _)| *at == end).map(|(_, lines)| Arc::clone(lines))
    }

    /// Keeps the figures of a year that were read after the log ended at `end`.
    pub(super) fn keep(&self, year: i16, end: i64, lines: &Arc<Vec<PersonProgress>>) {
        let mut years = self.years.lock().unwrap_or_else(PoisonError::into_inner);
        // What no longer holds goes first; it would only take up memory.
        years.retain(|known, (at, _)| *at == end && *known != year);
        if years.len() >= YEARS_MAX {
            years.pop_first();
        }
        years.insert(year, (end, Arc::clone(lines)));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::{YEARS_MAX, YearFigures};

    #[test]
    fn figures_hold_while_the_log_ends_where_it_ended() {
        let figures = YearFigures::default();
        let lines = Arc::new(Vec::new());
        figures.keep(2026, 7, &lines);
        assert!(figures.get(2026, 7).is_some());
        assert!(figures.get(2026, 8).is_none() && figures.get(2025, 7).is_none());
        figures.keep(2025, 8, &lines);
        assert!(figures.get(2026, 7).is_none() && figures.get(2025, 8).is_some());
        for year in 2019..2026 {
            figures.keep(year, 8, &lines);
        }
        assert_eq!((2019..2026).filter(|year| figures.get(*year, 8).is_some()).count(), YEARS_MAX);
    }
}
