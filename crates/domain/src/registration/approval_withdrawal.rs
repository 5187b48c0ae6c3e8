//! Holds how an approval is taken back: by the personnel office, with a reason, and not for oneself. Must not touch
//! certificates or kept decisions: the action does both in the same transaction.

use policy::Provision;
use serde::{Deserialize, Serialize};

use super::{Registration, State, rules};
use crate::{
    access::Actor,
    audit::{Event, EventKind},
    clock::Instant,
    ids::{DecisionId, PersonId, RegistrationId},
    refusal::{NOTHING_CHANGED, Refusal, RefusalKind},
};

/// That an approval was taken back. Rows of these are added and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovalWithdrawal {
    /// The registration.
    pub registration_id: RegistrationId,
    /// Whose.
    pub person_id: PersonId,
    /// The kept decision that stood until then; it is withdrawn once.
    pub decision: DecisionId,
    /// By whom.
    pub withdrawn_by: PersonId,
    /// When.
    pub withdrawn_at: Instant,
    /// Why, for the person, and for whoever checks a certificate that rested on it.
    pub reason: String,
}

impl Registration {
    /// Takes the approval back: the person reads why, mends it and hands it in again, and it is checked and approved anew
    /// within the deadlines of article 8. Answers the reason as it is kept, and the event.
    ///
    /// # Errors
    /// Refuses the person's own, anything that is not approved, and without a reason.
    pub fn withdraw_approval(&mut self, actor: &Actor, reason: &str) -> Result<(String, Event), Refusal> {
        self.by_the_office(actor)?;
        self.in_state(&[State::Approved], "撤回审批")?;
        let reason = rules::reason(reason)?;
        let approver = self.approved_by.map(|approver| approver.to_string());
        self.give_back(&reason);
        self.approved_by = None;
        self.approved_at = None;
        let event = self.event(EventKind::ApprovalWithdrawn, &[("year", &self.year.to_string()), ("reason", &reason)]);
        Ok((reason, event.with("approver", approver)))
    }

    /// Whether what was given back last is an approval that was taken back: nothing was handed in since.
    pub fn was_given_back_by(&self, withdrawal: &ApprovalWithdrawal) -> bool {
        self.state == State::Returned && self.submitted_at.is_none_or(|at| at <= withdrawal.withdrawn_at)
    }

    fn by_the_office(&self, actor: &Actor) -> Result<(), Refusal> {
        if actor.person != self.person_id {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalKind::Forbidden,
            "registration.own",
            "这是您自己的登记，不能由您本人撤回审批。",
            NOTHING_CHANGED,
            "请由人事处的另一位同事办理。",
        )
        .by(Provision::OwnDecision)
        .under(&self.pack_name))
    }
}
