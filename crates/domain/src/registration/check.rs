//! Holds how a registration is taken up for the first check, and taken over from the verifier who is at it (article 6).
//! Must not decide any item.

use super::{Registration, State};
use crate::{
    access::Actor,
    audit::{Event, EventKind},
    ids::PersonId,
    item::Item,
    refusal::{Refusal, RefusalKind},
};

/// What a refusal calls a verifier as long as nobody has looked their name up.
pub(super) const ANOTHER_VERIFIER: &str = "另一位审验人";

/// The codes of the refusals that speak of another verifier.
const OF_ANOTHER: [&str; 2] = ["registration.other-checker", "registration.checker-changed"];

impl Registration {
    /// Takes it up for the first check (article 6). What another verifier decided before it was given back is open again,
    /// so that whoever finishes the check decided all of it. `None` for whoever is at it already: nothing changes.
    ///
    /// # Errors
    /// Refuses the person's own, what another verifier is checking, and any state but submitted and checking.
    pub fn begin_check(&mut self, actor: &Actor, items: &mut [Item]) -> Result<Option<Event>, Refusal> {
        self.by_another(actor, "审验")?;
        self.in_state(&[State::Submitted, State::Checking], "开始审验")?;
        if self.state == State::Checking {
            return self.by_checker(actor).map(|()| None);
        }
        let reopened = self.take_up(actor, items);
        let ended = match reopened {
            0 => String::new(),
            _ => format!("，退回以前由{ANOTHER_VERIFIER}作出的 {reopened} 项结论作废"),
        };
        Ok(Some(self.event(EventKind::CheckBegun, &[("ended", &ended)]).with("items", reopened)))
    }

    /// Takes the check over from `seen`, the verifier who was at it when the actor was shown whose decisions would end;
    /// those are open again. A transition of its own: whoever wants to begin a check must not end another's, who was
    /// faster, without knowing. `None` for whoever is at it already: nothing changes.
    ///
    /// # Errors
    /// Refuses the person's own, any state but checking, and the check of anybody else than `seen`.
    pub fn take_over_check(
        &mut self,
        actor: &Actor,
        seen: Option<PersonId>,
        items: &mut [Item],
    ) -> Result<Option<Event>, Refusal> {
        self.by_another(actor, "审验")?;
        self.in_state(&[State::Checking], "接手审验")?;
        if self.checking_by == Some(actor.person) {
            return Ok(None);
        }
        if seen.is_none() || seen != self.checking_by {
            return Err(checker_changed());
        }
        let reopened = self.take_up(actor, items);
        Ok(Some(self.event(EventKind::CheckTakenOver, &[("items", &reopened.to_string())])))
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
}

fn checker_changed() -> Refusal {
    Refusal::new(
        RefusalKind::Conflict,
        "registration.checker-changed",
        format!("您看到的审验人已经换了：这份登记现在由{ANOTHER_VERIFIER}审验，没有由您接手。"),
        "现在的审验和已有的结论都没有变化。",
        "请返回这份登记，看清现在由谁审验、已有几项结论，再决定是否接手。",
    )
}

/// Whether this refusal speaks of another verifier, whom [`naming_checker`] can name.
#[must_use]
pub fn speaks_of_checker(refusal: &Refusal) -> bool {
    OF_ANOTHER.contains(&refusal.code)
}

/// The same refusal with the name of the verifier who is at the check, which a registration does not hold.
#[must_use]
pub fn naming_checker(mut refusal: Refusal, name: &str) -> Refusal {
    refusal.what = refusal.what.replace(ANOTHER_VERIFIER, name);
    refusal
}
