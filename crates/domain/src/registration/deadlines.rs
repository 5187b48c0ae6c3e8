//! Holds which of a pack's deadlines bind a registration. Must not set a date of its own, nor hold what happens when one
//! passes.

use jiff::{ToSpan, civil::Date};
use policy::{Deadline, Firmness, Pack, Party};

use super::Registration;
use crate::clock::shanghai_date;

/// The deadlines that bind the registrations of one year, as the pack states them; `None` where it states none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// By when the person hands it in: later is allowed, and marked.
    pub person: Option<Deadline>,
    /// By when the unit decides: later needs an extension.
    pub unit: Option<Deadline>,
}

impl Deadlines {
    /// Those of a year.
    pub fn of(pack: &Pack, year: i16) -> Self {
        let all = pack.deadlines(year, None);
        let first = |party, firmness| {
            all.iter().find(|deadline| deadline.party == party && deadline.firmness == firmness).cloned()
        };
        Self { person: first(Party::Person, Firmness::Soft), unit: first(Party::Unit, Firmness::Hard) }
    }

    /// The last day to which a registration's own can be moved: the unit's, a year on.
    pub(super) fn last_extension(&self) -> Option<Date> {
        self.unit.as_ref()?.date.checked_add(1.year()).ok()
    }

    /// The article that sets the unit's.
    pub(super) fn article(&self) -> &str {
        self.unit.as_ref().map_or("", |unit| &unit.article)
    }
}

impl Registration {
    /// The last day on which it may be handed in and decided; `None` when its pack sets none.
    pub fn deadline(&self, deadlines: &Deadlines) -> Option<Date> {
        self.extended_to.or_else(|| deadlines.unit.as_ref().map(|unit| unit.date))
    }

    /// Whether it was handed in after the person's date, which is allowed and marked.
    pub fn is_late(&self, deadlines: &Deadlines) -> bool {
        let handed_in = self.submitted_at.map(shanghai_date);
        handed_in.zip(deadlines.person.as_ref()).is_some_and(|(day, person)| day > person.date)
    }
}
