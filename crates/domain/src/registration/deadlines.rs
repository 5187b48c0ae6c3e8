//! Holds which of a pack's deadlines bind a registration. Must not set a date of its own, nor hold what happens when one
//! passes.

use jiff::{ToSpan, civil::Date};
use policy::{Deadline, Firmness, Pack, Party, Provision};

use super::Registration;

/// The deadlines that bind the registrations of one year, as the pack states them; `None` where it states none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Deadlines {
    /// By when the person hands it in: later is allowed, and marked with its reason.
    pub person: Option<Deadline>,
    /// By when the person has to hand it in, where the pack has a last day for that: later needs an extension.
    pub person_last: Option<Deadline>,
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
        Self {
            person: first(Party::Person, Firmness::Soft),
            person_last: first(Party::Person, Firmness::Hard),
            unit: first(Party::Unit, Firmness::Hard),
        }
    }

    /// The last day to which a registration's own can be moved: the unit's, a year on.
    pub(super) fn last_extension(&self) -> Option<Date> {
        self.unit.as_ref()?.date.checked_add(1.year()).ok()
    }
}

impl Registration {
    /// The last day on which the person may hand it in, and the provision that says so; `None` when its pack sets none.
    pub fn last_to_hand_in(&self, deadlines: &Deadlines) -> Option<(Date, Provision)> {
        let own = deadlines.person_last.as_ref().map(|person| (person.date, Provision::PersonDeadline));
        let last = own.or_else(|| deadlines.unit.as_ref().map(|unit| (unit.date, Provision::UnitDeadline)))?;
        Some((self.extended_to.map_or(last.0, |extended| extended.max(last.0)), last.1))
    }

    /// The last day on which the unit may decide, and the provision that says so; `None` when its pack sets none.
    pub(super) fn last_to_decide(&self, deadlines: &Deadlines) -> Option<(Date, Provision)> {
        Some((self.deadline(deadlines)?, Provision::UnitDeadline))
    }

    /// The last day on which it may be decided; `None` when its pack sets none.
    pub fn deadline(&self, deadlines: &Deadlines) -> Option<Date> {
        self.extended_to.or_else(|| deadlines.unit.as_ref().map(|unit| unit.date))
    }
}
