//! Holds how a registration is taken up for the first check, and taken over from the verifier who is at it (article 6).
//! Must not decide any item.

use super::{Registration, State};
use crate::{
    access::Actor,
    audit::{Event, EventKind},
    item::Item,
    refusal::Refusal,
};

impl Registration {
    /// Takes it up for the first check (article 6). What another verifier decided before it was given back is open again,
    /// so that whoever finishes the check decided all of it.
    ///
    /// # Errors
    /// Refuses the person's own, what another verifier is checking, and any state but submitted and checking.
    pub fn begin_check(&mut self, actor: &Actor, items: &mut [Item]) -> Result<Event, Refusal> {
        self.by_another(actor, "审验")?;
        self.in_state(&[State::Submitted, State::Checking], "开始审验")?;
        if self.state == State::Checking {
            self.by_checker(actor)?;
        }
        match self.take_up(actor, items) {
            0 => Ok(self.event(EventKind::CheckBegun, &[])),
            reopened => Ok(self.taken_over(reopened)),
        }
    }

    /// Takes the check over from the verifier who is at it, and whose decisions are open again. A transition of its own:
    /// whoever wants to begin a check must not end another's, who was faster, without knowing.
    ///
    /// # Errors
    /// Refuses the person's own, and any state but checking.
    pub fn take_over_check(&mut self, actor: &Actor, items: &mut [Item]) -> Result<Event, Refusal> {
        self.by_another(actor, "审验")?;
        self.in_state(&[State::Checking], "接手审验")?;
        if self.checking_by == Some(actor.person) {
            return self.begin_check(actor, items);
        }
        let reopened = self.take_up(actor, items);
        Ok(self.taken_over(reopened))
    }

    /// Gives how many decisions of others are open again.
    fn take_up(&mut self, actor: &Actor, items: &mut [Item]) -> usize {
        let mut reopened = 0;
        for item in items.iter_mut().filter(|item| item.is_decided_by_another(actor.person)) {
            item.reopen();
            reopened += 1;
        }
        self.state = State::Checking;
        self.checking_by = Some(actor.person);
        self.checker = Some(actor.person);
        reopened
    }

    fn taken_over(&self, reopened: usize) -> Event {
        self.event(EventKind::CheckTakenOver, &[("items", &reopened.to_string())])
    }
}
