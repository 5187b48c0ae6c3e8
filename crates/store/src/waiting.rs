//! What waits for one person to decide: as verifier in some units, as approver in others. Must not hold the queue itself.

use domain::ids::{PersonId, RegistrationId, UnitId};

use crate::seam::{Values, places};

/// Somebody who decides, and where. What they may not decide does not wait for them: their own registration, a check
/// that another verifier has taken up, and the approval of what they checked themselves (article 6).
#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    /// Who.
    pub person: PersonId,
    /// The units in which they verify.
    pub verifies: &'a [UnitId],
    /// The units in which they approve.
    pub approves: &'a [UnitId],
    /// A registration that is left out, because it is open already.
    pub except: Option<RegistrationId>,
}

impl Desk<'_> {
    /// The condition on a registration `r`; its values stand from `$first` on, in the order of [`Desk::values`].
    pub(crate) fn condition(&self, first: usize) -> String {
        let except = first + 1;
        let verifies = places(first + 2, self.verifies.len());
        let approves = places(first + 2 + self.verifies.len(), self.approves.len());
        format!(
            "r.person_id <> ${first} AND r.id <> ${except} AND ((r.unit_id IN ({verifies}) AND (r.state = 'submitted' \
             OR (r.state = 'checking' AND r.checking_by = ${first}))) \
             OR (r.unit_id IN ({approves}) AND r.state = 'awaiting-approval' AND r.checker <> ${first}))"
        )
    }

    /// How many values the condition takes.
    pub(crate) fn count(&self) -> usize {
        2 + self.verifies.len() + self.approves.len()
    }

    /// Adds them.
    pub(crate) fn values(&self, values: Values) -> Values {
        let units = self.verifies.iter().chain(self.approves);
        let except = self.except.map_or_else(String::new, |id| id.to_string());
        units.fold(values.text(self.person).text(except), |values, unit| values.text(unit))
    }
}
